package org.crashtag.decode.ring;

import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.OpaqueBytes;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.PrivateText;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.messages.MessageTexts;
import org.crashtag.decode.messages.MessageTexts.Message;

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
                  + " component counts over all of its logs: another one may have them."),
          new Column(
                  "text",
                  ColumnType.TEXT,
                  "The message in words, if the run was given the TMF or PDB that has it"
                      + " (--messages) and the arguments fit. What is private in it is replaced;"
                      + " the wireless driver's is private as a whole.")
              .asPartlyPrivate(),
          new Column(
              "message_source",
              ColumnType.TEXT,
              "The driver's source file that wrote it, or the function; NULL without text."),
          new Column(
              "message_level",
              ColumnType.TEXT,
              "Its level as its author named it, such as TRACE_LEVEL_ERROR; NULL without text."));

  static final List<TableSchema> BOTH = List.of(LOGS, RECORDS);

  private static final int TEXT_INDENT = 4;

  /** After the indent. */
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
     * @param texts of messages
     * @param allPrivate whether all arguments are private, whatever is in them
     */
    void emit(MessageTexts texts, boolean allPrivate, DumpContext dump, RecordSink sink) {
      RecordWords words = new RecordWords(texts, driver, allPrivate, dump);
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
        Message message = words.of(record);
        emit(record, words.arguments(record, message), message, highest, sink);
        highest = Math.max(record.sequence(), highest == null ? Long.MIN_VALUE : highest);
      }
      if (walk.fault() != null) {
        sink.reject(walk.fault().reason(), walk.fault().offset(), walk.fault().getMessage());
      }
    }

    private void emit(
        RingRecord record, String arguments, Message message, Long highest, RecordSink sink) {
      sink.row(
          RECORDS,
          ring,
          (long) record.sequence(),
          record.message(),
          (long) record.number(),
          record.timeMicros(),
          arguments,
          highest == null ? null : Math.max(0, record.sequence() - highest - 1),
          message.text(),
          message.source(),
          message.level());
    }
  }

  /** Puts the words of a ring's records beside their bytes. */
  private static final class RecordWords {
    /** The recorder fills up to 4 bytes. */
    private static final int MOST_PADDING = 3;

    private final MessageTexts.Reader messages;
    private final String driver;
    private final boolean allPrivate;
    private final Privacy privacy;
    private final int pointerBytes;

    RecordWords(MessageTexts texts, String driver, boolean allPrivate, DumpContext dump) {
      this.driver = driver;
      this.messages = texts.reader(new PrivateText(dump.privacy()));
      this.allPrivate = allPrivate;
      this.privacy = dump.privacy();
      this.pointerBytes = dump.header().format().pointerBytes();
    }

    Message of(RingRecord record) {
      Message message =
          messages.message(
              record.message(), record.number(), record.arguments(), MOST_PADDING, pointerBytes);
      return allPrivate ? message.withText(privacy.text(message.text())) : message;
    }

    /** What hides in the text hides here. */
    String arguments(RingRecord record, Message message) {
      Bytes bytes = record.arguments();
      boolean isPrivate =
          allPrivate || message.hides() || OpaqueBytes.canHoldAddress(bytes, driver);
      return OpaqueBytes.text(bytes, isPrivate, privacy);
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
    String text = (String) values[7];
    Object what = text == null ? values[2] + ":" + values[3] : values[8] + "  " + values[9];
    TextLine first = TextLine.of(values[1]).at(8, what).put(gapText((Long) values[6]));
    String rest = values[4] == null ? "" : ColumnType.TIMESTAMP.text(values[4]) + "  ";
    List<String> lines = new ArrayList<>(List.of(first.toString()));
    if (text != null) {
      (rest + text).lines().forEach(line -> lines.addAll(TextLine.fold(line, TEXT_INDENT)));
      return lines;
    }
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
