package org.crashtag.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The stream of a command's results to standard output. A {@link java.io.PrintStream} hides I/O
 * errors. This stream ends the command with an {@link UnwritableException}, so that no further
 * results are computed. After an error every call fails, including the last flush, which determines
 * the exit code.
 */
final class ResultStream extends OutputStream {
  private final OutputStream out;
  private IOException fault;

  ResultStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    doOrFail(() -> out.write(bytes, from, length));
  }

  @Override
  public void flush() {
    doOrFail(out::flush);
  }

  private interface Action {
    void run() throws IOException;
  }

  private void doOrFail(Action action) {
    try {
      if (fault == null) {
        action.run();
        return;
      }
    } catch (IOException e) {
      fault = e;
    }
    throw new UnwritableException(fault);
  }
}
