package org.crashtag.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** The standard output can't be written. */
final class UnwritableException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  /** In the words of Linux and macOS, and of Windows. */
  private static final Pattern CLOSED_PIPE =
      Pattern.compile("(?i)broken pipe|pipe is being closed|pipe has been ended");

  UnwritableException(IOException cause) {
    super(cause);
  }

  /** Whether a reader, such as {@code head}, has read enough: that is no error to speak of. */
  boolean isClosedPipe() {
    String message = getCause().getMessage();
    return message != null && CLOSED_PIPE.matcher(message).find();
  }
}
