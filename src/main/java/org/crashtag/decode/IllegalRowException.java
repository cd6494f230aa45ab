package org.crashtag.decode;

/** A decoder gave a row that its table can't hold; the message names table and column. */
public final class IllegalRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IllegalRowException(String message) {
    super(message);
  }
}
