package org.crashtag.layout.header;

/**
 * A token of a header.
 *
 * @param text as written; for a {@link Kind#FAULT}, the error
 * @param location for the tokens of a macro, the location of its use
 * @param spaced whether white space precedes it
 * @param first whether it is the first on its line
 * @param hidden the macros that it came from, which are not expanded in it
 * @param context what applies at its location
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
    /** Something that is not a C token. */
    FAULT,
    /** The end of the header, or of the tokens being parsed. */
    END
  }

  static Token of(Kind kind, String text, SourceLocation location, boolean spaced, boolean first) {
    return new Token(kind, text, location, spaced, first, HiddenMacros.NONE, TokenContext.NONE);
  }

  /** Whether the token is this punctuator or identifier. */
  boolean is(String word) {
    return (kind == Kind.PUNCTUATOR || kind == Kind.IDENTIFIER) && text.equals(word);
  }

  boolean isIdentifier() {
    return kind == Kind.IDENTIFIER;
  }

  boolean isEnd() {
    return kind == Kind.END;
  }

  /** The same token as part of a macro's expansion. */
  Token from(SourceLocation where, HiddenMacros macros) {
    return new Token(kind, text, where, spaced, false, hidden.and(macros), context);
  }

  Token withSpaced(boolean isSpaced) {
    return new Token(kind, text, location, isSpaced, first, hidden, context);
  }

  Token with(TokenContext now) {
    return new Token(kind, text, location, spaced, first, hidden, now);
  }

  /** The token in messages. */
  String shown() {
    return kind == Kind.END ? "the end of the file" : "\"" + text + "\"";
  }
}
