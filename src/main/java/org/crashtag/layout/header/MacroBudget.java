package org.crashtag.layout.header;

import org.crashtag.layout.UnknownTypeException;

/** Limits the expansion of the macros of one header. */
final class MacroBudget {
  private static final int MOST_WORDS = 2_000_000;
  private static final int MOST_CHARACTERS = 16_000_000;
  private static final int MOST_LEVELS = 100;
  private static final int LONGEST_WORD = 2047;

  private int words;
  private int characters;

  /** Checks before a token is created. */
  void word(SourceLocation location) throws UnknownTypeException {
    words++;
    check(words <= MOST_WORDS, location, "macros expand to more than 2,000,000 tokens");
  }

  /** Checks before the text of a token is created. */
  void text(int length, SourceLocation location) throws UnknownTypeException {
    check(length <= LONGEST_WORD, location, "macros create a token of more than 2,047 characters");
    characters += length;
    check(
        characters <= MOST_CHARACTERS,
        location,
        "macros create tokens of more than 16,000,000 characters");
  }

  void levels(int levels, SourceLocation location) throws UnknownTypeException {
    check(levels <= MOST_LEVELS, location, "macros are nested more than 100 levels deep");
  }

  private static void check(boolean condition, SourceLocation location, String message)
      throws UnknownTypeException {
    if (!condition) {
      throw location.fault(message);
    }
  }
}
