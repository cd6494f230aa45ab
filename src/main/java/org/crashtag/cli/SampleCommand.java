package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.crashtag.sample.Fleet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes synthetic dumps. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    description = {
      "Writes synthetic dumps that look like a fleet's: several machines, Windows builds and"
          + " drivers. The same seed gives the same dumps."
    },
    footer = {"", "Example: crashtag sample archive --dumps 500 --broken 2%%"})
final class SampleCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "DIR", description = "A folder that isn't there yet, or is empty.")
  private Path folder;

  @Option(
      names = "--dumps",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many files. Default: ${DEFAULT-VALUE}.")
  private int dumps;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Another number, another fleet. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--broken",
      paramLabel = "N%%",
      defaultValue = "0%",
      description = "Share of files that are broken. Default: none.")
  private String broken;

  SampleCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (dumps < 1) {
      throw new UsageException("--dumps takes a number from 1 on, not " + dumps);
    }
    Fleet.Summary summary = Fleet.write(folder, dumps, seed, brokenPercent(), done -> {});
    terminal
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%,d files, %,d bytes, %,d of them broken: %s",
                summary.files(),
                summary.bytes(),
                summary.broken(),
                Escape.text(folder.toString())));
    return ExitCode.DONE;
  }

  private int brokenPercent() {
    if (!broken.matches("(100|[0-9]{1,2})%?")) {
      throw new UsageException("--broken takes 0% to 100%, not \"" + broken + "\"");
    }
    return Integer.parseInt(broken.replace("%", ""));
  }
}
