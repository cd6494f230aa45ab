package org.crashtag.decode.declared.header;

import org.crashtag.decode.declared.UnknownTypeException;

/** How much the macros of one header may grow to. */
final class MacroBudget {
  private static final int MOST_WORDS = 2_000_000;
  private static final int MOST_CHARACTERS = 16_000_000;
  private static final int MOST_LEVELS = 100;
  private static final int LONGEST_WORD = 2047;

  private int words;
  private int characters;

  /** Before a word is made. */
  void word(Place place) throws UnknownTypeException {
    words++;
    check(words <= MOST_WORDS, place, "macros grow to over 2,000,000 words");
  }

  /** Before a word's text is made. */
  void text(int length, Place place) throws UnknownTypeException {
    check(length <= LONGEST_WORD, place, "macros make a word of over 2,047 characters");
    characters += length;
    check(characters <= MOST_CHARACTERS, place, "macros make words of over 16,000,000 characters");
  }

  void levels(int levels, Place place) throws UnknownTypeException {
    check(levels <= MOST_LEVELS, place, "macros stand in macros, deeper than 100 levels");
  }

  private static void check(boolean condition, Place place, String message)
      throws UnknownTypeException {
    if (!condition) {
      throw place.fault(message);
    }
  }
}
