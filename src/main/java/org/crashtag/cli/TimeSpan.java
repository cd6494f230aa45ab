package org.crashtag.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times such as 60s. */
final class TimeSpan {
  private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9})(s|m|h)");

  private TimeSpan() {}

  /**
   * The time that an option gives.
   *
   * @param option for the message
   * @throws UsageException if it is none
   */
  static Duration parse(String option, String text) {
    Matcher span = SHAPE.matcher(text);
    if (!span.matches()) {
      throw new UsageException(option + " expects a time such as 60s, 5m or 1h, not " + text);
    }
    long count = Long.parseLong(span.group(1));
    return switch (span.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  /** A time in its largest unit that has no remainder: 90s, 5m, 1h. */
  static String text(Duration time) {
    long seconds = time.toSeconds();
    if (seconds > 0 && seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
