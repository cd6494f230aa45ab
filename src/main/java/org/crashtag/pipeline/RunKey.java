package org.crashtag.pipeline;

import java.io.IOException;
import java.io.Serializable;
import org.crashtag.decode.Privacy;

/**
 * The key of private values, as a job carries it to the workers. It is written nowhere else: it has
 * no text, and neither options nor manifests contain it.
 */
final class RunKey implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] bytes;

  private RunKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads the key in the process that the user started.
   *
   * @throws IOException if it can't be read
   */
  static RunKey of(RunOptions.PrivateValues values) throws IOException {
    return new RunKey(PrivateKey.read(values.keyFile()));
  }

  Privacy privacy(Privacy.Mode mode) {
    return new Privacy(mode, bytes);
  }

  @Override
  public String toString() {
    return "run key";
  }
}
