package org.crashtag.decode;

/** A decoder that can't be used; the message names it and what is wrong. */
public final class DecoderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DecoderException(String message) {
    super(message);
  }

  DecoderException(String message, Throwable cause) {
    super(message, cause);
  }
}
