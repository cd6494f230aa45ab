package org.crashtag.decode.ring;

import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.OpaqueBytes;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.PrivateText;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.messages.MessageTexts;
import org.crashtag.decode.messages.MessageTexts.Message;

/** The two tables of circular logs. */
final class RingTables {
  static final TypedTable<WalkedLog> LOGS =
      TypedTable.ofRecords(
              WalkedLog.class,
              "ring_logs",
              "A ring of a driver's circular log, as it was at the crash.")
          .text(
              "kind",
              "kmdf_ifr (KMDF's in-flight recorder) or wpp (the WPP recorder).",
              log -> log.log.kind.label())
          .text("ring", "normal, or error: a WPP log keeps errors apart.", log -> log.log.ring)
          .text(
              "driver",
              "The driver by the log's header, or the component by the name blob of its tag's"
                  + " family.",
              log -> log.log.driver)
          .bigint("bytes", "Size of the ring.", log -> log.log.claimedBytes)
          .bigint(
              "sequence",
              "Number of the newest record, by the header where it has one; counts from the"
                  + " driver's start.",
              WalkedLog::sequence)
          .bigint("records", "Whole records in the ring.", log -> log.records.size())
          .text(
              "end",
              "How the walk from the newest record back ended: empty, first_record (nothing is"
                  + " lost), overwritten (older ones were) or corrupt.",
              log -> log.end.label())
          .text("log", "LogIdentifier of a WPP log; NULL where blank.", log -> log.log.log)
          .build();

  static final TypedTable<RecordOfLog> RECORDS =
      TypedTable.ofRecords(
              RecordOfLog.class,
              "ring_records",
              "A record of a circular log, oldest first; entry goes on from a blob's normal ring to"
                  + " its error ring.")
          .text("ring", "normal or error, as in ring_logs.", RecordOfLog::ring)
          .bigint("sequence", "The record's number.", entry -> entry.record.sequence())
          .guid(
              "message_guid",
              "The source file's messages: names a TMF, which has their text.",
              entry -> entry.record.message())
          .bigint("message_number", "The message among them.", entry -> entry.record.number())
          .timestamp(
              "time", "When it was written; NULL in most logs.", entry -> entry.record.timeMicros())
          .text(
              "arguments",
              "The message's arguments, bytes in hex; often empty. Those of the wireless driver,"
                  + " those of other drivers of networks that can hold an address, and those that"
                  + " hold text, such as a device's path, are private as a whole: # and their"
                  + " hash.",
              RecordOfLog::arguments)
          .asPartlyPrivate()
          .bigint(
              "gap",
              "How many sequence numbers are missing before this record; NULL for the oldest. A WPP"
                  + " component counts over all of its logs: another one may have them.",
              RecordOfLog::gap)
          .text(
              "text",
              "The message in words, if the run was given the TMF or PDB that has it (--messages)"
                  + " and the arguments fit. What is private in it is replaced; the wireless"
                  + " driver's is private as a whole.",
              entry -> entry.words.text())
          .asPartlyPrivate()
          .text(
              "message_source",
              "The driver's source file that wrote it, or the function; NULL without text.",
              entry -> entry.words.source())
          .text(
              "message_level",
              "Its level as its author named it, such as TRACE_LEVEL_ERROR; NULL without text.",
              entry -> entry.words.level())
          .build();

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
      sink.row(LOGS, new WalkedLog(this, records, walk.end()));
      Long highest = null;
      for (RingRecord record : records) {
        Message message = words.of(record);
        String arguments = words.arguments(record, message);
        sink.decoded(record.length() - record.arguments().length());
        sink.carried(record.arguments().length());
        sink.row(RECORDS, new RecordOfLog(ring, record, arguments, message, highest));
        highest = Math.max(record.sequence(), highest == null ? Long.MIN_VALUE : highest);
      }
      if (walk.fault() != null) {
        sink.reject(walk.fault().reason(), walk.fault().offset(), walk.fault().getMessage());
      }
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

  /** A log with the records that were found in it, oldest first. */
  private record WalkedLog(Log log, List<RingRecord> records, RingWalk.End end) {
    /** By the header, else by the newest record; null if neither tells. */
    Number sequence() {
      if (log.sequence != null || records.isEmpty()) {
        return log.sequence;
      }
      return records.get(records.size() - 1).sequence();
    }
  }

  /**
   * A record.
   *
   * @param ring normal or error
   * @param arguments in hex, or hashed; null if they are dropped
   * @param words the message's text and where it is from
   * @param highest number of the records before; null for the oldest
   */
  private record RecordOfLog(
      String ring, RingRecord record, String arguments, Message words, Long highest) {
    Long gap() {
      return highest == null ? null : Math.max(0, record.sequence() - highest - 1);
    }
  }

  /** A row for reading. */
  static List<String> lines(Row row) {
    return row.isOf(LOGS) ? logLines(row) : recordLines(row);
  }

  private static List<String> logLines(Row row) {
    String name = row.isNull("driver") ? "(unnamed)" : row.text("driver");
    return List.of(
        TextLine.of(row.get("kind"))
            .at(10, name)
            .at(0, row.get("log"))
            .put(", " + row.get("ring") + " ring")
            .toString(),
        TextLine.of("    " + row.get("bytes") + " bytes, " + row.get("records") + " records")
            .put(row.isNull("sequence") ? null : " up to " + row.get("sequence"))
            .put(", " + row.get("end"))
            .toString());
  }

  private static List<String> recordLines(Row row) {
    String text = row.text("text");
    String what =
        text == null
            ? row.get("message_guid") + ":" + row.get("message_number")
            : row.get("message_source") + "  " + row.get("message_level");
    TextLine first =
        TextLine.of(row.get("sequence")).at(8, what).put(gapText((Long) row.get("gap")));
    String rest = row.isNull("time") ? "" : ColumnType.TIMESTAMP.text(row.get("time")) + "  ";
    List<String> lines = new ArrayList<>(List.of(first.toString()));
    if (text != null) {
      (rest + text).lines().forEach(line -> lines.addAll(TextLine.fold(line, TEXT_INDENT)));
      return lines;
    }
    rest = (rest + (row.isNull("arguments") ? "private" : row.get("arguments"))).strip();
    for (int at = 0; at < rest.length(); at += LINE_CHARACTERS) {
      lines.add("    " + rest.substring(at, Math.min(rest.length(), at + LINE_CHARACTERS)));
    }
    return lines;
  }

  private static String gapText(Long gap) {
    return gap == null || gap == 0 ? "" : "  after " + gap + " missing";
  }
}
