package org.crashtag.layout.header;

import org.crashtag.layout.UnknownTypeException;

/** How deep what is being understood nests: expressions, declarations and structures together. */
final class Nesting {
  private static final int MOST_LEVELS = 100;

  private int levels;

  void enter(Token at) throws UnknownTypeException {
    if (levels >= MOST_LEVELS) {
      throw at.location().fault("this nests deeper than 100 levels");
    }
    levels++;
  }

  void leave() {
    levels--;
  }
}
