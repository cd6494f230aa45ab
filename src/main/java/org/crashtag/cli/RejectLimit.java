package org.crashtag.cli;

import java.util.Map;
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

  static RejectLimit parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException(
          "--max-rejects takes a number or a percentage, not \"" + text + "\"");
    }
    return new RejectLimit(Double.parseDouble(matcher.group(1)), !matcher.group(2).isEmpty());
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
