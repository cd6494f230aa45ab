package org.crashtag.decode.etw;

import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;

/** The tables of the trace buffers. */
final class EtwTables {
  private static final String DRIFT =
      " By the logger's own clock: one that counts since boot (qpc) drifts against the crash time,"
          + " seconds in days.";

  static final TableSchema LOGGERS =
      TableSchema.ofRecords(
          "etw_loggers",
          "A running trace logger whose buffers the kernel saved in the dump.",
          new Column("name", ColumnType.TEXT, "The logger's name, such as EventLog-System."),
          new Column("logger_id", ColumnType.BIGINT, "Its number."),
          new Column(
              "mode",
              ColumnType.HEX64,
              "Its EVENT_TRACE_ mode bits; 0x80000000 asks for its buffers in dumps."),
          new Column(
              "clock",
              ColumnType.TEXT,
              "What its events are timed by: qpc (counts since boot), system_time, or a number."),
          new Column("buffer_bytes", ColumnType.BIGINT, "Size of each buffer in memory."),
          new Column("buffers", ColumnType.BIGINT, "Buffers in the dump."),
          new Column("buffers_used", ColumnType.BIGINT, "How many of them hold records."),
          new Column("events", ColumnType.BIGINT, "Events in them: rows of etw_events."),
          new Column("messages", ColumnType.BIGINT, "WPP messages in them: see etw_messages."),
          new Column(
              "other_records",
              ColumnType.BIGINT,
              "Records of the older kinds (system, perf, classic) in them, which aren't decoded."),
          new Column("start_time", ColumnType.TIMESTAMP, "When the logger was started, UTC."),
          new Column("first_time", ColumnType.TIMESTAMP, "Of its first record, UTC." + DRIFT),
          new Column("last_time", ColumnType.TIMESTAMP, "Of its last record, UTC." + DRIFT),
          new Column("events_lost", ColumnType.BOOLEAN, "A buffer is marked: events were lost."),
          new Column("buffers_lost", ColumnType.BOOLEAN, "A buffer is marked: buffers were lost."),
          new Column(
              "nt_build",
              ColumnType.BIGINT,
              "Windows build by NtBuildNumber: the real one, where dumps.os_build may have its"
                  + " base's."),
          new Column("processor_mhz", ColumnType.BIGINT, "The processors' nominal clock rate."),
          new Column("boot_time", ColumnType.TIMESTAMP, "When Windows was started, UTC."));

  static final TableSchema EVENTS =
      TableSchema.ofRecords(
          "etw_events",
          "An event in a logger's buffers, in the buffers' order; order by time to read them.",
          new Column("logger", ColumnType.TEXT, "The logger's name."),
          new Column("provider", ColumnType.GUID, "The GUID that its provider registered."),
          new Column(
              "provider_name",
              ColumnType.TEXT,
              "By the event's own traits or source, else by the list of well-known providers"
                  + " (--providers adds to it)."),
          new Column("event_id", ColumnType.BIGINT, "Its number, as the Event Viewer shows it."),
          new Column("event_name", ColumnType.TEXT, "Its name; TraceLogging events have one."),
          new Column("version", ColumnType.BIGINT, "Version of its layout."),
          new Column("channel", ColumnType.BIGINT, "Number of its channel; 11: TraceLogging."),
          new Column(
              "level",
              ColumnType.BIGINT,
              "1 critical, 2 error, 3 warning, 4 information, 5 verbose; 0 always."),
          new Column("opcode", ColumnType.BIGINT, "Step of its task: 1 start, 2 stop."),
          new Column("task", ColumnType.BIGINT, "Number of its task; 0 for none."),
          new Column("keyword", ColumnType.HEX64, "Its keywords' bits."),
          new Column("pid", ColumnType.BIGINT, "Process that wrote it; NULL where none is named."),
          new Column("tid", ColumnType.BIGINT, "Thread that wrote it; NULL where none is named."),
          new Column(
              "processor",
              ColumnType.BIGINT,
              "Processor whose buffer it lies in; NULL where the logger's buffers belong to none."),
          new Column("activity_id", ColumnType.GUID, "Ties events of one activity; may be NULL."),
          new Column("sid", ColumnType.TEXT, "The user that wrote it, as a SID; may be NULL.")
              .asPrivate(),
          new Column("clock", ColumnType.BIGINT, "Its time as the logger's clock counted it."),
          new Column("time", ColumnType.TIMESTAMP, "Its time, UTC." + DRIFT),
          new Column(
              "seconds_before_crash",
              ColumnType.DOUBLE,
              "From time to dumps.crash_time, in seconds; negative where the logger's clock is"
                  + " ahead: qpc drifts, 0.2 s after hours to 28 s after days were seen."),
          new Column("payload_bytes", ColumnType.BIGINT, "Size of what it carries."),
          new Column(
                  "fields",
                  ColumnType.TEXT,
                  "What it carries as JSON, if it says itself how to read it: TraceLogging, and"
                      + " ReportEvent (event_id, qualifiers, time, strings); or if the run was given"
                      + " its provider's manifest and the payload fits. SIDs, user names,"
                      + " addresses and network names in it are private; the WiFiSession logger's"
                      + " as a whole.")
              .asPartlyPrivate(),
          new Column(
                  "payload",
                  ColumnType.TEXT,
                  "The payload in hex of an event without fields, if the pipeline file asks for it"
                      + " (etw: payloads: hex). A payload that holds text is private as a whole: #"
                      + " and its hash.")
              .asPartlyPrivate(),
          new Column(
                  "text",
                  ColumnType.TEXT,
                  "The event in words, if the run was given its provider's manifest (--manifests),"
                      + " the manifest has a message for it, and the payload fits. What is private"
                      + " in fields is so here.")
              .asPartlyPrivate());

  static final TableSchema MESSAGES =
      TableSchema.ofRecords(
          "etw_messages",
          "WPP messages of a logger, counted by their format: add up the counts. One a message"
              + " where the pipeline file asks for all (etw: messages: all).",
          new Column("logger", ColumnType.TEXT, "The logger's name."),
          new Column(
              "message_guid",
              ColumnType.GUID,
              "Names the source file; its TMF file holds the text."),
          new Column("component", ColumnType.BIGINT, "Stands for message_guid in some messages."),
          new Column("message_number", ColumnType.BIGINT, "Names the line in that TMF file."),
          new Column("count", ColumnType.BIGINT, "How many messages; 1 where each has its row."),
          new Column(
              "first_time",
              ColumnType.TIMESTAMP,
              "Of the first of them, UTC; NULL where each has its row." + DRIFT),
          new Column(
              "last_time",
              ColumnType.TIMESTAMP,
              "Of the last of them, UTC; NULL where each has its row." + DRIFT),
          new Column("pid", ColumnType.BIGINT, "Process; NULL where they are counted."),
          new Column("tid", ColumnType.BIGINT, "Thread; NULL where they are counted."),
          new Column("processor", ColumnType.BIGINT, "Processor; NULL where they are counted."),
          new Column("clock", ColumnType.BIGINT, "Its clock as it stands; NULL where counted."),
          new Column("time", ColumnType.TIMESTAMP, "Its time, UTC; NULL where counted." + DRIFT),
          new Column(
              "seconds_before_crash",
              ColumnType.DOUBLE,
              "From time to the crash; negative where the clock is ahead; NULL where counted."),
          new Column(
                  "arguments",
                  ColumnType.TEXT,
                  "Its arguments in hex, for a TMF file to read; NULL where counted. Those that"
                      + " hold text are private as a whole: # and their hash; those of the"
                      + " WiFiSession logger are left out.")
              .asPartlyPrivate(),
          new Column(
                  "text",
                  ColumnType.TEXT,
                  "The message in words, if the run was given the TMF or PDB that has it"
                      + " (--messages) and the arguments fit; NULL where counted. What is private"
                      + " in it is replaced; the WiFiSession logger's are left out.")
              .asPartlyPrivate(),
          new Column(
              "message_source",
              ColumnType.TEXT,
              "The driver's source file that wrote it, or the function; NULL without text and where"
                  + " counted."),
          new Column(
              "message_level",
              ColumnType.TEXT,
              "Its level as its author named it, such as TRACE_LEVEL_ERROR; NULL without text and"
                  + " where counted."),
          new Column(
              "format",
              ColumnType.TEXT,
              "The message with places for its arguments, such as \"queue %10!d! stalled\", of"
                  + " messages that are counted; NULL if no TMF or PDB that the run was given has"
                  + " it."));

  private EtwTables() {}
}
