package org.crashtag.cli;

/** The exit codes of the process. */
final class ExitCode {
  static final int DONE = 0;

  /** Failed, or something could not be read or matched. */
  static final int FAILED = 1;

  static final int USAGE = 2;

  /** Done, with more rejects than allowed. */
  static final int TOO_MANY_REJECTS = 3;

  /** Done, and with {@code --fail-if-rows} the result has rows. */
  static final int ROWS_FOUND = 4;

  /** Interrupted by Ctrl-C: 128 and the number of the signal. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
