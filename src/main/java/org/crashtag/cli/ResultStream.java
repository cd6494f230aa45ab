package org.crashtag.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A command's results on their way to the standard output. A {@link java.io.PrintStream} keeps an
 * I/O error to itself; this stream ends the command with an {@link UnwritableException}, so that
 * nothing is computed for nobody. After an error every call fails, the last flush too, which gives
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
