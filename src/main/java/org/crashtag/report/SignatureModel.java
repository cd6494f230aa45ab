package org.crashtag.report;

import java.util.List;

/**
 * A signature in the table of the most frequent ones.
 *
 * @param anchor of its row
 * @param name the signature, shortened
 * @param full the whole signature, if {@code name} is a part of it; else null
 * @param bugCheck name of the bug check
 * @param trend of {@code since} against {@code before}: up, down or null
 * @param weeks crashes by week; null if none has a credible time
 * @param firstWeek the Monday at which they begin
 * @param details facts about its crashes
 * @param command that shows an example; null if its name can't be typed
 * @param example the example's path; null if there is none
 */
record SignatureModel(
    String anchor,
    String name,
    String full,
    String bugCheck,
    String crashes,
    String machines,
    String builds,
    String before,
    String since,
    String trend,
    String firstSeen,
    String lastSeen,
    Sparkline weeks,
    String firstWeek,
    List<Detail> details,
    String command,
    String example) {
  boolean isUp() {
    return "up".equals(trend);
  }

  boolean isDown() {
    return "down".equals(trend);
  }

  /**
   * A list of facts.
   *
   * @param title what they are about
   * @param sql anchor of the SQL that gave them
   * @param heads headings of the list's columns
   * @param rows one value for each heading
   * @param note explains them; null if that isn't needed
   */
  record Detail(
      String title,
      String sql,
      List<TableModel.Head> heads,
      List<List<TableModel.Cell>> rows,
      String note) {}
}
