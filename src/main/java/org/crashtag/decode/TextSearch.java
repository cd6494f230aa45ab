package org.crashtag.decode;

import java.lang.Character.UnicodeScript;
import org.crashtag.bytes.Bytes;

/**
 * Finds text among bytes that nothing describes. Numbers and addresses of the kernel rarely look
 * like text; where they do, more is taken for text than is.
 */
final class TextSearch {
  private static final int LEAST_CHARACTERS = 4;

  /** In UTF-16 every other byte of such text is zero: three with an end are enough. */
  private static final int LEAST_WIDE_CHARACTERS = 3;

  /** Without an end, bytes that look like so many characters are no accident. */
  private static final int LEAST_UNENDED = 8;

  /** Half of all 16-bit numbers are characters of East Asia. */
  private static final int LEAST_EAST_ASIAN = 5;

  private static final int FIRST_EAST_ASIAN = 0x2E80;
  private static final int AFTER_LATIN = 0x250;

  private TextSearch() {}

  /** Whether there seems to be text, of one byte a character, in UTF-8, or in UTF-16. */
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
      if (isNarrowText(data, start, at, characters)) {
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

  /** Bytes of the character in UTF-8 that begins here; 0 if none does. */
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
    int characters = 0;
    int highest = 0;
    UnicodeScript script = null;
    for (int at = from; at + 1 < data.length(); at += 2) {
      int unit = data.u16(at);
      boolean isText = isAsciiText(unit) || (unit >= 0xA0 && Character.isLetterOrDigit(unit));
      UnicodeScript own = isText && unit >= AFTER_LATIN ? UnicodeScript.of(unit) : null;
      if (!isText || (own != null && script != null && own != script)) {
        if (unit == 0 && isEndedWideText(characters, highest)) {
          return true;
        }
        characters = 0;
        highest = 0;
        script = null;
        continue;
      }
      characters++;
      highest = Math.max(highest, unit);
      script = own == null ? script : own;
      if (highest < AFTER_LATIN && characters >= LEAST_CHARACTERS) {
        return true;
      }
    }
    return isEndedWideText(characters, highest);
  }

  private static boolean isEndedWideText(int characters, int highest) {
    return characters >= (highest < FIRST_EAST_ASIAN ? LEAST_WIDE_CHARACTERS : LEAST_EAST_ASIAN);
  }

  private static boolean isAsciiText(int character) {
    return character >= 0x20 && character < 0x7F;
  }
}
