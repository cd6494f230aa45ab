package org.crashtag.cli;

/** What the process ends with. */
final class ExitCode {
  static final int DONE = 0;

  /** Failed, or something could not be read or matched. */
  static final int FAILED = 1;

  static final int USAGE = 2;

  /** Done, with more rejects than allowed. */
  static final int TOO_MANY_REJECTS = 3;

  /** Done, and {@code --fail-if-rows} found rows. */
  static final int ROWS_FOUND = 4;

  private ExitCode() {}
}
