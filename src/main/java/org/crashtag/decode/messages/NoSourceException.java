package org.crashtag.decode.messages;

/** A path that was named as a source of texts and is none; the message names it. */
public final class NoSourceException extends Exception {
  private static final long serialVersionUID = 1L;

  NoSourceException(String message) {
    super(message);
  }
}
