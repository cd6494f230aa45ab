package org.crashtag.sql;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;

/** A statement can't be run. The message is for its author: one or a few lines. */
public final class SqlFault extends Exception {
  private static final long serialVersionUID = 1;

  /** The driver's prefix to the engine's message. */
  private static final String DRIVER_PREFIX =
      "Invalid Input Error: Attempting to execute an unsuccessful or closed pending query result\n"
          + "Error: ";

  SqlFault(String message) {
    super(message);
  }

  /** The engine's message, including the lines that point at the position. */
  SqlFault(SQLException cause) {
    super(clean(String.valueOf(cause.getMessage())), cause);
  }

  /** A part that can't be copied from an object store. */
  SqlFault(IOException cause) {
    super(
        cause instanceof FileSystemException
            ? cause.getMessage() + ": the part can't be read"
            : cause.getMessage(),
        cause);
  }

  private static String clean(String message) {
    String words =
        message.startsWith(DRIVER_PREFIX) ? message.substring(DRIVER_PREFIX.length()) : message;
    return words.replaceAll("\n\\s*\n", "\n").stripTrailing();
  }
}
