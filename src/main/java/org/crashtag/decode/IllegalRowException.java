package org.crashtag.decode;

/** A decoder yielded a row that does not fit its table; the message names table and column. */
public final class IllegalRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IllegalRowException(String message) {
    super(message);
  }
}
