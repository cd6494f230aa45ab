package org.crashtag.decode.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Column;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.EtwEvent;
import org.crashtag.sample.EtwLogger;
import org.crashtag.sample.EtwMessage;
import org.crashtag.sample.EtwTrace;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RecorderLog;
import org.crashtag.sample.RecorderRing;
import org.crashtag.sample.SampleBlob;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.EtwRecords;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of rings and traces whose messages, or whose providers' manifests, are known. */
class WordsOfRecordsTest {
  private static final Guid MESSAGES = Guid.constant("6f1d2c3b-4a59-4e0f-8a7b-1c2d3e4f5a6b");
  private static final Guid PROVIDER = Guid.constant("3d1a7c52-6b0f-4f7e-9c11-2a5b8e4d7f60");
  private static final Guid WDIWIFI_NAME = Guid.constant("21ba7b61-05f8-41f1-9048-c09493dcfe38");
  private static final Guid WDIWIFI_LOG = Guid.constant("21ba7b61-05f9-41f1-9048-c09493dcfe38");
  private static final Instant TIME = Instant.parse("2026-03-01T11:59:00Z");
  private static final byte[] KEY = "key".getBytes(UTF_8);

  private static final String TMF =
      MESSAGES
          + " falcon // SRC=falcon.c MJ= MN=\n"
          + "#typev falcon_c1 10 \"%0[%!FUNC!] queue %10!d! stalled, object %11!p!\" //"
          + " LEVEL=TRACE_LEVEL_ERROR FUNC=Stall\n"
          + "{\n"
          + "q, ItemLong -- 10\n"
          + "o, ItemPtr -- 11\n"
          + "}\n"
          + "#typev falcon_c2 11 \"opened %10!s!\" // LEVEL=L FUNC=F\n"
          + "{\n"
          + "x, ItemString -- 10\n"
          + "}\n"
          + "#typev falcon_c3 12 \"link of %10!s!\" // LEVEL=L FUNC=F\n"
          + "{\n"
          + "m, ItemMACAddr -- 10\n"
          + "}\n";

  private static final String MANIFEST =
      "<instrumentationManifest><instrumentation><events><provider guid='{"
          + PROVIDER
          + "}'><templates><template tid='T'><data name='Port' inType='win:Pointer'/>"
          + "<data name='UserName' inType='win:AnsiString'/></template></templates><events>"
          + "<event value='7' template='T' message='port %1 opened by %2'/></events></provider>"
          + "</events></instrumentation></instrumentationManifest>";

  @TempDir private Path folder;
  private DriverTexts texts;

  @BeforeEach
  void makeTexts() throws Exception {
    Path tmf = Files.writeString(folder.resolve("falcon.tmf"), TMF);
    Path manifest = Files.writeString(folder.resolve("falcon.man"), MANIFEST);
    TextCatalog catalog =
        new CatalogBuilder(
                new LocalStorage(),
                new LocalStorage()::open,
                folder.resolve("catalogs").toString(),
                (path, message) -> {
                  throw new AssertionError(path + ": " + message);
                })
            .build(List.of(tmf.toString()), List.of(manifest.toString()));
    texts = DriverTexts.open(new LocalStorage(), catalog);
  }

  private List<Map<String, Object>> rows(
      DumpBuilder dump, String table, Privacy.Mode mode, Map<String, String> settings)
      throws IOException {
    Decoders decoders = texts.giveTo(Decoders.load());
    WalkOptions options =
        WalkOptions.all().withPrivacy(new Privacy(mode, KEY)).withSettings(settings);
    Walked walked =
        Walked.through(ArrayContent.of(DumpBytes.of(dump)), new DumpWalker(decoders, options));
    assertThat(walked.rejects()).isEmpty();
    TableSchema schema =
        decoders.tables().stream()
            .filter(known -> known.name().equals(table))
            .findFirst()
            .orElseThrow();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Walked.Row row : walked.rows()) {
      if (row.table().equals(table)) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < row.values().size(); i++) {
          Column column = schema.columns().get(i + TableSchema.RECORD_KEY_COLUMNS);
          named.put(column.name(), row.values().get(i));
        }
        rows.add(named);
      }
    }
    return rows;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] padded(String text) {
    return java.util.Arrays.copyOf(text.getBytes(ISO_8859_1), (text.length() + 4) & ~3);
  }

  private List<Map<String, Object>> ring(MachineKind machine, RecorderRing ring, Privacy.Mode mode)
      throws IOException {
    DumpBuilder dump =
        DumpBuilder.of(machine, DumpKind.TRIAGE)
            .blob(
                SampleBlob.of(
                    RecorderLog.KMDF_TAG, RecorderLog.kmdf(machine, "falcon", true, ring)));
    return rows(dump, "ring_records", mode, Map.of());
  }

  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void recordOfARingHasTheTextOfItsMessage(MachineKind machine) throws IOException {
    String pointer =
        machine == MachineKind.X86 || machine == MachineKind.ARM ? "00100080" : "0010000000f8ffff";
    RecorderRing ring =
        new RecorderRing(400)
            .write(MESSAGES, 10, bytes("03000000" + pointer))
            .write(MESSAGES, 10, bytes("03000000" + pointer + "00000000"))
            .write(MESSAGES, 99, bytes("03000000"));
    List<Map<String, Object>> rows = ring(machine, ring, Privacy.Mode.HASH);

    assertThat(rows.get(0))
        .containsEntry(
            "text",
            "[Stall] queue 3 stalled, object "
                + (pointer.length() == 8 ? "80001000" : "FFFFF80000001000"))
        .containsEntry("message_source", "falcon.c")
        .containsEntry("message_level", "TRACE_LEVEL_ERROR");
    for (Map<String, Object> row : rows.subList(1, 3)) {
      assertThat(row)
          .containsEntry("text", null)
          .containsEntry("message_source", null)
          .containsEntry("message_level", null);
    }
  }

  @Test
  void whatHidesInTheTextHidesInTheArguments() throws IOException {
    RecorderRing ring =
        new RecorderRing(400)
            .write(MESSAGES, 12, bytes("001122aabbcc0000"))
            .write(MESSAGES, 11, padded("C:\\Users\\anna\\x"));
    Privacy privacy = new Privacy(Privacy.Mode.HASH, KEY);

    List<Map<String, Object>> kept = ring(MachineKind.X64, ring, Privacy.Mode.KEEP);
    assertThat(kept.get(0))
        .containsEntry("text", "link of 00-11-22-aa-bb-cc")
        .containsEntry("arguments", "001122aabbcc0000");
    assertThat(kept.get(1)).containsEntry("text", "opened C:\\Users\\anna\\x");
    List<Map<String, Object>> hashed = ring(MachineKind.X64, ring, Privacy.Mode.HASH);
    assertThat(hashed.get(0))
        .containsEntry("text", "link of " + privacy.hash("00-11-22-aa-bb-cc"))
        .containsEntry("arguments", "#" + privacy.hash("001122aabbcc0000"))
        .containsEntry("message_source", "falcon.c");
    assertThat(hashed.get(1))
        .containsEntry("text", "opened C:\\Users\\" + privacy.hash("anna") + "\\x");
    assertThat((String) hashed.get(1).get("arguments")).startsWith("#");
    List<Map<String, Object>> dropped = ring(MachineKind.X64, ring, Privacy.Mode.DROP);
    assertThat(dropped.get(0)).containsEntry("text", "link of *").containsEntry("arguments", null);
    assertThat(dropped.get(1))
        .containsEntry("text", "opened C:\\Users\\*\\x")
        .containsEntry("arguments", null);
  }

  @Test
  void wirelessDriversTextIsPrivateAsAWhole() throws IOException {
    byte[] log =
        RecorderLog.wpp(
            22621,
            "DriverLog",
            new RecorderRing(200).write(MESSAGES, 10, bytes("03000000" + "0010000000f8ffff")),
            new RecorderRing(0));
    DumpBuilder dump =
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
            .build(22621)
            .blob(SampleBlob.of(WDIWIFI_NAME, RecorderLog.name(22621, "wdiwifi")))
            .blob(SampleBlob.of(WDIWIFI_LOG, log));
    String text = "[Stall] queue 3 stalled, object FFFFF80000001000";

    assertThat(rows(dump, "ring_records", Privacy.Mode.KEEP, Map.of()).get(0))
        .containsEntry("text", text);
    assertThat(rows(dump, "ring_records", Privacy.Mode.HASH, Map.of()).get(0))
        .containsEntry("text", new Privacy(Privacy.Mode.HASH, KEY).hash(text))
        .containsEntry("message_source", "falcon.c");
    assertThat(rows(dump, "ring_records", Privacy.Mode.DROP, Map.of()).get(0))
        .containsEntry("text", null);
  }

  private static DumpBuilder trace(String logger, byte[]... records) {
    EtwLogger of =
        new EtwLogger(logger, 9, 0x80000000L, EtwLogger.SYSTEM_TIME, 4096, TIME, TIME, 0);
    of.buffer(0, 0);
    for (byte[] record : records) {
      of.add(record);
    }
    return DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .blob(
            SampleBlob.of(
                EtwTrace.TAG, new EtwTrace(22621, 2995, TIME, 10_000_000).add(of).toBytes()));
  }

  private static byte[] message(int number, byte[] arguments) {
    return EtwMessage.of(MESSAGES, number, FileTime.of(TIME), 4, 8, arguments);
  }

  @Test
  void messageOfATraceHasItsText() throws IOException {
    DumpBuilder dump =
        trace(
            "Falcon",
            message(10, bytes("03000000" + "0010000000f8ffff")),
            message(10, bytes("03000000" + "0010000000f8ffff" + "00")),
            EtwRecords.message(
                10, 0x42, bytes("3b2c1d6f594a0f4e8a7b1c2d3e4f5a6b" + "03000000" + "00100080")),
            EtwRecords.message(10, 0x04, bytes("01000000" + "03000000" + "0010000000f8ffff")));
    List<Map<String, Object>> rows =
        rows(dump, "etw_messages", Privacy.Mode.HASH, Map.of("etw.messages", "all"));

    assertThat(rows)
        .extracting(row -> row.get("text"))
        .containsExactly(
            "[Stall] queue 3 stalled, object FFFFF80000001000",
            null,
            "[Stall] queue 3 stalled, object 80001000",
            null);
    assertThat(rows.get(0))
        .containsEntry("message_source", "falcon.c")
        .containsEntry("message_level", "TRACE_LEVEL_ERROR")
        .containsEntry("format", null);
  }

  @Test
  void countedMessagesHaveTheirFormat() throws IOException {
    DumpBuilder dump =
        trace("Falcon", message(10, bytes("00")), message(10, bytes("")), message(99, bytes("")));
    List<Map<String, Object>> rows = rows(dump, "etw_messages", Privacy.Mode.HASH, Map.of());

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0))
        .containsEntry("count", 2L)
        .containsEntry("format", "[%!FUNC!] queue %10!d! stalled, object %11!p!")
        .containsEntry("text", null)
        .containsEntry("message_source", null);
    assertThat(rows.get(1)).containsEntry("format", null);
  }

  @ParameterizedTest
  @EnumSource(Privacy.Mode.class)
  void networkLogsTextIsLeftOutUnlessItIsKept(Privacy.Mode mode) throws IOException {
    DumpBuilder dump = trace("WiFiSession", message(10, bytes("03000000" + "0010000000f8ffff")));
    Map<String, Object> row =
        rows(dump, "etw_messages", mode, Map.of("etw.messages", "all")).get(0);

    assertThat(row)
        .containsEntry(
            "text",
            mode == Privacy.Mode.KEEP ? "[Stall] queue 3 stalled, object FFFFF80000001000" : null)
        .containsEntry("message_source", "falcon.c");
  }

  @Test
  void argumentsOfATraceHideWhatTheTextHides() throws IOException {
    DumpBuilder dump = trace("Falcon", message(12, bytes("001122aabbcc")));
    Map<String, String> all = Map.of("etw.messages", "all");
    Privacy privacy = new Privacy(Privacy.Mode.HASH, KEY);

    assertThat(rows(dump, "etw_messages", Privacy.Mode.HASH, all).get(0))
        .containsEntry("text", "link of " + privacy.hash("00-11-22-aa-bb-cc"))
        .containsEntry("arguments", "#" + privacy.hash("001122aabbcc"));
    assertThat(rows(dump, "etw_messages", Privacy.Mode.DROP, all).get(0))
        .containsEntry("text", "link of *")
        .containsEntry("arguments", null);
  }

  private static byte[] event(int id, byte[] payload, boolean narrow) {
    EtwEvent event = new EtwEvent(PROVIDER, FileTime.of(TIME)).id(id, 16, 0, 0).payload(payload);
    return narrow ? EtwRecords.narrow(event.toBytes()) : event.toBytes();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eventHasTheFieldsAndTextOfItsManifest(boolean narrow) throws IOException {
    String pointer = narrow ? "00100080" : "0010000000f8ffff";
    String shown = narrow ? "0x80001000" : "0xfffff80000001000";
    DumpBuilder dump =
        trace(
            "Falcon",
            event(7, bytes(pointer + "616e6e6100"), narrow),
            event(7, bytes(pointer + "616e6e61"), narrow),
            event(8, bytes(pointer + "616e6e6100"), narrow));
    Map<String, String> settings = Map.of("etw.payloads", "hex");
    List<Map<String, Object>> rows = rows(dump, "etw_events", Privacy.Mode.KEEP, settings);

    assertThat(rows.get(0))
        .containsEntry("fields", "{\"Port\":\"" + shown + "\",\"UserName\":\"anna\"}")
        .containsEntry("text", "port " + shown + " opened by anna")
        .containsEntry("payload", null);
    for (Map<String, Object> row : rows.subList(1, 3)) {
      assertThat(row).containsEntry("fields", null).containsEntry("text", null);
      assertThat((String) row.get("payload")).startsWith(pointer);
    }
    Map<String, Object> hashed = rows(dump, "etw_events", Privacy.Mode.HASH, settings).get(0);
    assertThat((String) hashed.get("text")).matches("port " + shown + " opened by [0-9a-f]{32}");
    assertThat((String) hashed.get("fields")).doesNotContain("anna");
  }

  @Test
  void networkLogsEventsHaveNeitherFieldsNorText() throws IOException {
    DumpBuilder dump =
        trace("WiFiSession", event(7, bytes("0010000000f8ffff" + "616e6e6100"), false));

    assertThat(rows(dump, "etw_events", Privacy.Mode.HASH, Map.of()).get(0))
        .containsEntry("fields", null)
        .containsEntry("text", null);
  }

  @Test
  void labelsOfDecodersCoverTheirTexts() {
    List<String> with = labels(texts.giveTo(Decoders.load()));
    List<String> without = labels(DriverTexts.NONE.giveTo(Decoders.load()));

    assertThat(without).isEqualTo(labels(Decoders.load()));
    assertThat(with).hasSameSizeAs(without);
    for (int i = 0; i < with.size(); i++) {
      boolean takes = without.get(i).matches("(kmdf-log|wpp-log|etw) .*");
      assertThat(with.get(i)).matches("\\Q" + without.get(i) + "\\E" + (takes ? " \\+\\S+" : ""));
    }
  }

  private static List<String> labels(Decoders decoders) {
    return decoders.all().stream().map(decoder -> decoder.label()).toList();
  }
}
