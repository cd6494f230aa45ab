package org.crashtag.decode.vendor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.UserPath;
import org.crashtag.decode.text.TextLines;

/** The table of text logs of drivers. */
final class TextLogs {
  static final TypedTable<Line> TABLE =
      TypedTable.ofRecords(Line.class, "text_logs", "A line of a driver's text log.")
          .text(
              "driver",
              "Name of the log: ARKMON, MARK, KLBG, KLARK (Kaspersky) or amd_acp (AMD audio).",
              Line::driver)
          .text("text", "The line; a user name in a path is private.", Line::text)
          .asPartlyPrivate()
          .build();

  private static final int INDENT = 10;

  /** A line of a driver's log. */
  record Line(String driver, String text) {}

  private TextLogs() {}

  /** Yields a row for each line of a log. */
  static TextLines lines(String driver, DumpContext dump, RecordSink sink) {
    return new TextLines(
        US_ASCII, line -> sink.row(TABLE, new Line(driver, UserPath.of(line, dump.privacy()))));
  }

  /** Formats a row. */
  static String text(Row row) {
    return TextLine.of(row.get("driver")).at(INDENT, row.get("text")).toString();
  }
}
