package org.crashtag.cli;

import java.io.Closeable;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import org.crashtag.pipeline.Progress;

/**
 * Prints the progress of a run: on a terminal one line that is redrawn, elsewhere a line from time
 * to time. It is printed to standard error, so that results can be piped.
 */
final class ProgressLine implements Closeable {
  private static final long REDRAW_MILLIS = 200;
  private static final long LINE_MILLIS = 10_000;

  private final Terminal terminal;
  private final Thread thread;
  private final long start = System.nanoTime();
  private volatile Progress progress;
  private volatile boolean closed;

  ProgressLine(Terminal terminal) {
    this.terminal = terminal;
    this.thread = new Thread(this::draw, "progress");
    thread.setDaemon(true);
    thread.start();
  }

  void watch(Progress running) {
    progress = running;
  }

  /** The run's progress; empty before the run has begun. */
  Optional<Progress> watched() {
    return Optional.ofNullable(progress);
  }

  private void draw() {
    long pause = terminal.interactive() ? REDRAW_MILLIS : LINE_MILLIS;
    while (!closed) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
      Progress current = progress;
      if (current != null && !closed) {
        print(terminal.err(), text(current));
      }
    }
  }

  private void print(PrintStream err, String text) {
    if (terminal.interactive()) {
      int most = terminal.columns() - 1;
      err.print("\r\u001b[K" + (text.length() > most ? text.substring(0, most) : text));
      err.flush();
    } else {
      err.println(text);
    }
  }

  private String text(Progress current) {
    double seconds = (System.nanoTime() - start) / 1e9;
    long sources = current.sources();
    if (sources == 0) {
      return String.format(Locale.ROOT, "listing ... %.0f s", seconds);
    }
    long done = current.done();
    if (done == 0) {
      return String.format(
          Locale.ROOT,
          "%,d of %,d files identified, %.0f s",
          current.identified(),
          sources,
          seconds);
    }
    double rate = done / seconds;
    long left = Math.round(Math.max(0, sources - current.unchanged() - done) / rate);
    return String.format(
        Locale.ROOT,
        rate < 10
            ? "%,d of %,d files, %,.1f per second, %d:%02d left, %,d rejects"
            : "%,d of %,d files, %,.0f per second, %d:%02d left, %,d rejects",
        done,
        sources,
        rate,
        left / 60,
        left % 60,
        current.rejects());
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (terminal.interactive()) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
    }
  }
}
