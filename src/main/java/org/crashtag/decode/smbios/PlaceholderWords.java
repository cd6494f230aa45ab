package org.crashtag.decode.smbios;

import java.util.HashSet;
import java.util.Set;

/**
 * The words of the placeholders that manufacturers leave in place of a number: {@code To be filled
 * by O.E.M.}, {@code SystemSerialNumb}, {@code Type2 - Board Serial Number}.
 */
final class PlaceholderWords {
  private static final Set<String> WORDS =
      wordsOf(
          """
          to be filled fill set updated defined determined entered assigned by the in of for is at
          or and this that will it here please your my me
          oem odm manufacturer manufacturers manufacture manufactured vendor vendors supplier
          maker factory customer user
          system base board baseboard mother motherboard main mainboard chassis enclosure product
          computer pc laptop notebook desktop server machine device unit platform processor cpu
          bios memory module dimm bank slot type asset tag box family model sku part version rev
          revision name id uuid pcie
          serial serials sernum ser no num nr number numbers sn ssn bsn csn msn mb sys
          string text value data field code info information
          default defaults standard generic common sample test testing example dummy demo template
          placeholder prototype engineering evaluation eval temp temporary reserved virtual
          not none no any nothing null nil empty blank missing absent void zero
          applicable available specified present provided programmed supported configured
          installed recorded settable initialized
          unknown unspecified undefined unset unavailable unassigned uninitialized unprogrammed
          invalid bad error failed fail
          tbd tba todo na enter insert input write type change edit
          """);

  private static final int LONGEST_WORD =
      WORDS.stream().mapToInt(String::length).max().orElseThrow();

  /**
   * Minimum length of a word that is truncated at the end of the field, so that it is unambiguous.
   */
  private static final int LEAST_CUT_WORD = 4;

  private PlaceholderWords() {}

  private static Set<String> wordsOf(String text) {
    return new HashSet<>(java.util.List.of(text.strip().split("\\s+")));
  }

  /**
   * Whether a text consists of such words, the last possibly truncated. Between them can be
   * meaningless numbers (one digit, or repeated or counting digits) and a repeated letter.
   *
   * @param plain text with letters and digits only, in lower case
   */
  static boolean areAll(String plain) {
    // For each position in the text: whether it can be reached by such words, with at least one
    // word.
    boolean[] reached = new boolean[plain.length() + 1];
    boolean[] worded = new boolean[plain.length() + 1];
    reached[0] = true;
    for (int from = 0; from < plain.length(); from++) {
      for (int to = from + 1; reached[from] && to <= plain.length(); to++) {
        boolean word = isWord(plain, from, to);
        if (word || isFiller(plain, from, to)) {
          reached[to] = true;
          worded[to] |= word || worded[from];
        }
      }
    }
    return worded[plain.length()];
  }

  private static boolean isWord(String plain, int from, int to) {
    if (to - from > LONGEST_WORD) {
      return false;
    }
    String part = plain.substring(from, to);
    return WORDS.contains(part)
        || (to == plain.length()
            && part.length() >= LEAST_CUT_WORD
            && WORDS.stream().anyMatch(word -> word.startsWith(part)));
  }

  /** A run of digits, or a repeated letter. */
  private static boolean isFiller(String plain, int from, int to) {
    boolean repeated = true;
    boolean digits = isDigit(plain.charAt(from));
    for (int i = from + 1; i < to; i++) {
      repeated &= plain.charAt(i) == plain.charAt(from);
      digits &= isDigit(plain.charAt(i));
    }
    if (!isDigit(plain.charAt(from))) {
      return repeated && to - from > 1;
    }
    return digits
        && (from == 0 || !isDigit(plain.charAt(from - 1)))
        && (to == plain.length() || !isDigit(plain.charAt(to)))
        && (repeated || SerialNumber.longestCount(plain, from, to) == to - from);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
