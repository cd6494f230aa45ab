package org.crashtag.cli;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.store.Count;

/**
 * The number of dumps that may give no row in {@code dumps}, or their percentage of all dumps.
 *
 * @param number of sources, or percent
 * @param percent whether it is a percentage
 */
record RejectLimit(double number, boolean percent) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?)(%?)");

  private static final int MOST_PERCENT = 100;

  /** The expected form, for messages. */
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
    long rejected = Count.SOURCES_REJECTED.in(counts);
    long met =
        rejected
            + Count.SOURCES_DECODED.in(counts)
            + Count.SOURCES_DUPLICATE.in(counts)
            + Count.SOURCES_KNOWN.in(counts);
    return percent ? rejected * 100.0 > number * met : rejected > number;
  }
}
