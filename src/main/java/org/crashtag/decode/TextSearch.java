package org.crashtag.decode;

import java.lang.Character.UnicodeScript;
import org.crashtag.bytes.Bytes;

/**
 * Finds text in bytes of unknown format. Numbers and kernel addresses rarely look like text; if
 * they do, the result is a false positive.
 */
final class TextSearch {
  private static final int LEAST_CHARACTERS = 4;

  /**
   * In UTF-16, every other byte of such text is zero: three characters and a terminator are enough.
   */
  private static final int LEAST_WIDE_CHARACTERS = 3;

  /** Without a terminator, bytes that look like this many characters are not a coincidence. */
  private static final int LEAST_UNENDED = 8;

  /** Half of all 16-bit numbers are East Asian characters. */
  private static final int LEAST_EAST_ASIAN = 5;

  private static final int FIRST_EAST_ASIAN = 0x2E80;
  private static final int AFTER_LATIN = 0x250;

  private TextSearch() {}

  /** Whether there seems to be text in a single-byte encoding, UTF-8 or UTF-16. */
  static boolean finds(Bytes data) {
    return findsNarrow(data) || findsWide(data, 0) || findsWide(data, 1);
  }

  private static boolean findsNarrow(Bytes data) {
    int start = 0;
    int characters = 0;
    for (int at = 0; at <= data.length(); ) {
      int size = at < data.length() ? characterBytes(data, at) : 0;
      if (size > 0) {
        characters++;
        at += size;
        continue;
      }
      if (characters >= LEAST_CHARACTERS && isNarrowText(data, start, at, characters)) {
        return true;
      }
      at++;
      start = at;
      characters = 0;
    }
    return false;
  }

  private static boolean isNarrowText(Bytes data, int start, int end, int characters) {
    boolean ended = end == data.length() || data.u8(end) == 0;
    boolean counted = start >= 2 && data.u16(start - 2) == end - start;
    return characters >= (ended || counted ? LEAST_CHARACTERS : LEAST_UNENDED);
  }

  /** Size in bytes of the UTF-8 character that starts here; 0 if none does. */
  private static int characterBytes(Bytes data, int at) {
    int first = data.u8(at);
    if (first < 0x80) {
      return isAsciiText(first) ? 1 : 0;
    }
    int size = first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3 : 0;
    if (size == 0 || size > data.length() - at) {
      return 0;
    }
    int character = first & (size == 2 ? 0x1F : 0x0F);
    for (int i = 1; i < size; i++) {
      int next = data.u8(at + i);
      if ((next & 0xC0) != 0x80) {
        return 0;
      }
      character = character << 6 | (next & 0x3F);
    }
    return Character.isLetterOrDigit(character) ? size : 0;
  }

  private static boolean findsWide(Bytes data, int from) {
    int latin = 0;
    int at = from;
    for (; at + 1 < data.length(); at += 2) {
      int unit = data.u16(at);
      if (unit == 0 && isEndedWideText(data, from, at)) {
        return true;
      }
      // Other characters are looked at only before a terminator.
      latin = unit < AFTER_LATIN && isWideText(unit) ? latin + 1 : 0;
      if (latin >= LEAST_CHARACTERS) {
        return true;
      }
    }
    return isEndedWideText(data, from, at);
  }

  private static boolean isWideText(int unit) {
    return isAsciiText(unit) || (unit >= 0xA0 && Character.isLetterOrDigit(unit));
  }

  /** Whether the characters before a terminator are text; the bytes before them need not be. */
  private static boolean isEndedWideText(Bytes data, int from, int end) {
    return isOfOneScript(data, from, end, LEAST_WIDE_CHARACTERS, FIRST_EAST_ASIAN)
        || isOfOneScript(data, from, end, LEAST_EAST_ASIAN, Character.MAX_VALUE);
  }

  /** Latin letters, digits and punctuation occur with any script. */
  private static boolean isOfOneScript(Bytes data, int from, int end, int count, int limit) {
    if (end - from < 2 * count) {
      return false;
    }
    for (int at = end - 2; at >= end - 2 * count; at -= 2) {
      if (!isWideText(data.u16(at))) {
        return false;
      }
    }
    UnicodeScript script = null;
    for (int at = end - 2 * count; at < end; at += 2) {
      int unit = data.u16(at);
      UnicodeScript own = unit < AFTER_LATIN ? script : UnicodeScript.of(unit);
      if (unit >= limit || (script != null && own != script)) {
        return false;
      }
      script = own;
    }
    return true;
  }

  private static boolean isAsciiText(int character) {
    return character >= 0x20 && character < 0x7F;
  }
}
