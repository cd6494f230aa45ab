package org.crashtag.sql;

import java.sql.SQLException;

/** SQL that can't be run. The message is for the person who wrote it: one line, or a few. */
public final class SqlFault extends Exception {
  private static final long serialVersionUID = 1;

  /** What the driver says before the engine's own words. */
  private static final String DRIVER_PREFIX =
      "Invalid Input Error: Attempting to execute an unsuccessful or closed pending query result\n"
          + "Error: ";

  SqlFault(String message) {
    super(message);
  }

  /** The engine's words, its lines that point at the place kept. */
  SqlFault(SQLException cause) {
    super(clean(String.valueOf(cause.getMessage())), cause);
  }

  private static String clean(String message) {
    String words =
        message.startsWith(DRIVER_PREFIX) ? message.substring(DRIVER_PREFIX.length()) : message;
    return words.replaceAll("\n\\s*\n", "\n").stripTrailing();
  }
}
