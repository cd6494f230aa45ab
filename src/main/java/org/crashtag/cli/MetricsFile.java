package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.pipeline.CrashRun;
import org.crashtag.pipeline.Outcome;
import org.crashtag.storage.Storage;
import org.crashtag.store.Count;

/**
 * Describes the last run in Prometheus' text format, in a file that is always whole. The time of
 * the last success outlives failures, and restarts: it is taken from the file that is there.
 */
final class MetricsFile {
  private static final int MOST_BYTES = 16 << 20;
  private static final String SUCCESS = "crashtag_last_success_timestamp_seconds";
  private static final Pattern SUCCESS_LINE =
      Pattern.compile("^" + SUCCESS + " ([0-9]{1,12}(?:\\.[0-9]{1,9})?)$", Pattern.MULTILINE);

  private final Storage storage;
  private final String path;

  /** Since this process began, by the kind of run: what a watch has done. */
  private final Map<String, Long> ticks = new TreeMap<>();

  private final Map<String, Long> sources = new TreeMap<>();
  private final Map<String, Long> rejects = new TreeMap<>();

  MetricsFile(Storage storage, String path) {
    this.storage = storage;
    this.path = path;
  }

  /**
   * Writes what a run did.
   *
   * @param seconds that it took
   * @param now the time of its end
   */
  void ended(CrashRun.Result result, double seconds, int exitCode, Instant now) throws IOException {
    ticks.merge(result.manifests().isEmpty() ? "idle" : "committed", 1L, Long::sum);
    Map<String, Long> counts = result.counts();
    for (Outcome outcome : Outcome.values()) {
      sources.merge(outcome.label(), outcome.count().in(counts), Long::sum);
    }
    result.rejects().forEach((reason, count) -> rejects.merge(reason, count, Long::sum));
    Text text = new Text();
    text.add("crashtag_files", "Files that the last run listed.", (double) result.sources());
    text.add(
        "crashtag_files_unchanged",
        "Of these, the files that were known.",
        (double) result.unchanged());
    text.family("crashtag_sources", "Files and archive members, by outcome.", "gauge");
    for (Outcome outcome : Outcome.values()) {
      text.sample(
          "crashtag_sources", "outcome", outcome.label(), (double) outcome.count().in(counts));
    }
    text.add("crashtag_read_bytes", "Bytes that were read.", (double) Count.BYTES_READ.in(counts));
    text.family("crashtag_stage_seconds", "Time of each stage, over all workers.", "gauge");
    for (Count count : Count.values()) {
      if (count.label().startsWith("millis_")) {
        String stage = count.label().substring("millis_".length());
        text.sample("crashtag_stage_seconds", "stage", stage, count.in(counts) / 1e3);
      }
    }
    text.family("crashtag_rejects", "Rejects of the last run, by reason.", "gauge");
    result
        .rejects()
        .forEach((reason, count) -> text.sample("crashtag_rejects", "reason", reason, count));
    text.family("crashtag_rows", "Rows that the last run wrote, by table.", "gauge");
    result.rows().forEach((table, rows) -> text.sample("crashtag_rows", "table", table, rows));
    write(text, seconds, exitCode, now);
  }

  /** Writes that a run failed. */
  void failed(double seconds, Instant now) throws IOException {
    ticks.merge("failed", 1L, Long::sum);
    write(new Text(), seconds, ExitCode.FAILED, now);
  }

  private void write(Text text, double seconds, int exitCode, Instant now) throws IOException {
    text.add("crashtag_exit_code", "Exit code of the last run.", exitCode);
    text.add("crashtag_duration_seconds", "Time of the last run.", seconds);
    double end = now.toEpochMilli() / 1e3;
    text.add("crashtag_last_run_timestamp_seconds", "When the last run ended.", end);
    Optional<Double> success = exitCode == ExitCode.DONE ? Optional.of(end) : lastSuccess();
    success.ifPresent(time -> text.add(SUCCESS, "When a run last ended with exit code 0.", time));
    text.family("crashtag_info", "Version of crashtag.", "gauge");
    text.sample("crashtag_info", "version", Version.text(), 1);
    text.family("crashtag_runs_total", "Runs since the process began.", "counter");
    ticks.forEach((kind, count) -> text.sample("crashtag_runs_total", "result", kind, count));
    text.family("crashtag_sources_total", "Sources since the process began.", "counter");
    sources.forEach(
        (outcome, count) -> text.sample("crashtag_sources_total", "outcome", outcome, count));
    text.family("crashtag_rejects_total", "Rejects since the process began.", "counter");
    rejects.forEach(
        (reason, count) -> text.sample("crashtag_rejects_total", "reason", reason, count));
    storage.put(path, text.bytes());
  }

  private Optional<Double> lastSuccess() throws IOException {
    Optional<Storage.Versioned> there = storage.read(path, MOST_BYTES);
    if (there.isEmpty()) {
      return Optional.empty();
    }
    Matcher line = SUCCESS_LINE.matcher(new String(there.get().bytes(), UTF_8));
    return line.find() ? Optional.of(Double.parseDouble(line.group(1))) : Optional.empty();
  }

  /** Prometheus' text format, version 0.0.4. */
  private static final class Text {
    private final StringBuilder text = new StringBuilder();

    void family(String name, String help, String type) {
      text.append("# HELP ").append(name).append(' ').append(help).append('\n');
      text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    void add(String name, String help, long value) {
      add(name, help, (double) value);
    }

    void add(String name, String help, double value) {
      family(name, help, "gauge");
      text.append(name).append(' ').append(number(value)).append('\n');
    }

    void sample(String name, String label, String labelValue, long value) {
      sample(name, label, labelValue, (double) value);
    }

    void sample(String name, String label, String labelValue, double value) {
      text.append(name).append('{').append(label).append("=\"");
      text.append(labelValue.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
      text.append("\"} ").append(number(value)).append('\n');
    }

    private static String number(double value) {
      return value == Math.rint(value)
          ? Long.toString((long) value)
          : String.format(Locale.ROOT, "%.3f", value);
    }

    byte[] bytes() {
      return text.toString().getBytes(UTF_8);
    }
  }
}
