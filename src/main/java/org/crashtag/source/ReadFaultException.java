package org.crashtag.source;

import java.io.IOException;
import org.crashtag.storage.ReplacedException;

/**
 * Reading a source failed: a disk, a network, a permission. Distinguishes this from bad data, for
 * which libraries also throw an {@link IOException}.
 */
public final class ReadFaultException extends IOException {
  private static final long serialVersionUID = 1L;

  ReadFaultException(IOException cause) {
    super(words(cause), cause);
  }

  /** Whether the file was replaced by another one while it was read: it can be read again. */
  public boolean isReplaced() {
    return getCause() instanceof ReplacedException;
  }

  private static String words(IOException fault) {
    if (fault instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    if (fault instanceof java.nio.file.NoSuchFileException) {
      return "no such file";
    }
    if (fault instanceof ReplacedException) {
      return "the file was replaced while it was read";
    }
    return fault.getMessage() == null ? fault.toString() : fault.getMessage();
  }
}
