package org.crashtag.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Two spans of time of equal length, one right after the other.
 *
 * @param earlier the start of the first
 * @param since the end of the first and the start of the second
 * @param until the end of the second, which is included
 * @param hasBaseline whether the user named {@code since}
 */
record Spans(Instant earlier, Instant since, Instant until, boolean hasBaseline) {
  private static final Duration FOUR_WEEKS = Duration.ofDays(28);

  /**
   * The spans of a page.
   *
   * @param lastCrash the time of the newest crash
   * @param latestRun when the newest run was committed
   * @param baseline the first day of the second span; empty for four weeks that end with the newest
   *     crash
   * @throws ScopeException if the baseline is later than the newest run
   */
  static Spans of(Instant lastCrash, Instant latestRun, Optional<LocalDate> baseline)
      throws ScopeException {
    if (baseline.isEmpty()) {
      Instant since = lastCrash.minus(FOUR_WEEKS);
      return new Spans(since.minus(FOUR_WEEKS), since, lastCrash, false);
    }
    Instant since = baseline.get().atStartOfDay(ZoneOffset.UTC).toInstant();
    if (since.isAfter(latestRun)) {
      throw new ScopeException(
          "--baseline " + baseline.get() + " is later than the newest run, " + day(latestRun));
    }
    Instant until = since.isAfter(lastCrash) ? latestRun : lastCrash;
    return new Spans(since.minus(Duration.between(since, until)), since, until, true);
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** The values of the parameters that questions about spans have. */
  Map<String, String> parameters() {
    return Map.of(
        "earlier", earlier.toString(), "since", since.toString(), "until", until.toString());
  }

  LocalDate firstDay() {
    return day(earlier);
  }

  LocalDate middleDay() {
    return day(since);
  }

  LocalDate lastDay() {
    return day(until);
  }

  /** The length of each span in days, rounded up. */
  long days() {
    return ChronoUnit.DAYS.between(since, until.plus(Duration.ofDays(1)).minusNanos(1));
  }

  /** The heading of a column about the first span. */
  String beforeLabel() {
    return hasBaseline ? days() + " days before" : "28 days before";
  }

  /** The heading of a column about the second span. */
  String sinceLabel() {
    return hasBaseline ? "Since " + middleDay() : "Last 28 days";
  }
}
