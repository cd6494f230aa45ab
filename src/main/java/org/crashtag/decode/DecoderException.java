package org.crashtag.decode;

/** A decoder that cannot be used; the message names the decoder and the problem. */
public final class DecoderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the decoder and what is wrong with it, in one line
   */
  public DecoderException(String message) {
    super(message);
  }

  DecoderException(String message, Throwable cause) {
    super(message, cause);
  }
}
