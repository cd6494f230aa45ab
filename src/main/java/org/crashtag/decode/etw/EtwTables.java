package org.crashtag.decode.etw;

import org.crashtag.decode.TypedTable;

/** The tables of the trace buffers. */
final class EtwTables {
  private static final String DRIFT =
      " By the logger's own clock: one that counts since boot (qpc) drifts against the crash time,"
          + " seconds in days.";

  static final TypedTable<LoggerWalk> LOGGERS =
      TypedTable.ofRecords(
              LoggerWalk.class,
              "etw_loggers",
              "A running trace logger whose buffers the kernel saved in the dump.")
          .text("name", "The logger's name, such as EventLog-System.", walk -> walk.logger().name())
          .bigint("logger_id", "Its number.", walk -> walk.logger().id())
          .hex64(
              "mode",
              "Its EVENT_TRACE_ mode bits; 0x80000000 asks for its buffers in dumps.",
              walk -> walk.logger().mode())
          .text(
              "clock",
              "What its events are timed by: qpc (counts since boot), system_time, or a number.",
              walk -> TraceClock.label(walk.logger().clock()))
          .bigint(
              "buffer_bytes", "Size of each buffer in memory.", walk -> walk.logger().bufferBytes())
          .bigint("buffers", "Buffers in the dump.", LoggerWalk::buffers)
          .bigint("buffers_used", "How many of them hold records.", LoggerWalk::buffersUsed)
          .bigint("events", "Events in them: rows of etw_events.", LoggerWalk::eventCount)
          .bigint("messages", "WPP messages in them: see etw_messages.", LoggerWalk::messageCount)
          .bigint(
              "other_records",
              "Records of the older kinds (system, perf, classic) in them, which aren't decoded.",
              LoggerWalk::otherCount)
          .timestamp(
              "start_time",
              "When the logger was started, UTC.",
              walk -> time(walk.logger().start()))
          .timestamp("first_time", "Of its first record, UTC." + DRIFT, LoggerWalk::firstTime)
          .timestamp("last_time", "Of its last record, UTC." + DRIFT, LoggerWalk::lastTime)
          .bool("events_lost", "A buffer is marked: events were lost.", LoggerWalk::lostEvents)
          .bool("buffers_lost", "A buffer is marked: buffers were lost.", LoggerWalk::lostBuffers)
          .bigint(
              "nt_build",
              "Windows build by NtBuildNumber: the real one, where dumps.os_build may have its"
                  + " base's.",
              walk -> walk.header().build())
          .bigint(
              "processor_mhz",
              "The processors' nominal clock rate.",
              walk -> walk.header().processorMhz())
          .timestamp(
              "boot_time", "When Windows was started, UTC.", walk -> time(walk.header().bootTime()))
          .build();

  static final TypedTable<EventRows> EVENTS =
      TypedTable.ofRecords(
              EventRows.class,
              "etw_events",
              "An event in a logger's buffers, in the buffers' order; order by time to read them.")
          .text("logger", "The logger's name.", EventRows::logger)
          .guid("provider", "The GUID that its provider registered.", EventRows::provider)
          .text(
              "provider_name",
              "By the event's own traits or source, else by the list of well-known providers"
                  + " (--providers adds to it).",
              EventRows::providerName)
          .bigint("event_id", "Its number, as the Event Viewer shows it.", EventRows::eventId)
          .text("event_name", "Its name; TraceLogging events have one.", EventRows::eventName)
          .bigint("version", "Version of its layout.", event -> event.u8(0x2A))
          .bigint("channel", "Number of its channel; 11: TraceLogging.", event -> event.u8(0x2B))
          .bigint(
              "level",
              "1 critical, 2 error, 3 warning, 4 information, 5 verbose; 0 always.",
              event -> event.u8(0x2C))
          .bigint("opcode", "Step of its task: 1 start, 2 stop.", event -> event.u8(0x2D))
          .bigint("task", "Number of its task; 0 for none.", event -> event.u16(0x2E))
          .hex64("keyword", "Its keywords' bits.", event -> event.i64(0x30))
          .bigint(
              "pid",
              "Process that wrote it; NULL where none is named.",
              event -> event.caller(0x0C))
          .bigint(
              "tid", "Thread that wrote it; NULL where none is named.", event -> event.caller(0x08))
          .bigint(
              "processor",
              "Processor whose buffer it lies in; NULL where the logger's buffers belong to none.",
              EventRows::processor)
          .guid("activity_id", "Ties events of one activity; may be NULL.", EventRows::activity)
          .text("sid", "The user that wrote it, as a SID; may be NULL.", EventRows::sid)
          .asPrivate()
          .bigint("clock", "Its time as the logger's clock counted it.", event -> event.i64(0x10))
          .timestamp("time", "Its time, UTC." + DRIFT, EventRows::time)
          .float64(
              "seconds_before_crash",
              "From time to dumps.crash_time, in seconds; negative where the logger's clock is"
                  + " ahead: qpc drifts, 0.2 s after hours to 28 s after days were seen.",
              EventRows::secondsBeforeCrash)
          .bigint("payload_bytes", "Size of what it carries.", EventRows::payloadBytes)
          .text(
              "fields",
              "What it carries as JSON, if it says itself how to read it: TraceLogging, and"
                  + " ReportEvent (event_id, qualifiers, time, strings); or if the run was given"
                  + " its provider's manifest and the payload fits. SIDs, user names, addresses and"
                  + " network names in it are private; the WiFiSession logger's as a whole.",
              EventRows::fields)
          .asPartlyPrivate()
          .text(
              "payload",
              "The payload in hex of an event without fields, if the pipeline file asks for it"
                  + " (etw: payloads: hex). A payload that holds text is private as a whole: # and"
                  + " its hash.",
              EventRows::payloadHex)
          .asPartlyPrivate()
          .text(
              "text",
              "The event in words, if the run was given its provider's manifest (--manifests), the"
                  + " manifest has a message for it, and the payload fits. What is private in"
                  + " fields is so here.",
              EventRows::text)
          .asPartlyPrivate()
          .build();

  static final TypedTable<Message> MESSAGES =
      TypedTable.ofRecords(
              Message.class,
              "etw_messages",
              "WPP messages of a logger, counted by their format: add up the counts. One a message"
                  + " where the pipeline file asks for all (etw: messages: all).")
          .text("logger", "The logger's name.", Message::logger)
          .guid(
              "message_guid", "Names the source file; its TMF file holds the text.", Message::guid)
          .bigint("component", "Stands for message_guid in some messages.", Message::component)
          .bigint("message_number", "Names the line in that TMF file.", Message::number)
          .bigint(
              "count",
              "How many messages; 1 where each has its row.",
              message -> message.counted() == null ? 1 : message.counted().count())
          .timestamp(
              "first_time",
              "Of the first of them, UTC; NULL where each has its row." + DRIFT,
              Message::firstTime)
          .timestamp(
              "last_time",
              "Of the last of them, UTC; NULL where each has its row." + DRIFT,
              Message::lastTime)
          .bigint(
              "pid",
              "Process; NULL where they are counted.",
              message -> message.single() == null ? null : message.single().pid())
          .bigint(
              "tid",
              "Thread; NULL where they are counted.",
              message -> message.single() == null ? null : message.single().tid())
          .bigint(
              "processor",
              "Processor; NULL where they are counted.",
              message -> message.single() == null ? null : message.single().processor())
          .bigint(
              "clock",
              "Its clock as it stands; NULL where counted.",
              message -> message.single() == null ? null : message.single().clock())
          .timestamp(
              "time",
              "Its time, UTC; NULL where counted." + DRIFT,
              message -> message.single() == null ? null : message.single().time())
          .float64(
              "seconds_before_crash",
              "From time to the crash; negative where the clock is ahead; NULL where counted.",
              message -> message.single() == null ? null : message.single().secondsBeforeCrash())
          .text(
              "arguments",
              "Its arguments in hex, for a TMF file to read; NULL where counted. Those that hold"
                  + " text are private as a whole: # and their hash; those of the WiFiSession"
                  + " logger are left out.",
              message -> message.single() == null ? null : message.single().arguments())
          .asPartlyPrivate()
          .text(
              "text",
              "The message in words, if the run was given the TMF or PDB that has it (--messages)"
                  + " and the arguments fit; NULL where counted. What is private in it is replaced;"
                  + " the WiFiSession logger's are left out.",
              message -> message.single() == null ? null : message.single().text())
          .asPartlyPrivate()
          .text(
              "message_source",
              "The driver's source file that wrote it, or the function; NULL without text and where"
                  + " counted.",
              message -> message.single() == null ? null : message.single().source())
          .text(
              "message_level",
              "Its level as its author named it, such as TRACE_LEVEL_ERROR; NULL without text and"
                  + " where counted.",
              message -> message.single() == null ? null : message.single().level())
          .text(
              "format",
              "The message with places for its arguments, such as \"queue %10!d! stalled\", of"
                  + " messages that are counted; NULL if no TMF or PDB that the run was given has"
                  + " it.",
              Message::format)
          .build();

  private EtwTables() {}

  private static Long time(long fileTime) {
    return TraceClock.orNull(TraceClock.microsOfFileTime(fileTime));
  }
}
