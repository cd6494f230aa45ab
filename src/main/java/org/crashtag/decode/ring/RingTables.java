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
              WalkedLog.class, "ring_logs", "A ring of a driver's circular log at the crash.")
          .text(
              "kind",
              "kmdf_ifr (KMDF's in-flight recorder) or wpp (the WPP recorder).",
              log -> log.log.kind.label())
          .text(
              "ring",
              "normal, or error for the separate error ring of a WPP log.",
              log -> log.log.ring)
          .text(
              "driver",
              "Driver from the log's header, or component from the name blob of the tag's family.",
              log -> log.log.driver)
          .bigint("bytes", "Size of the ring.", log -> log.log.claimedBytes)
          .bigint(
              "sequence",
              "Sequence number of the newest record, from the header if it has one. It counts from"
                  + " the start of the driver.",
              WalkedLog::sequence)
          .bigint("records", "Number of complete records in the ring.", log -> log.records.size())
          .text(
              "end",
              "How the walk back from the newest record ended: empty, first_record (nothing is"
                  + " lost), overwritten (older records are lost) or corrupt.",
              log -> log.end.label())
          .text("log", "LogIdentifier of a WPP log; NULL if blank.", log -> log.log.log)
          .build();

  static final TypedTable<RecordOfLog> RECORDS =
      TypedTable.ofRecords(
              RecordOfLog.class,
              "ring_records",
              "A record of a circular log, oldest first. entry continues from a blob's normal ring"
                  + " to its error ring.")
          .text("ring", "normal or error, as in ring_logs.", RecordOfLog::ring)
          .bigint(
              "sequence", "Sequence number of the record.", entry -> (long) entry.record.sequence())
          .guid(
              "message_guid",
              "GUID of the source file's messages; its TMF has their text.",
              entry -> entry.record.message())
          .bigint(
              "message_number",
              "Number of the message in that TMF.",
              entry -> (long) entry.record.number())
          .timestamp(
              "time",
              "Time at which the record was written; NULL in most logs.",
              entry -> entry.record.timeMicros())
          .text(
              "arguments",
              "Arguments of the message in hexadecimal; often empty. Arguments of the wireless"
                  + " driver, arguments of other network drivers that can contain an address, and"
                  + " arguments that contain text, such as the path of a device, are private as a"
                  + " whole: # and their hash.",
              RecordOfLog::arguments)
          .asPartlyPrivate()
          .bigint(
              "gap",
              "Number of sequence numbers missing before this record; NULL for the oldest. A WPP"
                  + " component counts over all its logs, so another log can have them.",
              RecordOfLog::gap)
          .text(
              "text",
              "Text of the message, if the run was given its TMF or PDB (--messages) and the"
                  + " arguments fit. Private values in it are replaced; text of the wireless driver"
                  + " is private as a whole.",
              entry -> entry.words.text())
          .asPartlyPrivate()
          .text(
              "message_source",
              "Source file or function of the driver; NULL if there is no text.",
              entry -> entry.words.source())
          .text(
              "message_level",
              "Level of the message, such as TRACE_LEVEL_ERROR; NULL if there is no text.",
              entry -> entry.words.level())
          .build();

  private static final int TEXT_INDENT = 4;

  /** Number of argument bytes per line, after the indent. */
  private static final int LINE_CHARACTERS = 76;

  private RingTables() {}

  /**
   * A ring of a log.
   *
   * @param kind kind of writer
   * @param ring normal or error
   * @param driver driver or component; null if unknown
   * @param log identifier of the log; null if it has none
   * @param bytes bytes of the ring that exist
   * @param claimedBytes size of the ring according to the header
   * @param current offset of the next record to be written
   * @param previous offset of the newest record
   * @param sequence sequence number of the newest record according to the header; null if it has
   *     none
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
    /** The same log with this component and identifier. */
    Log named(String component, String identifier) {
      return new Log(
          kind, ring, component, identifier, bytes, claimedBytes, current, previous, sequence);
    }

    /**
     * Walks the ring and yields its rows, and a reject if it is corrupt.
     *
     * @param texts texts of messages
     * @param allPrivate whether all arguments are private, whatever they contain
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

  /** Adds texts to the records of a ring. */
  private static final class RecordWords {
    /** The recorder pads to 4 bytes. */
    private static final int MOST_PADDING = 3;

    private final MessageTexts.Reader messages;
    private final boolean isOfNetwork;
    private final boolean allPrivate;
    private final Privacy privacy;
    private final int pointerBytes;

    RecordWords(MessageTexts texts, String driver, boolean allPrivate, DumpContext dump) {
      this.isOfNetwork = OpaqueBytes.isOfNetwork(driver);
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

    /** Values that are private in the text are private here, too. */
    String arguments(RingRecord record, Message message) {
      Bytes bytes = record.arguments();
      boolean isPrivate =
          allPrivate || message.hides() || (isOfNetwork && OpaqueBytes.canHoldAddress(bytes));
      return OpaqueBytes.text(bytes, isPrivate, privacy);
    }
  }

  /** A log with its records, oldest first. */
  private record WalkedLog(Log log, List<RingRecord> records, RingWalk.End end) {
    /** From the header, otherwise from the newest record; null if neither has it. */
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
   * @param words the text of the message and its source
   * @param highest highest number of the earlier records; null for the oldest
   */
  private record RecordOfLog(
      String ring, RingRecord record, String arguments, Message words, Long highest) {
    Long gap() {
      return highest == null ? null : Math.max(0, record.sequence() - highest - 1);
    }
  }

  /** Formats a row. */
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
        TextLine.of(
                "    "
                    + row.get("bytes")
                    + " bytes, "
                    + TextLine.counted(row.number("records"), "record"))
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
