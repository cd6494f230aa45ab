package org.crashtag.store;

import java.io.IOException;

/** A part of the index is missing, cut or changed; the tables have what it is made of. */
public final class IndexDamageException extends IOException {
  private static final long serialVersionUID = 1L;

  IndexDamageException(String path, String what) {
    super(path + ": " + what);
  }
}
