package org.crashtag.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.crashtag.pipeline.CrashRun;
import org.crashtag.store.Manifest;

/** What a run says at its end. */
final class RunReport {
  private static final String[] OUTCOMES = {
    "decoded", "duplicate", "known", "not_a_dump", "rejected", "unreadable"
  };

  private RunReport() {}

  static void print(PrintStream out, CrashRun.Result result, String output, double seconds) {
    if (result.sources() == 0) {
      return;
    }
    if (result.manifest().isEmpty()) {
      line(out, "files", count(result.sources()) + ", none of them new: nothing to do");
      return;
    }
    Manifest manifest = result.manifest().get();
    Map<String, Long> counts = manifest.counts();
    line(out, "run", manifest.run() + " in " + Escape.text(output));
    line(out, "files", count(result.sources()) + outcomes(counts, result.unchanged()));
    for (Manifest.Table table : manifest.tables()) {
      line(out, "  " + table.name(), count(table.rows()) + " rows");
    }
    line(out, "rejects", rejects(manifest));
    line(
        out,
        "read",
        count(counts.getOrDefault("bytes_read", 0L))
            + " of "
            + count(counts.getOrDefault("bytes_there", 0L))
            + " bytes");
    line(out, "time", String.format(Locale.ROOT, "%.1f s", seconds));
  }

  private static String outcomes(Map<String, Long> counts, long unchanged) {
    StringBuilder text = new StringBuilder();
    for (String outcome : OUTCOMES) {
      long number = counts.getOrDefault("sources_" + outcome, 0L);
      if (number > 0) {
        text.append(text.isEmpty() ? ": " : ", ").append(count(number)).append(' ').append(outcome);
      }
    }
    if (unchanged > 0) {
      text.append(text.isEmpty() ? ": " : ", ").append(count(unchanged)).append(" unchanged");
    }
    return text.toString();
  }

  private static String rejects(Manifest manifest) {
    if (manifest.rejects().isEmpty()) {
      return "none";
    }
    StringBuilder text = new StringBuilder();
    manifest
        .rejects()
        .forEach(
            (reason, number) ->
                text.append(text.isEmpty() ? "" : ", ")
                    .append(count(number))
                    .append(' ')
                    .append(reason));
    return text.toString();
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static void line(PrintStream out, String name, String value) {
    out.println(name + " ".repeat(Math.max(1, 18 - name.length())) + value);
  }
}
