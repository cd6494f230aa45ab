package org.crashtag.decode.text;

import org.crashtag.bytes.Bytes;

/** Encodings with which drivers obfuscate text in their blobs. */
public final class TextBytes {
  private static final int LETTERS = 26;
  private static final int HALF = LETTERS / 2;

  private TextBytes() {}

  /** XORs each byte with {@code key}. */
  public static Bytes xor(Bytes bytes, int key) {
    byte[] result = bytes.toArray();
    for (int i = 0; i < result.length; i++) {
      result[i] ^= (byte) key;
    }
    return Bytes.of(result, 0, result.length, bytes.offset());
  }

  /** Applies ROT13 to ASCII letters. */
  public static Bytes rot13(Bytes bytes) {
    byte[] result = bytes.toArray();
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) rot13(result[i]);
    }
    return Bytes.of(result, 0, result.length, bytes.offset());
  }

  /** Each letter of ASCII moved half the alphabet on; all else as it is. */
  public static String rot13(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      result.append((char) rot13(text.charAt(i)));
    }
    return result.toString();
  }

  private static int rot13(int letter) {
    int first = letter >= 'a' ? 'a' : 'A';
    int place = letter - first;
    boolean isLetter = place >= 0 && place < LETTERS;
    return isLetter ? first + (place + HALF) % LETTERS : letter;
  }

  /** The bytes before the first 0 byte; all if there is none. */
  public static Bytes beforeNul(Bytes bytes) {
    int end = 0;
    while (end < bytes.length() && bytes.u8(end) != 0) {
      end++;
    }
    return bytes.slice(0, end);
  }

  /** The bytes without trailing CR and LF. */
  public static Bytes withoutLineEnd(Bytes bytes) {
    int end = bytes.length();
    while (end > 0 && (bytes.u8(end - 1) == '\n' || bytes.u8(end - 1) == '\r')) {
      end--;
    }
    return bytes.slice(0, end);
  }

  /** Whether all bytes are printable ASCII or one of {@code others}. */
  public static boolean isPrintable(Bytes bytes, String others) {
    for (int at = 0; at < bytes.length(); at++) {
      int character = bytes.u8(at);
      boolean printable = character >= 0x20 && character < 0x7F;
      if (!printable && others.indexOf(character) < 0) {
        return false;
      }
    }
    return true;
  }
}
