package org.crashtag.decode.etw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Privacy;
import org.crashtag.sample.EtwEvent;
import org.crashtag.sample.EtwLogger;
import org.crashtag.sample.EtwMessage;
import org.crashtag.sample.EtwTrace;
import org.crashtag.sample.ReportedEventPayload;
import org.crashtag.sample.TraceLoggingFields;
import org.crashtag.testing.EtwRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EtwDecoderTest {
  private static final Instant BOOT = Decoded.CRASH.minusSeconds(86_400);
  private static final long REFERENCE_CLOCK = 777_000;
  private static final Guid PROVIDER = Guid.constant("11111111-2222-3333-4444-555555555555");
  private static final Guid OTHER = Guid.constant("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");
  private static final byte[] SYSTEM_SID = {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0};
  private static final byte[] USER_SID = {
    1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, (byte) 0xE9, 3, 0, 0
  };
  private static final String USER = "S-1-5-21-1-2-3-1001";

  @Test
  void traceWithoutLoggersHasNoRows() {
    Decoded decoded = Decoded.of(trace().toBytes());

    assertThat(decoded.loggers()).isEmpty();
    assertThat(decoded.rejects()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void loggerIsSummedUp(boolean tight) {
    EtwLogger logger = logger("EventLog-System", 0x98800180L, EtwLogger.SYSTEM_TIME);
    logger.unusedBuffer().zeroBuffer();
    logger.buffer(3, 2).add(new EtwEvent(PROVIDER, fileTime(50)).toBytes());
    logger.buffer(1, 4).add(new EtwEvent(PROVIDER, fileTime(70)).toBytes());
    logger.add(message(OTHER, 10, fileTime(60)));
    EtwTrace trace = trace().add(tight ? logger.tightName() : logger);

    Decoded decoded = Decoded.of(trace.toBytes());

    assertThat(decoded.rejects()).isEmpty();
    assertThat(decoded.loggers())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .contains(
                        entry("name", "EventLog-System"),
                        entry("logger_id", 9L),
                        entry("mode", 0x98800180L),
                        entry("clock", "system_time"),
                        entry("buffer_bytes", 4096L),
                        entry("buffers", 4L),
                        entry("buffers_used", 2L),
                        entry("events", 2L),
                        entry("messages", 1L),
                        entry("other_records", 0L),
                        entry("start_time", micros(BOOT)),
                        entry("first_time", micros(Decoded.CRASH.minusSeconds(70))),
                        entry("last_time", micros(Decoded.CRASH.minusSeconds(50))),
                        entry("events_lost", true),
                        entry("buffers_lost", true),
                        entry("nt_build", 22621L),
                        entry("processor_mhz", 2995L),
                        entry("boot_time", micros(BOOT))));
  }

  @Test
  void loggersNamesAreReadInBothForms() {
    EtwTrace trace = trace();
    for (String name : List.of("A", "WiFiSession", "")) {
      trace.add(logger(name, 0, 1).unusedBuffer()).add(logger(name, 0, 1).tightName());
    }

    assertThat(Decoded.of(trace.toBytes()).loggers())
        .extracting(row -> row.get("name") + " " + row.get("buffers"))
        .containsExactly("A 1", "A 0", "WiFiSession 1", "WiFiSession 0", " 1", " 0");
  }

  @Test
  void eventsHeaderBecomesColumns() {
    EtwEvent event =
        new EtwEvent(PROVIDER, fileTime(2.5))
            .id(506, 8, 157, 1)
            .level(2)
            .keyword(0x8000000000000404L)
            .caller(1234, 5678)
            .payload(new byte[] {1, 2, 3});

    assertThat(only(EtwRecords.withActivity(OTHER, event.toBytes())))
        .contains(
            entry("logger", "Log"),
            entry("provider", PROVIDER.toString()),
            entry("provider_name", null),
            entry("event_id", 506L),
            entry("event_name", null),
            entry("version", 0L),
            entry("channel", 8L),
            entry("level", 2L),
            entry("opcode", 1L),
            entry("task", 157L),
            entry("keyword", 0x8000000000000404L),
            entry("pid", 1234L),
            entry("tid", 5678L),
            entry("processor", 5L),
            entry("activity_id", OTHER.toString()),
            entry("sid", null),
            entry("clock", fileTime(2.5)),
            entry("time", micros(Decoded.CRASH) - 2_500_000),
            entry("seconds_before_crash", 2.5),
            entry("payload_bytes", 3L),
            entry("fields", null),
            entry("payload", null));
  }

  @Test
  void nobodysEventsHaveNoCallerAndNoActivity() {
    EtwEvent event = new EtwEvent(PROVIDER, fileTime(1)).caller(0xFFFFFFFFL, 0xFFFFFFFFL);

    assertThat(only(event.toBytes()))
        .contains(entry("pid", null), entry("tid", null), entry("activity_id", null));
  }

  @Test
  void sharedBuffersBelongToNoProcessor() {
    EtwLogger logger = logger("Log", 0x10000000L, EtwLogger.SYSTEM_TIME).buffer(5);
    logger.add(new EtwEvent(PROVIDER, 1).toBytes());

    assertThat(Decoded.of(trace().add(logger).toBytes()).events().get(0))
        .containsEntry("processor", null);
  }

  @ParameterizedTest
  @CsvSource({"10000000,0", "19200000,0.0000001", "3579545,0.000001", "1,0.5"})
  void countersTimesFollowTheirFrequency(long frequency, double within) {
    EtwLogger logger = logger("Log", 0, EtwLogger.COUNTER);
    double seconds = 86_397.25;
    long clock = REFERENCE_CLOCK + (long) (seconds * frequency);
    logger.add(new EtwEvent(PROVIDER, clock).toBytes());
    byte[] blob = new EtwTrace(22621, 2995, BOOT, frequency).add(logger).toBytes();

    Map<String, Object> event = Decoded.of(blob).events().get(0);

    assertThat((double) event.get("seconds_before_crash"))
        .isCloseTo(2.75, org.assertj.core.data.Offset.offset(within + 1e-6));
    assertThat(event).containsEntry("clock", clock);
  }

  @Test
  void clockThatIsAheadIsNotClamped() {
    EtwLogger logger = logger("Log", 0, EtwLogger.COUNTER);
    logger.add(new EtwEvent(PROVIDER, REFERENCE_CLOCK + 86_428L * 10_000_000).toBytes());

    assertThat(Decoded.of(trace().add(logger).toBytes()).events().get(0))
        .containsEntry("seconds_before_crash", -28.0)
        .containsEntry("time", micros(Decoded.CRASH.plusSeconds(28)));
  }

  @Test
  void unknownClockHasItsCountsButNoTimes() {
    EtwLogger logger = logger("Log", 0, 3);
    logger.add(new EtwEvent(PROVIDER, 4242).toBytes());

    Decoded decoded = Decoded.of(trace().add(logger).toBytes());

    assertThat(decoded.events().get(0))
        .contains(entry("clock", 4242L), entry("time", null), entry("seconds_before_crash", null));
    assertThat(decoded.loggers().get(0)).contains(entry("clock", "3"), entry("first_time", null));
  }

  @Test
  void provideNamesComeFromTraitsThenFromTheUsersListThenFromTheBuiltIn() {
    EtwLogger logger = logger("Log", 0, EtwLogger.SYSTEM_TIME);
    Guid services = Guid.constant("555908d1-a6d7-4695-8e1e-26931d2012f4");
    logger.add(new EtwEvent(PROVIDER, 1).traits("Own.Name").toBytes());
    logger.add(new EtwEvent(PROVIDER, 1).traits("Renamed").toBytes());
    logger.add(new EtwEvent(PROVIDER, 1).traits("").toBytes());
    logger.add(new EtwEvent(PROVIDER, 1).toBytes());
    logger.add(new EtwEvent(services, 1).toBytes());
    logger.add(new EtwEvent(OTHER, 1).toBytes());
    Map<String, String> list =
        Map.of("etw.providers", "# mine\n{" + PROVIDER + "}\tListed\n\n" + OTHER + "\tÖther\n");

    assertThat(Decoded.of(trace().add(logger).toBytes(), Privacy.Mode.KEEP, list).events())
        .extracting(event -> event.get("provider_name"))
        .containsExactly(
            "Own.Name", "Renamed", "Listed", "Listed", "Service Control Manager", "Öther");
  }

  @Test
  void reportedEventIsReadWhole() {
    byte[] report =
        ReportedEventPayload.of(
            Instant.parse("2026-03-01T11:59:58.5Z"),
            0x40001B85L,
            "Service Control Manager",
            SYSTEM_SID,
            List.of("acmenet", "\\SystemRoot\\acmenet.sys", "", "\"quoted\""),
            new byte[] {(byte) 0xAB, 0});
    EtwEvent event = new EtwEvent(PROVIDER, fileTime(1)).reported(report);

    assertThat(only(event.toBytes()))
        .contains(
            entry("provider_name", "Service Control Manager"),
            entry("event_id", 7045L),
            entry("sid", "S-1-5-18"),
            entry(
                "fields",
                "{\"event_id\":7045,\"qualifiers\":16384,\"time\":\"2026-03-01T11:59:58.500Z\","
                    + "\"strings\":[\"acmenet\",\"\\\\SystemRoot\\\\acmenet.sys\",\"\","
                    + "\"\\\"quoted\\\"\"],\"data_bytes\":2,\"data\":\"ab00\"}"));
  }

  @Test
  void whatIsPrivateInAReportIsHashedOrDropped() {
    byte[] report =
        ReportedEventPayload.of(
            BOOT,
            10016,
            "DCOM",
            USER_SID,
            List.of(
                "C:\\Users\\alice\\a.sys",
                "WORKSHOP",
                "alice",
                USER,
                "S-1-5-18",
                "78-44-76-B2-9D-0A",
                "mail alice@example.org now",
                "WORKSHOP\\alice",
                "NT AUTHORITY\\LocalService",
                "drivers\\acmenet.sys"),
            new byte[] {1});
    byte[] record = new EtwEvent(PROVIDER, fileTime(1)).reported(report).toBytes();
    Privacy privacy = Decoded.privacy(Privacy.Mode.HASH);
    String alice = privacy.hash("alice");

    assertThat(only(record, Privacy.Mode.HASH, Map.of()))
        .contains(
            entry(
                "fields",
                "{\"event_id\":10016,\"qualifiers\":0,\"time\":\""
                    + BOOT
                    + "\",\"strings\":[\"C:\\\\Users\\\\"
                    + alice
                    + "\\\\a.sys\",\""
                    + privacy.hash("WORKSHOP")
                    + "\",\""
                    + alice
                    + "\",\""
                    + privacy.hash(USER)
                    + "\",\"S-1-5-18\",\""
                    + privacy.hash("78-44-76-B2-9D-0A")
                    + "\",\"mail "
                    + privacy.hash("alice@example.org")
                    + " now\",\""
                    + privacy.hash("WORKSHOP\\alice")
                    + "\",\"NT AUTHORITY\\\\LocalService\",\"drivers\\\\acmenet.sys\"],"
                    + "\"data_bytes\":1}"));
    assertThat((String) only(record, Privacy.Mode.DROP, Map.of()).get("fields"))
        .doesNotContainIgnoringCase("alice")
        .doesNotContain("WORKSHOP", USER, "78-44")
        .contains("C:\\\\Users\\\\*\\\\a.sys", "[", "null,null,\"*\"", "acmenet.sys");
  }

  @ParameterizedTest
  @CsvSource({"KEEP,true", "HASH,false", "DROP,false"})
  void wirelessLogsPayloadsAreLeftOutUnlessKept(Privacy.Mode mode, boolean kept) {
    EtwLogger logger = logger("WiFiSession", 0, EtwLogger.SYSTEM_TIME);
    TraceLoggingFields fields = new TraceLoggingFields("Quality").number("percent", 7);
    logger.add(new EtwEvent(PROVIDER, 1).traits("Net").fields(fields).toBytes());
    logger.add(new EtwEvent(PROVIDER, 1).payload(new byte[] {1}).toBytes());
    logger.add(message(OTHER, 1, 1));

    Decoded decoded =
        Decoded.of(
            trace().add(logger).toBytes(),
            mode,
            Map.of("etw.messages", "all", "etw.payloads", "hex"));

    assertThat(decoded.events().get(0))
        .contains(
            entry("event_name", "Quality"),
            entry("provider_name", "Net"),
            entry("payload_bytes", 4L),
            entry("fields", kept ? "{\"percent\":7}" : null));
    assertThat(decoded.events().get(1)).containsEntry("payload", kept ? "01" : null);
    assertThat(decoded.messages().get(0)).containsEntry("arguments", kept ? "0102" : null);
  }

  @ParameterizedTest
  @CsvSource({"KEEP,hex,0102", "HASH,hex,0102", "DROP,hex,", "KEEP,'',"})
  void payloadsThatNothingDescribesAreKeptWhereAsked(
      Privacy.Mode mode, String setting, String payload) {
    byte[] record = new EtwEvent(PROVIDER, 1).payload(new byte[] {1, 2}).toBytes();

    assertThat(only(record, mode, Map.of("etw.payloads", setting)))
        .containsEntry("payload", payload);
  }

  @Test
  void messagesAreCountedByTheirFormat() {
    EtwLogger logger = logger("Log", 0, EtwLogger.SYSTEM_TIME);
    logger.add(message(OTHER, 12, fileTime(5)));
    logger.add(message(PROVIDER, 12, fileTime(3)));
    logger.add(message(OTHER, 12, fileTime(9)));
    logger.add(message(OTHER, 13, fileTime(1)));
    logger.add(EtwRecords.message(14, 4 | 8, concat(le(77, 4), le(fileTime(2), 8))));
    logger.add(EtwRecords.message(15, 1, le(1, 4)));

    Decoded decoded = Decoded.of(trace().add(logger).toBytes());

    assertThat(decoded.rejects()).isEmpty();
    assertThat(decoded.messages())
        .extracting(
            row ->
                row.get("message_guid")
                    + " "
                    + row.get("component")
                    + " "
                    + row.get("message_number")
                    + " x"
                    + row.get("count")
                    + " "
                    + before(row.get("first_time"))
                    + " to "
                    + before(row.get("last_time")))
        .containsExactly(
            OTHER + " null 12 x2 9 to 5",
            PROVIDER + " null 12 x1 3 to 3",
            OTHER + " null 13 x1 1 to 1",
            "null 77 14 x1 2 to 2",
            "null null 15 x1 null to null");
    assertThat(decoded.messages().get(0))
        .contains(entry("time", null), entry("arguments", null), entry("pid", null));
  }

  @Test
  void eachMessageIsARowWhereAsked() {
    EtwLogger logger = logger("Log", 0, EtwLogger.SYSTEM_TIME).buffer(2);
    logger.add(message(OTHER, 12, fileTime(5))).add(message(OTHER, 12, fileTime(4)));

    Decoded decoded =
        Decoded.of(trace().add(logger).toBytes(), Privacy.Mode.HASH, Map.of("etw.messages", "all"));

    assertThat(decoded.messages()).hasSize(2);
    assertThat(decoded.messages().get(1))
        .contains(
            entry("message_guid", OTHER.toString()),
            entry("message_number", 12L),
            entry("count", 1L),
            entry("first_time", null),
            entry("pid", 4L),
            entry("tid", 8L),
            entry("processor", 2L),
            entry("clock", fileTime(4)),
            entry("seconds_before_crash", 4.0),
            entry("arguments", "0102"));
  }

  @Test
  void moreFormatsThanAreToldApartLoseNoCount() {
    EtwLogger logger = new EtwLogger("Log", 9, 0, EtwLogger.SYSTEM_TIME, 1 << 23, BOOT, BOOT, 0);
    int formats = 65_536 + 1000;
    for (int i = 0; i < formats; i++) {
      Guid file = new Guid(PROVIDER.high() + (i >>> 8), PROVIDER.low());
      logger.add(EtwMessage.of(file, i & 0xFF, 0, 4, 8, new byte[0]));
    }

    Decoded decoded = Decoded.of(trace().add(logger).toBytes());

    assertThat(decoded.messages()).hasSize(formats);
    assertThat(decoded.messages()).allMatch(row -> row.get("count").equals(1L));
  }

  @Test
  void olderKindsOfRecordsAreCounted() {
    EtwLogger logger = logger("Log", 0, EtwLogger.SYSTEM_TIME);
    // Kinds 1 to 4, 0x10 and 0x11 have their size at +4.
    logger.add(record(2, 40, true)).add(record(4, 24, true)).add(record(0x11, 16, true));
    logger.add(record(0x14, 48, false)).add(record(0x15, 72, false));
    logger.add(new EtwEvent(PROVIDER, 1).toBytes());

    Decoded decoded = Decoded.of(trace().add(logger).toBytes());

    assertThat(decoded.rejects()).isEmpty();
    assertThat(decoded.loggers().get(0)).contains(entry("other_records", 5L), entry("events", 1L));
  }

  @Test
  void compressedBufferIsRejectedAndTheNextIsRead() {
    EtwLogger logger = logger("Log", 0, EtwLogger.SYSTEM_TIME).buffer(0, 0x40);
    logger.add(new EtwEvent(PROVIDER, 1).toBytes()).buffer(0);
    logger.add(new EtwEvent(OTHER, 1).toBytes());

    Decoded decoded = Decoded.of(trace().add(logger).toBytes());

    assertThat(decoded.rejects()).singleElement().asString().contains("a compressed buffer");
    assertThat(decoded.events())
        .extracting(event -> event.get("provider"))
        .containsExactly(OTHER.toString());
  }

  @Test
  void brokenRecordCostsTheRestOfItsBuffer() {
    EtwLogger logger = logger("Log", 0, EtwLogger.SYSTEM_TIME);
    logger.add(new EtwEvent(PROVIDER, 1).toBytes()).add(record(0x77, 16, false));
    logger.add(new EtwEvent(PROVIDER, 2).toBytes()).buffer(0);
    logger.add(new EtwEvent(OTHER, 3).toBytes());

    Decoded decoded = Decoded.of(trace().add(logger).toBytes());

    assertThat(decoded.events()).extracting(event -> event.get("clock")).containsExactly(1L, 3L);
    assertThat(decoded.rejects())
        .singleElement()
        .asString()
        .endsWith("a record of marker 0xc0, type 119");
  }

  @Test
  void eventWhoseFieldsDontFitKeepsItsHeader() {
    TraceLoggingFields fields = new TraceLoggingFields("Odd").field("a", 8, 0, new byte[7]);
    EtwLogger logger = logger("Log", 0, EtwLogger.SYSTEM_TIME);
    logger.add(new EtwEvent(PROVIDER, 1).fields(fields).toBytes());
    logger.add(new EtwEvent(PROVIDER, 1).item(2, new byte[] {1, 99, 0, 0}).toBytes());

    Decoded decoded = Decoded.of(trace().add(logger).toBytes());

    assertThat(decoded.events()).hasSize(2);
    assertThat(decoded.events().get(0))
        .contains(entry("event_name", "Odd"), entry("fields", null), entry("payload_bytes", 7L));
    assertThat(decoded.rejects())
        .singleElement()
        .asString()
        .contains("2 parts cannot be decoded; the first: the event Odd has 3 bytes after");
  }

  @Test
  void otherBlobsAreNoTraces() {
    assertThat(Decoded.of(new byte[32]).rejects())
        .containsExactly("corrupt at 0: no trace header: it starts with 0x0");
    assertThat(Decoded.of(new byte[31]).rejects())
        .containsExactly("truncated at 31: the trace header has 31 of 32 bytes");
  }

  private static Map<String, Object> only(byte[] record) {
    return only(record, Privacy.Mode.KEEP, Map.of());
  }

  private static Map<String, Object> only(
      byte[] record, Privacy.Mode mode, Map<String, String> settings) {
    EtwLogger logger = logger("Log", 0, EtwLogger.SYSTEM_TIME).buffer(5).add(record);
    Decoded decoded = Decoded.of(trace().add(logger).toBytes(), mode, settings);
    assertThat(decoded.rejects()).isEmpty();
    assertThat(decoded.events()).hasSize(1);
    return decoded.events().get(0);
  }

  private static EtwTrace trace() {
    return new EtwTrace(22621, 2995, BOOT, 10_000_000);
  }

  private static EtwLogger logger(String name, long mode, int clock) {
    return new EtwLogger(name, 9, mode, clock, 4096, BOOT, BOOT, REFERENCE_CLOCK);
  }

  private static byte[] message(Guid file, int number, long clock) {
    return EtwMessage.of(file, number, clock, 4, 8, new byte[] {1, 2});
  }

  private static byte[] record(int type, int size, boolean sizeAtFour) {
    byte[] record = new byte[size];
    record[sizeAtFour ? 4 : 0] = (byte) size;
    record[2] = (byte) type;
    record[3] = (byte) 0xC0;
    return record;
  }

  private static byte[] le(long value, int bytes) {
    byte[] array = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      array[i] = (byte) (value >>> (8 * i));
    }
    return array;
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** The FILETIME this many seconds before the crash. */
  private static long fileTime(double secondsBefore) {
    return FileTime.of(Decoded.CRASH.minus(Duration.ofMillis((long) (secondsBefore * 1000))));
  }

  private static long micros(Instant instant) {
    return FileTime.epochMicros(FileTime.of(instant));
  }

  private static String before(Object micros) {
    return micros == null ? "null" : "" + (micros(Decoded.CRASH) - (long) micros) / 1_000_000;
  }
}
