package org.crashtag.layout.header;

/**
 * A word of a header.
 *
 * @param text as written; of a {@link Kind#FAULT}, what is wrong
 * @param location of a macro's words, where the macro stands
 * @param spaced whether white space stands before it
 * @param first whether it is the first of its line
 * @param hidden the macros that it came from, which mean nothing in it
 * @param context what holds where it stands
 */
record Token(
    Kind kind,
    String text,
    SourceLocation location,
    boolean spaced,
    boolean first,
    HiddenMacros hidden,
    TokenContext context) {

  enum Kind {
    IDENTIFIER,
    NUMBER,
    STRING,
    CHARACTER,
    PUNCTUATOR,
    /** Something that no C program holds. */
    FAULT,
    /** The end of the header, or of what is looked at. */
    END
  }

  static Token of(Kind kind, String text, SourceLocation location, boolean spaced, boolean first) {
    return new Token(kind, text, location, spaced, first, HiddenMacros.NONE, TokenContext.NONE);
  }

  /** Whether it is this punctuator or identifier. */
  boolean is(String word) {
    return (kind == Kind.PUNCTUATOR || kind == Kind.IDENTIFIER) && text.equals(word);
  }

  boolean isIdentifier() {
    return kind == Kind.IDENTIFIER;
  }

  boolean isEnd() {
    return kind == Kind.END;
  }

  /** As a word of a macro's result. */
  Token from(SourceLocation where, HiddenMacros macros) {
    return new Token(kind, text, where, spaced, false, hidden.and(macros), context);
  }

  Token withSpaced(boolean isSpaced) {
    return new Token(kind, text, location, isSpaced, first, hidden, context);
  }

  Token with(TokenContext now) {
    return new Token(kind, text, location, spaced, first, hidden, now);
  }

  /** As messages show it. */
  String shown() {
    return kind == Kind.END ? "the end of the file" : "\"" + text + "\"";
  }
}
