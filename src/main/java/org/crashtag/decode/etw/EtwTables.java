package org.crashtag.decode.etw;

import org.crashtag.decode.TypedTable;

/** The tables of the trace buffers. */
final class EtwTables {
  private static final String DRIFT =
      " By the logger's own clock: one that counts since boot (qpc) drifts against the crash time,"
          + " by seconds over days.";

  static final TypedTable<LoggerWalk> LOGGERS =
      TypedTable.ofRecords(
              LoggerWalk.class,
              "etw_loggers",
              "A running trace logger whose buffers are in the dump.")
          .text("name", "The logger's name, such as EventLog-System.", walk -> walk.logger().name())
          .bigint("logger_id", "Number of the logger.", walk -> walk.logger().id())
          .hex64(
              "mode",
              "EVENT_TRACE_ mode bits; 0x80000000 adds the logger's buffers to dumps.",
              walk -> walk.logger().mode())
          .text(
              "clock",
              "Clock of the events: qpc (counts since boot), system_time, or a number.",
              walk -> TraceClock.label(walk.logger().clock()))
          .bigint(
              "buffer_bytes", "Size of each buffer in memory.", walk -> walk.logger().bufferBytes())
          .bigint("buffers", "Number of buffers in the dump.", LoggerWalk::buffers)
          .bigint(
              "buffers_used", "Number of buffers that contain records.", LoggerWalk::buffersUsed)
          .bigint(
              "events", "Number of events, which are rows of etw_events.", LoggerWalk::eventCount)
          .bigint("messages", "Number of WPP messages; see etw_messages.", LoggerWalk::messageCount)
          .bigint(
              "other_records",
              "Number of records of older kinds (system, perf, classic), which are not decoded.",
              LoggerWalk::otherCount)
          .timestamp(
              "start_time", "Start time of the logger, UTC.", walk -> time(walk.logger().start()))
          .timestamp("first_time", "Time of the first record, UTC." + DRIFT, LoggerWalk::firstTime)
          .timestamp("last_time", "Time of the last record, UTC." + DRIFT, LoggerWalk::lastTime)
          .bool(
              "events_lost",
              "Whether a buffer is marked as having lost events.",
              LoggerWalk::lostEvents)
          .bool(
              "buffers_lost",
              "Whether a buffer is marked as following lost buffers.",
              LoggerWalk::lostBuffers)
          .bigint(
              "nt_build",
              "The real Windows build, from NtBuildNumber; dumps.os_build can be that of the base"
                  + " release.",
              walk -> walk.header().build())
          .bigint(
              "processor_mhz",
              "Nominal clock rate of the processors in MHz.",
              walk -> walk.header().processorMhz())
          .timestamp(
              "boot_time", "Boot time of Windows, UTC.", walk -> time(walk.header().bootTime()))
          .build();

  static final TypedTable<EventRows> EVENTS =
      TypedTable.ofRecords(
              EventRows.class,
              "etw_events",
              "An event in a logger's buffers, in the order of the buffers. Sort by time to read"
                  + " them.")
          .text("logger", "The logger's name.", EventRows::logger)
          .guid("provider", "GUID that the provider registered.", EventRows::provider)
          .text(
              "provider_name",
              "Name from the event's traits or source, otherwise from the list of well-known"
                  + " providers (--providers adds to it).",
              EventRows::providerName)
          .bigint("event_id", "Event id, as in the Event Viewer.", EventRows::eventId)
          .text(
              "event_name",
              "Name of the event; only TraceLogging events have one.",
              EventRows::eventName)
          .bigint("version", "Version of the event's layout.", event -> event.u8(0x2A))
          .bigint("channel", "Number of the channel; 11 is TraceLogging.", event -> event.u8(0x2B))
          .bigint(
              "level",
              "1 critical, 2 error, 3 warning, 4 information, 5 verbose; 0 always.",
              event -> event.u8(0x2C))
          .bigint("opcode", "Opcode within the task: 1 start, 2 stop.", event -> event.u8(0x2D))
          .bigint("task", "Number of the task; 0 if none.", event -> event.u16(0x2E))
          .hex64("keyword", "Bits of the keywords.", event -> event.i64(0x30))
          .bigint("pid", "Process id; NULL if the event has none.", event -> event.caller(0x0C))
          .bigint("tid", "Thread id; NULL if the event has none.", event -> event.caller(0x08))
          .bigint(
              "processor",
              "Processor of the buffer; NULL if the logger's buffers belong to no processor.",
              EventRows::processor)
          .guid(
              "activity_id",
              "Id that all events of one activity share; can be NULL.",
              EventRows::activity)
          .text("sid", "SID of the user; can be NULL.", EventRows::sid)
          .asPrivate()
          .bigint("clock", "Time in units of the logger's clock.", event -> event.i64(0x10))
          .timestamp("time", "Time, UTC." + DRIFT, EventRows::time)
          .float64(
              "seconds_before_crash",
              "Seconds from time to dumps.crash_time. Negative if the logger's clock is ahead: qpc"
                  + " drifts; 0.2 s after hours to 28 s after days were seen.",
              EventRows::secondsBeforeCrash)
          .bigint("payload_bytes", "Size of the payload in bytes.", EventRows::payloadBytes)
          .text(
              "fields",
              "The payload as JSON, for TraceLogging events, for events of ReportEvent (event_id,"
                  + " qualifiers, time, strings), and for events that fit the manifest of their"
                  + " provider (--manifests). SIDs, user names, addresses and network names in it"
                  + " are private; payloads of the WiFiSession logger are private as a whole.",
              EventRows::fields)
          .asPartlyPrivate()
          .text(
              "payload",
              "The payload in hexadecimal if fields is NULL and the pipeline file asks for it (etw:"
                  + " payloads: hex). A payload that contains text is private as a whole: # and its"
                  + " hash.",
              EventRows::payloadHex)
          .asPartlyPrivate()
          .text(
              "text",
              "The message of the event, if the run was given the manifest of its provider"
                  + " (--manifests), the manifest has a message for it, and the payload fits."
                  + " Values that are private in fields are also private here.",
              EventRows::text)
          .asPartlyPrivate()
          .build();

  static final TypedTable<Message> MESSAGES =
      TypedTable.ofRecords(
              Message.class,
              "etw_messages",
              "WPP messages of a logger, counted by message; add up the counts. If the pipeline"
                  + " file asks for all (etw: messages: all), each message has a row.")
          .text("logger", "The logger's name.", Message::logger)
          .guid(
              "message_guid",
              "GUID of the source file's messages; its TMF has their text.",
              Message::guid)
          .bigint("component", "Replaces message_guid in some messages.", Message::component)
          .bigint("message_number", "Number of the message in that TMF.", Message::number)
          .bigint(
              "count",
              "Number of messages; 1 if each has a row.",
              message -> message.counted() == null ? 1 : message.counted().count())
          .timestamp(
              "first_time",
              "Time of the first message, UTC; NULL if each has a row." + DRIFT,
              Message::firstTime)
          .timestamp(
              "last_time",
              "Time of the last message, UTC; NULL if each has a row." + DRIFT,
              Message::lastTime)
          .bigint(
              "pid",
              "Process id; NULL if messages are counted.",
              message -> message.single() == null ? null : message.single().pid())
          .bigint(
              "tid",
              "Thread id; NULL if messages are counted.",
              message -> message.single() == null ? null : message.single().tid())
          .bigint(
              "processor",
              "Processor; NULL if messages are counted.",
              message -> message.single() == null ? null : message.single().processor())
          .bigint(
              "clock",
              "Time in units of the logger's clock; NULL if messages are counted.",
              message -> message.single() == null ? null : message.single().clock())
          .timestamp(
              "time",
              "Time, UTC; NULL if messages are counted." + DRIFT,
              message -> message.single() == null ? null : message.single().time())
          .float64(
              "seconds_before_crash",
              "Seconds from time to the crash; negative if the clock is ahead; NULL if messages are"
                  + " counted.",
              message -> message.single() == null ? null : message.single().secondsBeforeCrash())
          .text(
              "arguments",
              "Arguments in hexadecimal; NULL if messages are counted. Arguments that contain text"
                  + " are private as a whole: # and their hash. Those of the WiFiSession logger are"
                  + " left out.",
              message -> message.single() == null ? null : message.single().arguments())
          .asPartlyPrivate()
          .text(
              "text",
              "Text of the message, if the run was given its TMF or PDB (--messages) and the"
                  + " arguments fit; NULL if messages are counted. Private values in it are"
                  + " replaced; messages of the WiFiSession logger are left out.",
              message -> message.single() == null ? null : message.single().text())
          .asPartlyPrivate()
          .text(
              "message_source",
              "Source file or function of the driver; NULL if there is no text or messages are"
                  + " counted.",
              message -> message.single() == null ? null : message.single().source())
          .text(
              "message_level",
              "Level of the message, such as TRACE_LEVEL_ERROR; NULL if there is no text or"
                  + " messages are counted.",
              message -> message.single() == null ? null : message.single().level())
          .text(
              "format",
              "Format string of counted messages, such as \"queue %10!d! stalled\"; NULL if no"
                  + " given TMF or PDB has it.",
              Message::format)
          .build();

  private EtwTables() {}

  private static Long time(long fileTime) {
    return TraceClock.orNull(TraceClock.microsOfFileTime(fileTime));
  }
}
