package org.crashtag.decode.etw;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Privacy;
import org.crashtag.dump.DumpHeader;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.EtwEvent;
import org.crashtag.sample.EtwLogger;
import org.crashtag.sample.EtwMessage;
import org.crashtag.sample.EtwTrace;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.ReportedEventPayload;
import org.crashtag.sample.TraceLoggingFields;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.Test;

class LastEventsTest {
  private static final Instant BOOT = Decoded.CRASH.minusSeconds(1000);
  private static final Guid PROVIDER = Guid.constant("11111111-2222-3333-4444-555555555555");
  private static final Guid KERNEL_POWER = Guid.constant("331c3b3a-2005-44c2-ac5e-77220c37d6b4");

  @Test
  void eventsOfAllLoggersComeInTheOrderOfTime() {
    byte[] report =
        ReportedEventPayload.of(
            BOOT,
            7045,
            "Service Control Manager",
            new byte[0],
            List.of("acme", "a,b"),
            new byte[0]);
    EtwLogger system = logger("EventLog-System", EtwLogger.SYSTEM_TIME);
    system.add(new EtwEvent(KERNEL_POWER, at(-3)).level(1).id(41, 8, 0, 0).toBytes());
    system.add(new EtwEvent(PROVIDER, at(-9)).reported(report).toBytes());
    EtwLogger session = logger("A session of a long name", EtwLogger.COUNTER);
    TraceLoggingFields fields = new TraceLoggingFields("State").text("mode", "x").number("n", 1);
    session.add(event(-5, fields)).add(event(2, new TraceLoggingFields("Late")));
    session.add(EtwMessage.of(PROVIDER, 1, counts(1), 4, 8, new byte[0]));

    assertThat(page(system, session))
        .containsExactly(
            "[ETW loggers]",
            "name                             events  messages  last record",
            "EventLog-System                       2         0  2026-03-01T11:59:57Z",
            "A session of a long name              2         1  2026-03-01T12:00:02Z",
            "",
            "[the last 40 events of each logger, newest last]",
            "  s before  logger           event",
            "     9.000  EventLog-System   Service Control Manager 7045  acme, a, b",
            "     5.000  A session of...   11111111... State  mode:x, n:1",
            "     3.000  EventLog-System C Kernel-Power 41",
            "    -2.000  A session of...   11111111... Late");
  }

  @Test
  void busyLoggerLeavesRoomForTheOthersAndRepeatsShareALine() {
    EtwLogger system = logger("EventLog-System", EtwLogger.SYSTEM_TIME);
    system.add(new EtwEvent(KERNEL_POWER, at(-900)).toBytes());
    EtwLogger session = logger("Busy", EtwLogger.COUNTER);
    for (int i = 0; i < 100; i++) {
      session.add(event(i - 200, new TraceLoggingFields(i < 90 ? "Early" : "Late")));
    }

    assertThat(page(system, session))
        .endsWith(
            "   900.000  EventLog-System   Kernel-Power 0",
            "   111.000  Busy              11111111... Early  x30",
            "   101.000  Busy              11111111... Late  x10");
  }

  @Test
  void noLineIsLongerThanTheTerminal() {
    EtwLogger session = logger("n".repeat(200), EtwLogger.COUNTER);
    for (int i = 0; i < 3; i++) {
      session.add(event(0, new TraceLoggingFields("e".repeat(200)).text("t", "t".repeat(500))));
    }

    assertThat(page(session)).allMatch(line -> line.length() <= 80).anyMatch(l -> l.endsWith("x3"));
  }

  @Test
  void traceWithoutEventsShowsItsLoggers() {
    assertThat(page(logger("Log", EtwLogger.COUNTER).unusedBuffer()))
        .containsExactly(
            "[ETW loggers]",
            "name                             events  messages  last record",
            "Log                                   0         0  none");
  }

  private static final DumpHeader HEADER =
      DumpHeader.read(
          Bytes.of(
              DumpBytes.of(DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).systemTime(BOOT))));

  private static List<String> page(EtwLogger... loggers) {
    EtwTrace trace = new EtwTrace(22621, 3000, BOOT, 10_000_000);
    for (EtwLogger logger : loggers) {
      trace.add(logger);
    }
    Decoded decoded = Decoded.of(trace.toBytes(), Privacy.Mode.KEEP, Map.of());
    Decoder decoder = new EtwDecoder();
    return decoder.page(HEADER, table -> decoded.rows(table.name()), 80);
  }

  private static EtwLogger logger(String name, int clock) {
    return new EtwLogger(name, 1, 0, clock, 1 << 16, BOOT, BOOT, 0);
  }

  private static byte[] event(int seconds, TraceLoggingFields fields) {
    return new EtwEvent(PROVIDER, counts(seconds)).fields(fields).toBytes();
  }

  private static long counts(int seconds) {
    return (1000L + seconds) * 10_000_000;
  }

  private static long at(int seconds) {
    return FileTime.of(Decoded.CRASH.plusSeconds(seconds));
  }
}
