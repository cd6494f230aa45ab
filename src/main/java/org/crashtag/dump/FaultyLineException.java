package org.crashtag.dump;

/** A line of a data file that can't be parsed; the message contains its number. */
public final class FaultyLineException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param line from 1
   * @param message the fault of the line
   */
  public FaultyLineException(int line, String message) {
    super("line " + line + ": " + message);
  }

  /** Throws unless {@code condition} holds. */
  public static void verify(boolean condition, int line, String message)
      throws FaultyLineException {
    if (!condition) {
      throw new FaultyLineException(line, message);
    }
  }
}
