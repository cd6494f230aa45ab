package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import org.crashtag.bytes.Escape;

/**
 * Where a command prints. Results go to {@link #out}, everything about them to {@link #err}.
 *
 * @param out results
 * @param err errors and progress
 * @param interactive a person reads {@code out} on a terminal
 * @param columns of that terminal; 80 where nobody says
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive, int columns) {
  static final int DEFAULT_COLUMNS = 80;
  private static final int OUTPUT_BUFFER = 1 << 16;

  /**
   * The process's own streams, in UTF-8. Java can't ask whether its output alone is a terminal: the
   * launcher asks, and passes the terminal's width.
   */
  static Terminal ofProcess() {
    String columns = System.getenv("CRASHTAG_COLUMNS");
    boolean interactive = columns != null && columns.matches("[1-9][0-9]{1,3}");
    return new Terminal(
        results(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
        interactive,
        interactive ? Integer.parseInt(columns) : DEFAULT_COLUMNS);
  }

  /** A buffered stream of results whose errors are {@link UnwritableException}s. */
  static PrintStream results(OutputStream out) {
    return new PrintStream(
        new BufferedOutputStream(new ResultStream(out), OUTPUT_BUFFER), false, UTF_8);
  }

  /** A line about an input that gives no result. */
  void complain(String source, String message) {
    out.flush();
    err.println("crashtag: " + Escape.text(source) + ": " + Escape.text(message));
  }

  /** {@code text} in bold where a person reads it. */
  String strong(String text) {
    return interactive ? "\u001b[1m" + text + "\u001b[0m" : text;
  }
}
