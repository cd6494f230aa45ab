package org.crashtag.table;

import static java.nio.charset.StandardCharsets.UTF_8;

/** UTF-8 encoding of any string, even with unpaired surrogates. */
final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /**
   * The bytes of {@code text}; an unpaired surrogate, which UTF-8 can't express, becomes U+FFFD.
   */
  static byte[] encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return mended(text).getBytes(UTF_8);
      }
    }
    return text.getBytes(UTF_8);
  }

  private static String mended(String text) {
    StringBuilder mended = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              boolean half = Character.getType(point) == Character.SURROGATE;
              mended.appendCodePoint(half ? REPLACEMENT : point);
            });
    return mended.toString();
  }
}
