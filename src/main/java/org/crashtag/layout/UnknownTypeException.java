package org.crashtag.layout;

/** A type that its source does not define or cannot describe; the message names the location. */
public final class UnknownTypeException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the location and the type, in one line
   */
  public UnknownTypeException(String message) {
    super(message);
  }
}
