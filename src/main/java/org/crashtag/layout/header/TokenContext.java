package org.crashtag.layout.header;

/**
 * What applies at a token, besides the surrounding tokens.
 *
 * @param packing set by {@code #pragma pack}, in bytes; 0 for the compiler's default
 * @param doubt why the token may be excluded; null if it is certainly included
 * @param crossed why tokens may be missing before it; null if none are
 */
record TokenContext(int packing, Doubt doubt, Doubt crossed) {
  static final TokenContext NONE = new TokenContext(0, null, null);

  /** An unknown condition that the tokens of a header depend on. */
  record Doubt(SourceLocation location, String message) {}
}
