package org.crashtag.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.crashtag.bytes.Escape;
import org.crashtag.pipeline.CrashRun;
import org.crashtag.pipeline.Patience;
import org.crashtag.pipeline.RunOptions;
import org.crashtag.pipeline.RunSession;
import org.crashtag.pipeline.StoppedException;
import org.crashtag.sql.SqlFault;

/**
 * Runs again and again over what is new, in one process that keeps the output folder's lock. If the
 * folder can't be opened at the start, that fails as a run does; whatever fails later is reported
 * and tried again, after pauses that become longer.
 */
final class Watch {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final Terminal terminal;
  private final CrashRun runs;
  private final RunOptions options;
  private final Patience patience;
  private final Duration pause;
  private final RunEnd end;
  private final Sequel sequel;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean running;

  /** What follows a run. */
  interface Sequel {
    void run(RunSession session) throws IOException, SqlFault;
  }

  /**
   * @param patience which files are left to a later run
   * @param pause between two runs
   * @param end reports what each run did
   * @param sequel follows each run that committed something
   */
  Watch(
      Terminal terminal,
      CrashRun runs,
      RunOptions options,
      Patience patience,
      Duration pause,
      RunEnd end,
      Sequel sequel) {
    this.terminal = terminal;
    this.runs = runs;
    this.options = options;
    this.patience = patience;
    this.pause = pause;
    this.end = end;
    this.sequel = sequel;
  }

  /**
   * Runs until a signal.
   *
   * @param interrupted what to print when a run is interrupted
   * @throws IOException if the output folder can't be used at the start
   */
  void run(Function<ProgressLine, String> interrupted) throws IOException {
    RunSession session = runs.open(options);
    try (Signals signals = new Signals(this::stop, this::stopAtOnce)) {
      Objects.requireNonNull(signals);
      terminal
          .out()
          .println(
              "watching, with " + TimeSpan.text(pause) + " between runs; press Ctrl-C to stop");
      terminal.out().flush();
      int failures = 0;
      while (!isStopped()) {
        long start = System.nanoTime();
        try {
          session = session == null ? runs.open(options) : session;
          tick(session, interrupted, start);
          failures = 0;
        } catch (IOException e) {
          failures++;
          session = close(session);
          tell(e, failures);
          fail(e, seconds(start));
        }
        sleep(failures);
      }
    } finally {
      close(session);
    }
  }

  private void tick(RunSession session, Function<ProgressLine, String> interrupted, long start)
      throws IOException {
    CrashRun.Result result;
    running = true;
    try (ProgressLine progress = new ProgressLine(terminal);
        Interruption interruption = new Interruption(terminal, () -> interrupted.apply(progress))) {
      Objects.requireNonNull(interruption);
      end.publishMissing(session.output());
      result = session.run(patience, progress::watch, this::isStopped);
    } catch (StoppedException e) {
      return;
    } catch (RuntimeException e) {
      throw new IOException(e.toString(), e);
    } finally {
      running = false;
    }
    end.done(result, seconds(start));
    if (!result.manifests().isEmpty()) {
      try {
        sequel.run(session);
      } catch (SqlFault e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private void tell(IOException fault, int failures) {
    terminal
        .err()
        .println(
            "crashtag: "
                + Escape.text(DumpFiles.words(fault))
                + "; trying again in "
                + TimeSpan.text(pause(failures)));
    terminal.err().flush();
  }

  private void fail(IOException fault, double seconds) {
    try {
      end.failed(fault, seconds);
    } catch (IOException e) {
      terminal.err().println("crashtag: " + Escape.text(DumpFiles.words(e)));
    }
  }

  /** Doubled by each failure, up to ten minutes, or to the normal pause if that is longer. */
  private Duration pause(int failures) {
    Duration longest = pause.compareTo(LONGEST_PAUSE) > 0 ? pause : LONGEST_PAUSE;
    Duration doubled = pause.multipliedBy(1L << Math.min(failures, 20));
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }

  private void sleep(int failures) {
    try {
      if (stopped.await(pause(failures).toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private static RunSession close(RunSession session) {
    if (session != null) {
      try {
        session.close();
      } catch (IOException e) {
        // The lock is gone: there is nothing left to give back.
        return null;
      }
    }
    return null;
  }

  private void stop() {
    if (running && !isStopped()) {
      terminal
          .err()
          .println(
              "crashtag: stopping after the current commit; press Ctrl-C again to stop at once");
    }
    stopped.countDown();
  }

  /** What isn't committed has no effect; if a run is under way, that is printed. */
  private void stopAtOnce() {
    System.exit(ExitCode.INTERRUPTED);
  }
}
