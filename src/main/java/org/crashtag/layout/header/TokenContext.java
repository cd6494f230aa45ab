package org.crashtag.layout.header;

/**
 * What holds where a word stands, besides the words around it.
 *
 * @param packing of {@code #pragma pack}, in bytes; 0 for the compiler's own
 * @param doubt why the word may not belong here; null where it does
 * @param crossed why words may be missing before it; null where none are
 */
record TokenContext(int packing, Doubt doubt, Doubt crossed) {
  static final TokenContext NONE = new TokenContext(0, null, null);

  /** Something that isn't known and on which the words of a header depend. */
  record Doubt(SourceLocation location, String message) {}
}
