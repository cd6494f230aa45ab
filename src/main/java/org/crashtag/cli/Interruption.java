package org.crashtag.cli;

import java.io.Closeable;
import java.util.function.Supplier;

/**
 * Says in one line what a command leaves behind where its process is ended from outside, by Ctrl-C
 * or {@code kill}. The exit code is the system's, 128 and the signal's number: 130 after Ctrl-C.
 */
final class Interruption implements Closeable {
  private final Thread hook;

  /**
   * Begins to listen.
   *
   * @param line what is told then
   */
  Interruption(Terminal terminal, Supplier<String> line) {
    this.hook =
        new Thread(
            () -> {
              // On a terminal, Ctrl-C is echoed, and a line of progress may stand there.
              String start = terminal.interactive() ? "\r\u001b[K" : "";
              terminal.err().println(start + "crashtag: interrupted: " + line.get());
              terminal.err().flush();
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The command has come to its end. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is being ended: the line is told, though the command was just done.
    }
  }
}
