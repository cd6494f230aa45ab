package org.crashtag.report;

import java.util.List;

/**
 * What the template of the page shows. The template escapes every text, except {@code style},
 * {@code library}, {@code script} and {@code data}.
 *
 * @param policy the content security policy
 * @param data the charts' numbers, as JSON that can't end an HTML element
 * @param summary what the tables hold, in a sentence
 * @param condition which dumps count; null for all
 * @param nothing what the page says instead of everything else; null if there are crashes
 * @param verdict whether it is getting worse
 * @param charts whether there are weeks to draw
 */
record PageModel(
    String policy,
    String style,
    String library,
    String script,
    String data,
    String program,
    String output,
    String summary,
    String made,
    String condition,
    String nothing,
    Verdict verdict,
    Charts charts,
    SignatureTable signatures,
    Section worse,
    Section news,
    List<Section> after,
    List<SqlModel> otherSql) {

  /**
   * Whether it is getting worse.
   *
   * @param sentence the answer
   * @param note explains how it is meant
   * @param figures the numbers
   */
  record Verdict(String sentence, String trend, String note, List<Figure> figures, SqlModel sql) {
    boolean isUp() {
      return "up".equals(trend);
    }

    boolean isDown() {
      return "down".equals(trend);
    }
  }

  /**
   * A number with what it counts.
   *
   * @param sql anchor of the SQL that gave it
   */
  record Figure(String number, String label, String sql) {}

  /**
   * Time series.
   *
   * @param builds the Windows builds in the order of their colours
   * @param numbers the same in a table
   */
  record Charts(String alternative, List<Series> builds, TableModel numbers, SqlModel buildsSql) {}

  /**
   * A series of a chart.
   *
   * @param colour its number, from 1
   */
  record Series(String name, int colour) {}

  /** The most frequent signatures. */
  record SignatureTable(
      String note,
      String beforeLabel,
      String sinceLabel,
      List<SignatureModel> rows,
      List<SqlModel> sql) {}

  /**
   * A part of the page with a heading.
   *
   * @param note below the heading; null for none
   */
  record Section(String id, String title, String note, List<TableModel> tables) {}
}
