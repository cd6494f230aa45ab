package org.crashtag.layout;

/** A type that its source hasn't got, or doesn't tell; the message names the place. */
public final class UnknownTypeException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnknownTypeException(String message) {
    super(message);
  }
}
