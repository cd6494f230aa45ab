package org.crashtag.decode.smbios;

import java.util.Locale;
import java.util.Set;

/**
 * Distinguishes serial numbers of machines from placeholders of manufacturers: {@code To be filled
 * by O.E.M.}, {@code SSN12345678901234567}, {@code XXXXXXXX}.
 *
 * <p>Sources: values in public dmidecode and lshw reports; the lists of chromiumos/platform2 {@code
 * flex_id} (BSD-3-Clause) and of the inventory programs GLPI and FOG. The rules cover what those
 * lists have in common.
 */
final class SerialNumber {
  /** Minimum length; shorter values are counters or model codes. */
  private static final int LEAST_CHARACTERS = 4;

  /** A counting run of this length is not a coincidence. */
  private static final int LEAST_COUNTING = 6;

  /** Minimum length of a repetition; shorter ones can be coincidences. */
  private static final int LEAST_REPEATED = 8;

  /** Numbers of equal characters or blocks in sequence that are not a coincidence. */
  private static final int LEAST_EQUAL = 3;

  private static final int SHORTEST_BLOCK = 2;
  private static final int LONGEST_BLOCK = 4;

  /** Letters and digits only, in lower case: placeholders that no rule covers. */
  private static final Set<String> LISTED =
      Set.of("tulipcomputers", "iatpass", "91wtx00xpxx", "satmay052208372007");

  private SerialNumber() {}

  /** Whether a text can be the number of a single machine; false for null. */
  static boolean isReal(String text) {
    if (text == null) {
      return false;
    }
    String plain = lettersAndDigits(text.toLowerCase(Locale.ROOT));
    return plain.length() >= LEAST_CHARACTERS && !isPlaceholder(plain);
  }

  private static String lettersAndDigits(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().filter(Character::isLetterOrDigit).forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static boolean isPlaceholder(String plain) {
    return isRepeated(plain)
        || longestCount(plain) >= Math.min(LEAST_COUNTING, plain.length())
        || countsInPairs(plain)
        || LISTED.contains(plain)
        || PlaceholderWords.areAll(plain);
  }

  /**
   * A repeated character, few different characters, or a repeated block: {@code 1111-2222-3333}.
   */
  private static boolean isRepeated(String plain) {
    if (isOfBlocks(plain, 1)) {
      return true;
    }
    return plain.length() >= LEAST_REPEATED
        && (isRepeatedBlock(plain) || areCharactersRepeated(plain) || isOfBits(plain));
  }

  private static boolean isRepeatedBlock(String plain) {
    for (int size = SHORTEST_BLOCK; size <= LONGEST_BLOCK; size++) {
      if (plain.length() % size == 0
          && plain.length() / size >= LEAST_EQUAL
          && isOfBlocks(plain, size)) {
        return true;
      }
    }
    return false;
  }

  /** Whether each character equals the one {@code size} before it. */
  private static boolean isOfBlocks(String plain, int size) {
    for (int i = size; i < plain.length(); i++) {
      if (plain.charAt(i) != plain.charAt(i - size)) {
        return false;
      }
    }
    return true;
  }

  private static boolean areCharactersRepeated(String plain) {
    int run = 1;
    for (int i = 1; i < plain.length(); i++) {
      if (plain.charAt(i) == plain.charAt(i - 1)) {
        run++;
      } else if (run < LEAST_EQUAL) {
        return false;
      } else {
        run = 1;
      }
    }
    return run >= LEAST_EQUAL;
  }

  private static boolean isOfBits(String plain) {
    for (int i = 0; i < plain.length(); i++) {
      if (plain.charAt(i) != '0' && plain.charAt(i) != '1') {
        return false;
      }
    }
    return true;
  }

  /** {@code 1122334455}, {@code 0102030405}. */
  private static boolean countsInPairs(String plain) {
    if (plain.length() < LEAST_REPEATED || plain.length() % 2 != 0) {
      return false;
    }
    if (isOfDoubledDigits(plain)) {
      return longestCount(everySecond(plain, 0)) == plain.length() / 2;
    }
    return everySecond(plain, 0).chars().allMatch(c -> c == '0')
        && longestCount(everySecond(plain, 1)) == plain.length() / 2;
  }

  private static boolean isOfDoubledDigits(String plain) {
    for (int i = 0; i < plain.length(); i += 2) {
      char c = plain.charAt(i);
      if (c < '0' || c > '9' || plain.charAt(i + 1) != c) {
        return false;
      }
    }
    return true;
  }

  private static String everySecond(String text, int from) {
    StringBuilder half = new StringBuilder();
    for (int i = from; i < text.length(); i += 2) {
      half.append(text.charAt(i));
    }
    return half.toString();
  }

  /** Length of the longest part that counts up or down by one: {@code 789012}, {@code cba}. */
  static int longestCount(String plain) {
    return plain.isEmpty() ? 0 : longestCount(plain, 0, plain.length());
  }

  /** As {@link #longestCount(String)}, in the characters from one position up to another. */
  static int longestCount(String plain, int from, int to) {
    int longest = 1;
    int run = 1;
    int direction = 0;
    for (int i = from + 1; i < to; i++) {
      int step = step(plain.charAt(i - 1), plain.charAt(i));
      run = step == 0 ? 1 : step == direction ? run + 1 : 2;
      direction = step;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /**
   * 1 for up, -1 for down, 0 for neither; 9 is followed by 0 and, as in hexadecimal digits, by a.
   */
  private static int step(char before, char after) {
    if (follows(before, after)) {
      return 1;
    }
    return follows(after, before) ? -1 : 0;
  }

  private static boolean follows(char before, char after) {
    if (before == '9') {
      return after == '0' || after == 'a';
    }
    return after == before + 1 && Character.isLetterOrDigit(before);
  }
}
