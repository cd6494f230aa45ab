package org.crashtag.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crashtag.bytes.Escape;
import org.crashtag.pipeline.CrashRun;
import org.crashtag.pipeline.Outcome;
import org.crashtag.pipeline.RunOptions;
import org.crashtag.store.Count;
import org.crashtag.store.Manifest;

/** The summary that a run prints at its end. */
final class RunReport {
  private static final Outcome[] OUTCOMES = {
    Outcome.DECODED,
    Outcome.DUPLICATE,
    Outcome.KNOWN,
    Outcome.CONTAINER,
    Outcome.NOT_A_DUMP,
    Outcome.REJECTED,
    Outcome.UNREADABLE
  };

  /** The longest table's name, indented, and two spaces. */
  private static final int NAME_COLUMNS = 23;

  private RunReport() {}

  static void print(PrintStream out, CrashRun.Result result, String output, double seconds) {
    printYoung(out, result);
    if (result.sources() == 0) {
      return;
    }
    if (result.manifest().isEmpty()) {
      line(out, "files", count(result.sources()) + ", none of them new: nothing to do");
      return;
    }
    Map<String, Long> counts = result.counts();
    for (Manifest manifest : result.manifests()) {
      line(out, "run", manifest.run() + " in " + Escape.text(output));
    }
    line(out, "files", files(result));
    // More than files if archives have several members.
    line(out, "sources", outcomes(counts));
    result
        .rows()
        .forEach(
            (table, rows) -> {
              if (rows > 0) {
                line(out, "  " + table, count(rows) + (rows == 1 ? " row" : " rows"));
              }
            });
    line(out, "rejects", rejects(result.rejects()));
    line(out, "read", read(counts));
    line(out, "time", String.format(Locale.ROOT, "%.1f s", seconds));
  }

  private static void printYoung(PrintStream out, CrashRun.Result result) {
    long young = Count.SOURCES_YOUNG.in(result.counts());
    if (young > 0) {
      line(
          out,
          "left for later",
          count(young)
              + (young == 1 ? " file" : " files")
              + " that changed less than --settle ago");
    }
  }

  /** The summary in one line, for a log of many runs. */
  static void printLine(PrintStream out, CrashRun.Result result, double seconds) {
    Map<String, Long> counts = result.counts();
    out.println(
        result.manifests().stream().map(Manifest::run).collect(Collectors.joining(", "))
            + ": "
            + outcomes(counts)
            + "; rejects: "
            + rejects(result.rejects())
            + String.format(Locale.ROOT, "; %.1f s", seconds));
  }

  /** The plan of a dry run. */
  static void printPlan(PrintStream out, CrashRun.Result result, RunOptions options) {
    printYoung(out, result);
    long fresh = result.sources() - result.unchanged();
    line(
        out,
        "files",
        count(result.sources())
            + ": "
            + count(fresh)
            + " new, "
            + count(result.unchanged())
            + " unchanged");
    long batches = (fresh + options.reading().batch() - 1) / options.reading().batch();
    line(
        out,
        "batches",
        count(batches) + " of at most " + count(options.reading().batch()) + " files");
    line(out, "output", Escape.text(options.output()));
    line(out, "tables", names(options.writing().tables()));
    line(out, "tags", names(options.decoding().tags()));
    line(out, "private columns", options.privacy().mode().label());
    out.println("Nothing was read or written.");
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? "all" : Escape.text(String.join(", ", names));
  }

  private static String files(CrashRun.Result result) {
    long unchanged = result.unchanged();
    return count(result.sources()) + (unchanged == 0 ? "" : ", " + count(unchanged) + " unchanged");
  }

  private static String outcomes(Map<String, Long> counts) {
    return Stream.of(OUTCOMES)
        .filter(outcome -> outcome.count().in(counts) > 0)
        .map(outcome -> count(outcome.count().in(counts)) + " " + outcome.label())
        .collect(Collectors.joining(", "));
  }

  /** The contents of archives can be longer than the files. */
  private static String read(Map<String, Long> counts) {
    String read = count(Count.BYTES_READ.in(counts));
    String there = count(Count.BYTES_THERE.in(counts));
    return Count.SOURCES_CONTAINER.in(counts) == 0
        ? read + " of " + there + " bytes"
        : read + " bytes, some of them decompressed, from files of " + there + " bytes";
  }

  private static String rejects(Map<String, Long> rejects) {
    if (rejects.isEmpty()) {
      return "none";
    }
    StringBuilder text = new StringBuilder();
    rejects.forEach(
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
    out.println(name + " ".repeat(Math.max(1, NAME_COLUMNS - name.length())) + value);
  }
}
