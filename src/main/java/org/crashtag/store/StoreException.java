package org.crashtag.store;

import java.io.IOException;

/** An output folder can't be used in its present state. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  StoreException(String message) {
    super(message);
  }

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
