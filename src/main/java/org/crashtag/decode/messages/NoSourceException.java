package org.crashtag.decode.messages;

/** A path that was given as a source of texts but is not one; the message names it. */
public final class NoSourceException extends Exception {
  private static final long serialVersionUID = 1L;

  NoSourceException(String message) {
    super(message);
  }
}
