package org.crashtag.cli;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many sources that should be dumps may give no row in {@code dumps}: a number, or a share of
 * the dumps met.
 *
 * @param number of sources, or percent
 * @param percent which of them it is
 */
record RejectLimit(double number, boolean percent) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?)(%?)");

  private static final int MOST_PERCENT = 100;

  /** What the form is, for messages. */
  static final String EXPECTED = " expects a number or a percentage up to 100%, not ";

  /** A number or a percentage; empty if it is neither. */
  static Optional<RejectLimit> of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    double number = Double.parseDouble(matcher.group(1));
    boolean percent = !matcher.group(2).isEmpty();
    return percent && number > MOST_PERCENT
        ? Optional.empty()
        : Optional.of(new RejectLimit(number, percent));
  }

  static RejectLimit parse(String text) {
    return of(text)
        .orElseThrow(() -> new UsageException("--max-rejects" + EXPECTED + '"' + text + '"'));
  }

  boolean isExceeded(Map<String, Long> counts) {
    long rejected = counts.getOrDefault("sources_rejected", 0L);
    long met = rejected;
    for (String outcome : new String[] {"decoded", "duplicate", "known"}) {
      met += counts.getOrDefault("sources_" + outcome, 0L);
    }
    return percent ? rejected * 100.0 > number * met : rejected > number;
  }
}
