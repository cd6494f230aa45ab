package org.crashtag.report;

/**
 * The SQL that computes numbers of a page.
 *
 * @param anchor of its place in the page
 * @param sentence what it asks
 * @param text the statement
 */
record SqlModel(String anchor, String sentence, String text) {
  static SqlModel of(Answer answer) {
    return new SqlModel(ReportSession.anchor(answer.name()), answer.sentence(), answer.sql());
  }
}
