package org.crashtag.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.crashtag.store.Manifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the committed runs. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "Lists the committed runs of an output folder, the oldest first.",
    footer = {"", "Example: crashtag runs --output tables"})
final class RunsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private OutputOptions output;

  RunsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    String folder = output.folder();
    List<Manifest> manifests = OutputOptions.manifests(terminal, folder);
    if (manifests.isEmpty()) {
      return ExitCode.FAILED;
    }
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%-20s %9s %9s %7s %13s %8s  %s%n",
            "run",
            "sources",
            "dumps",
            "rejects",
            "rows",
            "seconds",
            "by");
    manifests.forEach(this::print);
    return OutputOptions.isDamaged(terminal, folder, manifests) ? ExitCode.FAILED : ExitCode.DONE;
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
            "%-20s %,9d %,9d %,7d %,13d %,8.1f  %s%n",
            manifest.run(),
            counts.getOrDefault("sources", 0L),
            counts.getOrDefault("sources_decoded", 0L),
            rejects,
            rows,
            duration.toMillis() / 1e3,
            command(manifest));
  }

  /** The first word: all of them would fill the line. */
  private static String command(Manifest manifest) {
    return manifest.options().getOrDefault(Manifest.COMMAND, "run").split(" ", 2)[0];
  }
}
