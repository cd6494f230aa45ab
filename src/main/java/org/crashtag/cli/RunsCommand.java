package org.crashtag.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.crashtag.store.Count;
import org.crashtag.store.Manifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the committed runs. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "Lists the committed runs of an output folder, oldest first.",
    footer = {"", "Example: crashtag runs --output tables"})
final class RunsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private OutputOptions output;

  @Option(names = "--json", description = "Print one JSON object per run, each on its own line.")
  private boolean json;

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
    if (json) {
      for (Manifest manifest : manifests) {
        printJson(manifest);
      }
      return ExitCode.DONE;
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

  /**
   * Names as in the report of {@code run --report-json}; {@code seconds} from start to commit.
   *
   * <pre>
   * {"run": "r...", "command": "run", "program": "0.2.0", "started": "...", "finished": "...",
   *  "seconds": 1.5, "privacy": "hash", "replaces": ["r..."], "counts": {"sources": 3, ...},
   *  "rejects": {"truncated": 1}, "rows": {"dumps": 2, ...}}
   * </pre>
   */
  private void printJson(Manifest manifest) throws IOException {
    try (JsonGenerator line = new JsonFactory().createGenerator(terminal.out())) {
      line.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      line.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      line.writeStartObject();
      line.writeStringField("run", manifest.run());
      line.writeStringField("command", command(manifest));
      line.writeStringField("program", manifest.program());
      line.writeStringField("started", manifest.started());
      line.writeStringField("finished", manifest.finished());
      line.writeNumberField("seconds", duration(manifest).toMillis() / 1e3);
      line.writeStringField("privacy", manifest.privacy());
      line.writeArrayFieldStart("replaces");
      for (String replaced : manifest.replaces()) {
        line.writeString(replaced);
      }
      line.writeEndArray();
      JsonReport.write(line, "counts", manifest.counts());
      JsonReport.write(line, "rejects", manifest.rejects());
      Map<String, Long> rows = new TreeMap<>();
      manifest.tables().forEach(table -> rows.put(table.name(), manifest.rows(table.name())));
      JsonReport.write(line, "rows", rows);
      line.writeEndObject();
    }
    terminal.out().println();
  }

  private static Duration duration(Manifest manifest) {
    return Duration.between(Instant.parse(manifest.started()), Instant.parse(manifest.finished()));
  }

  private void print(Manifest manifest) {
    Map<String, Long> counts = manifest.counts();
    long rejects = manifest.rejects().values().stream().mapToLong(Long::longValue).sum();
    long rows = manifest.tables().stream().mapToLong(table -> manifest.rows(table.name())).sum();
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%-20s %,9d %,9d %,7d %,13d %,8.1f  %s%n",
            manifest.run(),
            Count.SOURCES.in(counts),
            Count.SOURCES_DECODED.in(counts),
            rejects,
            rows,
            duration(manifest).toMillis() / 1e3,
            command(manifest));
  }

  /** The first word only, because all of them would fill the line. */
  private static String command(Manifest manifest) {
    return manifest.options().getOrDefault(Manifest.COMMAND, "run").split(" ", 2)[0];
  }
}
