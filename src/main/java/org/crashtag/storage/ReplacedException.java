package org.crashtag.storage;

import java.io.IOException;

/** A file is no longer the version that was listed: somebody has replaced it. */
public final class ReplacedException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A file that was replaced.
   *
   * @param path of the file
   */
  public ReplacedException(String path) {
    super(path + ": the file was replaced while it was read");
  }
}
