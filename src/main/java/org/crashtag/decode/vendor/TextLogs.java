package org.crashtag.decode.vendor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.UserPath;
import org.crashtag.decode.text.TextLines;

/** The table of drivers' logs that are text. */
final class TextLogs {
  static final TypedTable<Line> TABLE =
      TypedTable.ofRecords(Line.class, "text_logs", "A line of a driver's log that is text.")
          .text(
              "driver",
              "The driver: ARKMON, MARK, KLBG, KLARK (Kaspersky's), amd_acp (AMD's audio).",
              Line::driver)
          .text("text", "The line; a user's name in a path is private.", Line::text)
          .asPartlyPrivate()
          .build();

  private static final int INDENT = 10;

  /** A line of a driver's log. */
  record Line(String driver, String text) {}

  private TextLogs() {}

  /** A log's lines, each of which becomes a row. */
  static TextLines lines(String driver, DumpContext dump, RecordSink sink) {
    return new TextLines(
        US_ASCII, line -> sink.row(TABLE, new Line(driver, UserPath.of(line, dump.privacy()))));
  }

  /** Says so if the log had more lines than were given. */
  static void end(TextLines lines, Bytes data, RecordSink sink) {
    if (lines.isFull()) {
      sink.reject(
          Reason.LIMIT, data.offset(), "the log has more than " + TextLines.MOST_LINES + " lines");
    }
  }

  /** A row for reading. */
  static String text(Row row) {
    return TextLine.of(row.get("driver")).at(INDENT, row.get("text")).toString();
  }
}
