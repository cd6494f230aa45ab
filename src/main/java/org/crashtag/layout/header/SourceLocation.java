package org.crashtag.layout.header;

import org.crashtag.layout.UnknownTypeException;

/**
 * A location in a header.
 *
 * @param file as the user names it
 * @param line from 1
 * @param column from 1
 */
record SourceLocation(String file, int line, int column) {
  /** Creates an error at this location. */
  UnknownTypeException fault(String message) {
    return new UnknownTypeException(this + ": " + message);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
