package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.crashtag.pipeline.PrivateKey;
import org.crashtag.testing.TestKey;

/**
 * One command line, run as a user runs it, and its output.
 *
 * @param rawOut the output with each byte as one character
 */
record CommandRun(int exitCode, String out, String rawOut, String err) {
  /** Runs it with its output in a pipe. */
  static CommandRun of(String... arguments) {
    return run(false, arguments);
  }

  /** Runs it with its output on a terminal of 80 columns. */
  static CommandRun onTerminal(String... arguments) {
    return run(true, arguments);
  }

  static {
    // Keys are created in the user's configuration folder, but not in that of the user who runs the
    // tests.
    System.setProperty(PrivateKey.FOLDER_PROPERTY, TestKey.folder().toString());
  }

  private static CommandRun run(boolean interactive, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, false, UTF_8), new PrintStream(err, true, UTF_8), interactive, 80);
    int exitCode = Main.run(terminal, arguments);
    return new CommandRun(
        exitCode, out.toString(UTF_8), out.toString(ISO_8859_1), err.toString(UTF_8));
  }

  List<String> outLines() {
    return out.lines().toList();
  }

  List<String> errLines() {
    return err.lines().toList();
  }
}
