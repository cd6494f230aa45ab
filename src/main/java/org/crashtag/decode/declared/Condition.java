package org.crashtag.decode.declared;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.decode.declared.Declaration.Name;

/**
 * The condition for a member to have a value: {@code Kind == EventSend}, {@code Kind != 0}, or
 * {@code Kind in (EventSend, 7)}.
 *
 * @param member a member of the record, or of the structure before the records
 * @param isNegated whether the condition holds if the member has none of the values
 * @param values numbers or names of constants; at least one
 * @param place file, line and column of the condition
 */
public record Condition(Name member, boolean isNegated, List<String> values, String place) {
  private static final String MEMBER = "\\s*([A-Za-z_][\\w.]*)\\s*";
  private static final String VALUE = "-?\\w+";
  private static final Pattern EQUAL = Pattern.compile(MEMBER + "([=!]=)\\s*(" + VALUE + ")\\s*");
  private static final Pattern AMONG =
      Pattern.compile(
          MEMBER
              + "\\b(not\\s+)?in\\s*[(\\[]\\s*("
              + VALUE
              + "(?:\\s*,\\s*"
              + VALUE
              + ")*)\\s*[)\\]]\\s*");

  public Condition {
    values = List.copyOf(values);
  }

  /** Parses a condition; empty if the text isn't one. */
  public static Optional<Condition> parse(Name text) {
    Matcher equal = EQUAL.matcher(text.text());
    if (equal.matches()) {
      return Optional.of(
          of(text, equal.group(1), equal.group(2).equals("!="), List.of(equal.group(3))));
    }
    Matcher among = AMONG.matcher(text.text());
    if (among.matches()) {
      List<String> values = Arrays.stream(among.group(3).split(",")).map(String::strip).toList();
      return Optional.of(of(text, among.group(1), among.group(2) != null, values));
    }
    return Optional.empty();
  }

  private static Condition of(Name text, String member, boolean isNegated, List<String> values) {
    return new Condition(new Name(member, text.place()), isNegated, values, text.place());
  }
}
