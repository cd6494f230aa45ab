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
      "Writes synthetic dumps that look like those of a fleet: several machines, Windows builds and"
          + " drivers. The same seed gives the same dumps."
    },
    footer = {"", "Example: crashtag sample archive --dumps 500 --broken 2%%"})
final class SampleCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "DIR", description = "Output folder, which must be new or empty.")
  private Path folder;

  @Option(
      names = "--dumps",
      paramLabel = "N",
      defaultValue = "100",
      description = "Number of files. Default: ${DEFAULT-VALUE}.")
  private int dumps;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Random seed. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--broken",
      paramLabel = "N%",
      defaultValue = "0%",
      description = "Percentage of broken files. Default: 0%%.")
  private String broken;

  SampleCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (dumps < 1) {
      throw new UsageException("--dumps expects a number of at least 1, not " + dumps);
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
      throw new UsageException("--broken expects 0% to 100%, not \"" + broken + "\"");
    }
    return Integer.parseInt(broken.replace("%", ""));
  }
}
