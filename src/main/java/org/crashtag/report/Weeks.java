package org.crashtag.report;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/**
 * The weeks of a page's charts, each by its Monday, without gaps.
 *
 * @param first the first Monday
 * @param number how many
 */
record Weeks(LocalDate first, int number) {
  /**
   * The weeks up to that of the newest crash.
   *
   * @param byWeek with a column {@code week}, in order
   * @param last the day of the newest crash
   */
  static Weeks of(Answer byWeek, LocalDate last) {
    LocalDate lastMonday = last.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    LocalDate first =
        byWeek.rows().isEmpty() ? lastMonday : (LocalDate) byWeek.named().get(0).value("week");
    return new Weeks(first, (int) ChronoUnit.WEEKS.between(first, lastMonday) + 1);
  }

  List<LocalDate> days() {
    List<LocalDate> days = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      days.add(first.plusWeeks(i));
    }
    return days;
  }

  /** The counts in a column, 0 for a week without a row. */
  long[] counts(List<Answer.Row> rows, String column) {
    long[] counts = new long[number];
    for (Answer.Row row : rows) {
      counts[(int) ChronoUnit.WEEKS.between(first, (LocalDate) row.value("week"))] +=
          row.number(column);
    }
    return counts;
  }
}
