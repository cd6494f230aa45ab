package org.crashtag.layout.header;

import org.crashtag.layout.UnknownTypeException;

/** Limits the combined nesting depth of expressions, declarations and structures. */
final class Nesting {
  private static final int MOST_LEVELS = 100;

  private int levels;

  void enter(Token at) throws UnknownTypeException {
    if (levels >= MOST_LEVELS) {
      throw at.location().fault("nested more than 100 levels deep");
    }
    levels++;
  }

  void leave() {
    levels--;
  }
}
