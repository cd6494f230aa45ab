package org.crashtag.cli;

import java.io.Closeable;
import java.util.function.Supplier;

/**
 * Prints in one line what is committed if the process is ended by Ctrl-C or {@code kill}. The exit
 * code is the system's, 128 plus the number of the signal: 130 for Ctrl-C.
 */
final class Interruption implements Closeable {
  private final Thread hook;

  /**
   * Starts listening.
   *
   * @param line the line to print on a signal
   */
  Interruption(Terminal terminal, Supplier<String> line) {
    this.hook =
        new Thread(
            () -> {
              // On a terminal, Ctrl-C is echoed, possibly after a line of progress.
              String start = terminal.interactive() ? "\r\u001b[K" : "";
              terminal.err().println(start + "crashtag: interrupted: " + line.get());
              terminal.err().flush();
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The command has ended. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is being ended: the line is printed although the command has just finished.
    }
  }
}
