package org.crashtag.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.crashtag.bytes.Escape;
import org.crashtag.pipeline.CrashRun;
import org.crashtag.source.SourceLister.Problem;
import org.crashtag.storage.NamedOutput;
import org.crashtag.storage.Storages;
import org.crashtag.store.Count;
import org.crashtag.store.OutputFolder;

/** What is printed, and written to files, when a run has ended. */
final class RunEnd {
  private final Terminal terminal;
  private final String output;
  private final RejectLimit limit;

  /** Null for none. */
  private final String report;

  /** Null for none. */
  private final MetricsFile metrics;

  private final boolean repeated;
  private final Publication publication;

  /** The problems of the last run, which aren't printed again if runs are repeated. */
  private Set<Problem> told = new HashSet<>();

  /** The same of why the tables aren't published. */
  private Optional<String> toldUnpublished = Optional.empty();

  /**
   * @param output the output folder
   * @param report file of the JSON report; null for none
   * @param metrics file of the metrics; null for none
   * @param repeated whether runs follow one another, most of which find nothing new
   * @param publication knows whether all tables are published
   */
  RunEnd(
      Terminal terminal,
      String output,
      RejectLimit limit,
      String report,
      String metrics,
      boolean repeated,
      Publication publication) {
    this.terminal = terminal;
    this.output = output;
    this.limit = limit;
    this.report = report;
    this.metrics = metrics == null ? null : new MetricsFile(Storages.all(), metrics);
    this.repeated = repeated;
    this.publication = publication;
  }

  /** Publishes what the run before could not, although nothing new may come for long. */
  void publishMissing(OutputFolder output) throws IOException {
    if (publication.isBehind()) {
      publication.committed(Storages.all(), output);
    }
  }

  /** Tells what a run did; returns the exit code. */
  int done(CrashRun.Result result, double seconds) throws IOException {
    if (!repeated) {
      RunReport.print(terminal.out(), result, output, seconds);
    } else if (!result.manifests().isEmpty()) {
      RunReport.printLine(terminal.out(), result, seconds);
      terminal.out().flush();
    }
    int exitCode = exitCode(result);
    write(JsonReport.of(result, output, seconds, exitCode));
    if (metrics != null) {
      metrics.ended(result, seconds, exitCode, Instant.now());
    }
    return exitCode;
  }

  /** A run failed; the caller reports it. */
  void failed(IOException fault, double seconds) throws IOException {
    write(JsonReport.ofFailure(DumpFiles.words(fault), output, seconds));
    if (metrics != null) {
      metrics.failed(seconds, Instant.now());
    }
  }

  /** Whoever reads the report while runs are repeated finds a whole one. */
  private void write(byte[] json) throws IOException {
    if (report == null) {
      return;
    }
    if (repeated || Storages.isUri(report)) {
      Storages.all().put(report, json);
      return;
    }
    try (OutputStream out = new NamedOutput(report, Files.newOutputStream(Path.of(report)))) {
      out.write(json);
    }
  }

  private int exitCode(CrashRun.Result result) {
    result.notes().forEach(note -> terminal.err().println("crashtag: " + Escape.text(note)));
    List<Problem> problems = problems(result);
    problems.stream()
        .filter(problem -> !told.contains(problem))
        .forEach(problem -> terminal.complain(problem.path(), problem.message()));
    told = repeated ? new HashSet<>(problems) : told;
    Map<String, Long> counts = result.counts();
    long unreadable = Count.SOURCES_UNREADABLE.in(counts);
    if (unreadable > 0) {
      terminal.err().println("crashtag: " + unreadable + " files could not be read; see rejects");
    }
    boolean none = result.hasNoDump() && !repeated;
    if (none) {
      long files = result.sources();
      terminal
          .err()
          .println("crashtag: no dump found in " + files + (files == 1 ? " file" : " files"));
    }
    Optional<String> unpublished = publication.takeFault().map(DumpFiles::words);
    unpublished
        .filter(words -> !unpublished.equals(toldUnpublished))
        .ifPresent(words -> terminal.err().println("crashtag: " + Escape.text(words)));
    toldUnpublished = unpublished;
    boolean failed = repeated ? !problems.isEmpty() : result.hasFailedNames();
    if (failed || unreadable > 0 || none || unpublished.isPresent()) {
      return ExitCode.FAILED;
    }
    if (limit.isExceeded(counts)) {
      terminal.err().println("crashtag: more rejects than --max-rejects allows; see rejects");
      return ExitCode.TOO_MANY_REJECTS;
    }
    return ExitCode.DONE;
  }

  /** What has no file yet can have some later. */
  private List<Problem> problems(CrashRun.Result result) {
    return result.problems().stream()
        .filter(problem -> !repeated || !problem.matchesNothing())
        .toList();
  }
}
