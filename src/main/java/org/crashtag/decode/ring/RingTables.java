package org.crashtag.decode.ring;

import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.OpaqueBytes;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;

/** The two tables of circular logs. */
final class RingTables {
  static final TableSchema LOGS =
      TableSchema.ofRecords(
          "ring_logs",
          "A ring of a driver's circular log, as it was at the crash.",
          new Column(
              "kind",
              ColumnType.TEXT,
              "kmdf_ifr (KMDF's in-flight recorder) or wpp (the WPP recorder)."),
          new Column("ring", ColumnType.TEXT, "normal, or error: a WPP log keeps errors apart."),
          new Column(
              "driver",
              ColumnType.TEXT,
              "The driver by the log's header, or the component by the name blob of its tag's"
                  + " family."),
          new Column("bytes", ColumnType.BIGINT, "Size of the ring."),
          new Column(
              "sequence",
              ColumnType.BIGINT,
              "Number of the newest record, by the header where it has one; counts from the"
                  + " driver's start."),
          new Column("records", ColumnType.BIGINT, "Whole records in the ring."),
          new Column(
              "end",
              ColumnType.TEXT,
              "How the walk from the newest record back ended: empty, first_record (nothing is"
                  + " lost), overwritten (older ones were) or corrupt."),
          new Column("log", ColumnType.TEXT, "LogIdentifier of a WPP log; NULL where blank."));

  static final TableSchema RECORDS =
      TableSchema.ofRecords(
          "ring_records",
          "A record of a circular log, oldest first; entry goes on from a blob's normal ring to its"
              + " error ring.",
          new Column("ring", ColumnType.TEXT, "normal or error, as in ring_logs."),
          new Column("sequence", ColumnType.BIGINT, "The record's number."),
          new Column(
              "message_guid",
              ColumnType.GUID,
              "The source file's messages: names a TMF, which has their text."),
          new Column("message_number", ColumnType.BIGINT, "The message among them."),
          new Column("time", ColumnType.TIMESTAMP, "When it was written; NULL in most logs."),
          new Column(
                  "arguments",
                  ColumnType.TEXT,
                  "The message's arguments, bytes in hex; often empty. Those of the wireless"
                      + " driver, those of other drivers of networks that can hold an address, and"
                      + " those that hold text, such as a device's path, are private as a whole:"
                      + " # and their hash.")
              .asPartlyPrivate(),
          new Column(
              "gap",
              ColumnType.BIGINT,
              "How many sequence numbers are missing before this record; NULL for the oldest. A WPP"
                  + " component counts over all of its logs: another one may have them."));

  static final List<TableSchema> BOTH = List.of(LOGS, RECORDS);

  /** Behind an indent of four. */
  private static final int LINE_CHARACTERS = 76;

  private RingTables() {}

  /**
   * A log's ring.
   *
   * @param kind who writes it
   * @param ring normal or error
   * @param driver or component; null where unknown
   * @param log its identifier; null where it has none
   * @param bytes of the ring, as there are
   * @param claimedBytes of the ring
   * @param current offset where the next record would be written
   * @param previous offset of the newest record
   * @param sequence of the newest record by the log's header; null where that has none
   */
  record Log(
      RingKind kind,
      String ring,
      String driver,
      String log,
      Bytes bytes,
      long claimedBytes,
      int current,
      int previous,
      Long sequence) {
    /** The same, of this component and with this identifier. */
    Log named(String component, String identifier) {
      return new Log(
          kind, ring, component, identifier, bytes, claimedBytes, current, previous, sequence);
    }

    /**
     * Walks the ring and gives its rows, and a reject if it is corrupt.
     *
     * @param allPrivate whether all arguments are private, whatever is in them
     */
    void emit(boolean allPrivate, Privacy privacy, RecordSink sink) {
      RingWalk walk = new RingWalk(kind, bytes, current, previous);
      List<RingRecord> records = walk.records();
      Long newest =
          records.isEmpty() ? null : (Long) (long) records.get(records.size() - 1).sequence();
      sink.row(
          LOGS,
          kind.label(),
          ring,
          driver,
          claimedBytes,
          sequence == null ? newest : sequence,
          (long) records.size(),
          walk.end().label(),
          log);
      Long highest = null;
      for (RingRecord record : records) {
        Bytes bytes = record.arguments();
        boolean isPrivate = allPrivate || OpaqueBytes.canHoldAddress(bytes, driver);
        String arguments = OpaqueBytes.text(bytes, isPrivate, privacy);
        emit(record, arguments, highest, sink);
        highest = Math.max(record.sequence(), highest == null ? Long.MIN_VALUE : highest);
      }
      if (walk.fault() != null) {
        sink.reject(walk.fault().reason(), walk.fault().offset(), walk.fault().getMessage());
      }
    }

    private void emit(RingRecord record, String arguments, Long highest, RecordSink sink) {
      sink.row(
          RECORDS,
          ring,
          (long) record.sequence(),
          record.message(),
          (long) record.number(),
          record.timeMicros(),
          arguments,
          highest == null ? null : Math.max(0, record.sequence() - highest - 1));
    }
  }

  /** A row for reading. */
  static List<String> lines(TableSchema table, Object[] values) {
    return table.name().equals(LOGS.name()) ? logLines(values) : recordLines(values);
  }

  private static List<String> logLines(Object[] values) {
    String name = values[2] == null ? "(unnamed)" : (String) values[2];
    return List.of(
        TextLine.of(values[0])
            .at(10, name)
            .at(0, values[7])
            .put(", " + values[1] + " ring")
            .toString(),
        TextLine.of("    " + values[3] + " bytes, " + values[5] + " records")
            .put(values[4] == null ? null : " up to " + values[4])
            .put(", " + values[6])
            .toString());
  }

  private static List<String> recordLines(Object[] values) {
    TextLine first =
        TextLine.of(values[1]).at(8, values[2] + ":" + values[3]).put(gapText((Long) values[6]));
    String rest = values[4] == null ? "" : ColumnType.TIMESTAMP.text(values[4]) + "  ";
    List<String> lines = new ArrayList<>(List.of(first.toString()));
    rest = (rest + (values[5] == null ? "private" : values[5])).strip();
    for (int at = 0; at < rest.length(); at += LINE_CHARACTERS) {
      lines.add("    " + rest.substring(at, Math.min(rest.length(), at + LINE_CHARACTERS)));
    }
    return lines;
  }

  private static String gapText(Long gap) {
    return gap == null || gap == 0 ? "" : "  after " + gap + " missing";
  }
}
