package org.crashtag.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the committed runs. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "Lists the committed runs of an output folder, the oldest first.",
    footer = {"", "Example: crashtag runs --output tables"})
final class RunsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = RunCommand.DEFAULT_OUTPUT,
      description = "The output folder of the runs. Default: ${DEFAULT-VALUE}.")
  private String output;

  RunsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    String folder = SqlCommand.withoutSlash(output);
    List<Manifest> manifests = new OutputFolder(new LocalStorage(), folder).manifests();
    if (manifests.isEmpty()) {
      terminal.complain(folder, "no committed run here; \"crashtag run\" makes one");
      return ExitCode.FAILED;
    }
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%-20s  %9s  %9s  %8s  %13s  %8s%n",
            "run",
            "sources",
            "dumps",
            "rejects",
            "rows",
            "seconds");
    manifests.forEach(this::print);
    return ExitCode.DONE;
  }

  private void print(Manifest manifest) {
    Map<String, Long> counts = manifest.counts();
    long rejects = manifest.rejects().values().stream().mapToLong(Long::longValue).sum();
    long rows = manifest.tables().stream().mapToLong(Manifest.Table::rows).sum();
    Duration duration =
        Duration.between(Instant.parse(manifest.started()), Instant.parse(manifest.finished()));
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%-20s  %,9d  %,9d  %,8d  %,13d  %,8.1f%n",
            manifest.run(),
            counts.getOrDefault("sources", 0L),
            counts.getOrDefault("sources_decoded", 0L),
            rejects,
            rows,
            duration.toMillis() / 1e3);
  }
}
