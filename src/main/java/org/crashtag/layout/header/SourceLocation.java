package org.crashtag.layout.header;

import org.crashtag.layout.UnknownTypeException;

/**
 * Where something stands in a header.
 *
 * @param file as users name it
 * @param line from 1
 * @param column from 1
 */
record SourceLocation(String file, int line, int column) {
  /** What is wrong here. */
  UnknownTypeException fault(String message) {
    return new UnknownTypeException(this + ": " + message);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
