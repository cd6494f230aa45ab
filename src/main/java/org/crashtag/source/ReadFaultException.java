package org.crashtag.source;

import java.io.IOException;

/**
 * Reading a source failed: a disk, a network, a permission. Distinguishes this from bad data, for
 * which libraries also throw an {@link IOException}.
 */
public final class ReadFaultException extends IOException {
  private static final long serialVersionUID = 1L;

  ReadFaultException(IOException cause) {
    super(words(cause), cause);
  }

  private static String words(IOException fault) {
    if (fault instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    if (fault instanceof java.nio.file.NoSuchFileException) {
      return "no such file";
    }
    return fault.getMessage() == null ? fault.toString() : fault.getMessage();
  }
}
