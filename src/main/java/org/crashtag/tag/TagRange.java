package org.crashtag.tag;

import java.util.Optional;
import java.util.regex.Pattern;
import org.crashtag.bytes.Guid;

/**
 * One tag, or a family of tags that have some fields of their GUID in common. Components number
 * their blobs in one of the other fields.
 *
 * @param value the fields in common; zeros in the others
 * @param mask ones for the fields in common; zeros for the others
 */
public record TagRange(Guid value, Guid mask) {
  private static final Pattern TEXT =
      Pattern.compile(
          "(?:[0-9a-f]{8}|\\*)-(?:(?:[0-9a-f]{4}|\\*)-){3}(?:[0-9a-f]{12}|\\*)",
          Pattern.CASE_INSENSITIVE);

  private static final int[] FIELD_DIGITS = {8, 4, 4, 4, 12};
  private static final Guid ALL = new Guid(-1, -1);

  /** The range of one tag. */
  public static TagRange of(Guid tag) {
    return new TagRange(tag, ALL);
  }

  /**
   * Reads a GUID in any form that {@link Guid#parse} takes, or a family: a GUID with {@code *} for
   * each field that varies, such as {@code 335d5e04-*-4e58-aa36-7ed1cfe76fd6}.
   */
  public static Optional<TagRange> parse(String text) {
    Optional<Guid> tag = Guid.parse(text);
    if (tag.isPresent()) {
      return tag.map(TagRange::of);
    }
    return TEXT.matcher(text).matches() ? Optional.of(family(text)) : Optional.empty();
  }

  /** The range that {@code text}, a constant of the program, spells. */
  public static TagRange constant(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  private static TagRange family(String text) {
    StringBuilder value = new StringBuilder();
    StringBuilder mask = new StringBuilder();
    String[] fields = text.split("-", -1);
    for (int i = 0; i < FIELD_DIGITS.length; i++) {
      boolean varies = fields[i].equals("*");
      value.append(varies ? "0".repeat(FIELD_DIGITS[i]) : fields[i]);
      mask.append((varies ? "0" : "f").repeat(FIELD_DIGITS[i]));
    }
    return new TagRange(Guid.constant(value.toString()), Guid.constant(mask.toString()));
  }

  /** Whether it is the range of one tag. */
  public boolean isSingle() {
    return mask.equals(ALL);
  }

  /** Whether {@code tag} is in the range. */
  public boolean contains(Guid tag) {
    return (tag.high() & mask.high()) == value.high() && (tag.low() & mask.low()) == value.low();
  }

  /** As {@link #parse} reads it: lower case, with dashes. */
  @Override
  public String toString() {
    String[] fields = value.toString().split("-", -1);
    String[] masks = mask.toString().split("-", -1);
    for (int i = 0; i < fields.length; i++) {
      fields[i] = masks[i].startsWith("0") ? "*" : fields[i];
    }
    return String.join("-", fields);
  }
}
