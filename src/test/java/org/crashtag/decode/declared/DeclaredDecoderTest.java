package org.crashtag.decode.declared;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.crashtag.decode.declared.HandLaid.BOOLEAN;
import static org.crashtag.decode.declared.HandLaid.CHAR;
import static org.crashtag.decode.declared.HandLaid.DOUBLE;
import static org.crashtag.decode.declared.HandLaid.FLOAT;
import static org.crashtag.decode.declared.HandLaid.I32;
import static org.crashtag.decode.declared.HandLaid.I64;
import static org.crashtag.decode.declared.HandLaid.NTSTATUS;
import static org.crashtag.decode.declared.HandLaid.POINTER;
import static org.crashtag.decode.declared.HandLaid.U16;
import static org.crashtag.decode.declared.HandLaid.U32;
import static org.crashtag.decode.declared.HandLaid.U64;
import static org.crashtag.decode.declared.HandLaid.U8;
import static org.crashtag.decode.declared.HandLaid.VOID;
import static org.crashtag.decode.declared.HandLaid.WCHAR;
import static org.crashtag.decode.declared.HandLaid.array;
import static org.crashtag.decode.declared.HandLaid.structure;
import static org.crashtag.decode.declared.HandLaid.union;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.Column;
import org.crashtag.decode.Reject;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.declared.Declaration.As;
import org.crashtag.layout.CType;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;

class DeclaredDecoderTest {
  private static final CType.Structure LARGE_INTEGER =
      union("_LARGE_INTEGER", 8, 0, U32, "LowPart", 0, I64, "QuadPart");
  private static final CType.Structure FILETIME =
      structure("_FILETIME", 8, 0, U32, "dwLowDateTime", 4, U32, "dwHighDateTime");
  private static final CType.Structure GUID =
      structure(
          "_GUID", 16, 0, U32, "Data1", 4, U16, "Data2", 6, U16, "Data3", 8, array(U8, 8), "Data4");
  private static final CType.Enumeration COLOR =
      new CType.Enumeration("COLOR", I32, Map.of(1L, "ColorRed", -1L, "ColorNone"));

  private static List<String> columns(DeclaredDecoder decoder) {
    return decoder.table().columns().stream()
        .skip(TableSchema.RECORD_KEY_COLUMNS)
        .map(column -> column.name() + " " + column.typeName())
        .toList();
  }

  private static List<Object> only(Walked walked) {
    assertThat(walked.rejects()).isEmpty();
    assertThat(walked.rows()).hasSize(1);
    return walked.rows().get(0).values();
  }

  @Test
  void defaultsAreWhatAKernelDeveloperReads() throws IOException {
    HandLaid types =
        new HandLaid()
            .add(
                structure(
                    "EVENT",
                    160,
                    0,
                    U8,
                    "Irql",
                    1,
                    BOOLEAN,
                    "IsUp",
                    2,
                    U16,
                    "PortNo",
                    4,
                    U32,
                    "DPCCount",
                    8,
                    U64,
                    "BytesSent",
                    16,
                    I64,
                    "Balance",
                    24,
                    POINTER,
                    "DeviceObject",
                    32,
                    NTSTATUS,
                    "Status",
                    36,
                    COLOR,
                    "Color",
                    40,
                    COLOR,
                    "OtherColor",
                    44,
                    FLOAT,
                    "Load",
                    48,
                    DOUBLE,
                    "Mean",
                    56,
                    LARGE_INTEGER,
                    "Offset",
                    64,
                    FILETIME,
                    "When",
                    72,
                    GUID,
                    "Interface",
                    88,
                    array(CHAR, 8),
                    "Name",
                    96,
                    array(WCHAR, 6),
                    "Wide",
                    108,
                    array(U16, 3),
                    "Ports",
                    114,
                    CHAR,
                    "Letter",
                    116,
                    I32,
                    "Delta",
                    120,
                    VOID,
                    "Nothing",
                    120,
                    array(array(CHAR, 4), 2),
                    "Names",
                    128,
                    FILETIME,
                    "Never"));
    byte[] blob =
        new Little(160)
            .u8(0, 31)
            .u8(1, 2)
            .u16(2, 65535)
            .u32(4, 0xFFFFFFFFL)
            .u64(8, -1)
            .u64(16, -2)
            .u64(24, 0xFFFF800012345678L)
            .u32(32, 0xC0000005L)
            .u32(36, 1)
            .u32(40, 7)
            .u32(44, Float.floatToIntBits(0.5f))
            .u64(48, Double.doubleToLongBits(-2.25))
            .u64(56, -3)
            .u64(64, FileTime.of(Instant.parse("2026-01-02T03:04:05Z")))
            .raw(72, new byte[] {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15})
            .raw(88, "acme\0xyz".getBytes(ISO_8859_1))
            .raw(96, "wide\0!".getBytes(UTF_16LE))
            .u16(108, 1)
            .u16(110, 2)
            .u16(112, 3)
            .u8(114, 'A')
            .u32(116, -9)
            .raw(120, "ab\0ccdef".getBytes(ISO_8859_1))
            .toBytes();
    Declared event = Declared.of("EVENT");

    assertThat(columns(event.decoder(types)))
        .containsExactly(
            "irql BIGINT",
            "is_up BOOLEAN",
            "port_no BIGINT",
            "dpc_count BIGINT",
            "bytes_sent UNSIGNED64",
            "balance BIGINT",
            "device_object HEX64",
            "status TEXT",
            "color TEXT",
            "other_color TEXT",
            "load DOUBLE",
            "mean DOUBLE",
            "offset BIGINT",
            "when TIMESTAMP",
            "interface GUID",
            "name TEXT",
            "wide TEXT",
            "ports BIGINT[]",
            "letter BIGINT",
            "delta BIGINT",
            "names TEXT[]",
            "never TIMESTAMP",
            "seconds_before_crash DOUBLE",
            "never_seconds_before_crash DOUBLE");
    DumpBuilder dump =
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
            .systemTime(Instant.parse("2026-01-02T03:04:06.25Z"));
    assertThat(only(Declared.walk(event.decoder(types), dump, blob)))
        .containsExactly(
            31L,
            true,
            65535L,
            0xFFFFFFFFL,
            -1L,
            -2L,
            0xFFFF800012345678L,
            "0xc0000005 STATUS_ACCESS_VIOLATION",
            "ColorRed",
            "7",
            0.5,
            -2.25,
            -3L,
            Instant.parse("2026-01-02T03:04:05Z").getEpochSecond() * 1_000_000,
            Guid.constant("00010203-0405-0607-0809-0a0b0c0d0e0f"),
            "acme",
            "wide",
            List.of(1L, 2L, 3L),
            65L,
            -9L,
            List.of("ab", "cdef"),
            null,
            1.25,
            null);
  }

  @Test
  void choicesOverrideTheDefaults() throws IOException {
    HandLaid types =
        new HandLaid()
            .add(
                structure(
                    "EVENT",
                    120,
                    0,
                    U64,
                    "Time",
                    8,
                    LARGE_INTEGER,
                    "Interrupt",
                    16,
                    U64,
                    "Counter",
                    24,
                    U32,
                    "Mask",
                    28,
                    array(U8, 6),
                    "Mac",
                    34,
                    array(U16, 4),
                    "Wide",
                    42,
                    array(U8, 6),
                    "Text",
                    48,
                    array(U8, 16),
                    "Id",
                    64,
                    U32,
                    "Status",
                    68,
                    U32,
                    "Address",
                    72,
                    array(U8, 4),
                    "Bytes",
                    76,
                    U32,
                    "Flags",
                    80,
                    U32,
                    "Secret",
                    84,
                    array(U32, 2),
                    "Masks",
                    96,
                    U64,
                    "Uncounted",
                    104,
                    array(array(U8, 4), 2),
                    "Addresses"))
            .constants(
                "FLAGS", Map.of(1L, "FlagUp", 2L, "FlagSlow", 3L, "FlagBoth", 8L, "FlagBad"));
    byte[] blob =
        new Little(120)
            .u64(0, FileTime.of(Instant.parse("2026-05-05T00:00:00Z")))
            .u64(8, 50_000_000)
            .u64(16, 30_000)
            .u32(24, 0xABCD)
            .raw(28, new byte[] {0, 1, (byte) 0xAA, 3, 4, 5})
            .raw(34, "hé\0x".getBytes(UTF_16LE))
            .raw(42, "text\0!".getBytes(ISO_8859_1))
            .raw(48, new byte[] {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15})
            .u32(64, 0x103)
            .raw(68, new byte[] {10, 0, 0, (byte) 200})
            .raw(72, new byte[] {1, 2, 3, 4})
            .u32(76, 0x4B)
            .u32(80, 5)
            .u32(84, 1)
            .u32(88, 0x20)
            .u64(96, 77)
            .raw(104, new byte[] {1, 1, 1, 1, 8, 8, 4, 4})
            .toBytes();
    Declared event =
        Declared.of("EVENT")
            .column("Time", As.FILETIME)
            .column("Interrupt", As.INTERRUPT_TIME)
            .counter("Counter", "10000")
            .column("Mask", As.HEX)
            .column("Mac", As.HEX)
            .column("Wide", As.UTF_16)
            .column("Text", As.TEXT)
            .column("Id", As.GUID)
            .column("Status", As.NTSTATUS)
            .column("Address", As.IPV4)
            .column("Bytes", As.BYTES)
            .flags("Flags", "FLAGS")
            .column("Secret", As.SKIP)
            .column("Masks", As.HEX)
            .column("Uncounted", As.QPC)
            .column("Addresses", As.IPV4);
    DumpBuilder dump =
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
            .systemTime(Instant.parse("2026-06-01T00:00:10Z"))
            .upTime(100_000_000);

    DeclaredDecoder decoder = event.decoder(types);
    List<Object> values = only(Declared.walk(decoder, dump, blob));

    assertThat(columns(decoder))
        .containsExactly(
            "time TIMESTAMP",
            "interrupt TIMESTAMP",
            "counter TIMESTAMP",
            "mask HEX64",
            "mac TEXT",
            "wide TEXT",
            "text TEXT",
            "id GUID",
            "status TEXT",
            "address TEXT",
            "bytes BYTES",
            "flags TEXT",
            "masks HEX64[]",
            "uncounted UNSIGNED64",
            "addresses TEXT[]",
            "seconds_before_crash DOUBLE",
            "interrupt_seconds_before_crash DOUBLE",
            "counter_seconds_before_crash DOUBLE");
    assertThat(values.subList(0, 10))
        .containsExactly(
            micros("2026-05-05T00:00:00Z"),
            micros("2026-06-01T00:00:05Z"),
            micros("2026-06-01T00:00:03Z"),
            0xABCDL,
            "0001aa030405",
            "hé",
            "text",
            Guid.constant("00010203-0405-0607-0809-0a0b0c0d0e0f"),
            "0x00000103 STATUS_PENDING",
            "10.0.0.200");
    assertThat((byte[]) values.get(10)).containsExactly(1, 2, 3, 4);
    assertThat(values.subList(11, values.size()))
        .containsExactly(
            "FlagBoth|FlagBad|0x40",
            List.of(1L, 0x20L),
            77L,
            List.of("1.1.1.1", "8.8.4.4"),
            27 * 86_400 + 10.0,
            5.0,
            7.0);
  }

  private static long micros(String instant) {
    return Instant.parse(instant).getEpochSecond() * 1_000_000;
  }

  @Test
  void bytesAreKnownByTheColumnsThatShowThem() throws IOException {
    HandLaid types =
        new HandLaid()
            .add(structure("HEAD", 8, 0, U32, "Count", 4, U32, "Unused"))
            .add(
                structure(
                    "EVENT",
                    32,
                    0,
                    U32,
                    "Code",
                    4,
                    U32,
                    "Skipped",
                    8,
                    array(U8, 16),
                    "Raw",
                    24,
                    array(U16, 3),
                    "Numbers"));
    Declared event =
        Declared.of("EVENT")
            .with("after", "HEAD")
            .with("written", "Count")
            .column("Skipped", As.SKIP)
            .column("Raw", As.BYTES);
    BlobFacts facts = event.walk(types, new Little(72).u32(0, 2).toBytes()).blobs().get(0);

    assertThat(facts.decodedBytes()).isEqualTo(4 + 2 * (4 + 6));
    assertThat(facts.carriedBytes()).isEqualTo(2 * 16);
  }

  @Test
  void frequencyCanBeAMemberOfTheHead() throws IOException {
    HandLaid types =
        new HandLaid()
            .add(structure("HEAD", 8, 0, U64, "PerSecond"))
            .add(structure("EVENT", 8, 0, U64, "Counter"));
    Declared event = Declared.of("EVENT").with("after", "HEAD").counter("Counter", "PerSecond");
    DumpBuilder dump =
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
            .systemTime(Instant.parse("2026-06-01T00:00:10Z"))
            .upTime(100_000_000);
    byte[] blob = new Little(24).u64(0, 1000).u64(8, 4500).u64(16, Long.MAX_VALUE).toBytes();

    Walked walked = Declared.walk(event.decoder(types), dump, blob);

    assertThat(walked.rows())
        .extracting(row -> row.values().get(0))
        .containsExactly(Instant.parse("2026-06-01T00:00:04.5Z").toEpochMilli() * 1000, null);
  }

  /** Times depend on fields of the header; if these were never written, the times are NULL. */
  @Test
  void countersWithoutTheHeadersTimesAreNull() throws IOException {
    HandLaid types =
        new HandLaid().add(structure("EVENT", 16, 0, U64, "Interrupt", 8, array(U64, 1), "List"));
    Declared event =
        Declared.of("EVENT")
            .column("Interrupt", As.INTERRUPT_TIME)
            .column("List", As.INTERRUPT_TIME);
    DumpBuilder dump = DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).upTime(-1);

    assertThat(only(Declared.walk(event.decoder(types), dump, new byte[16])))
        .containsOnlyNulls()
        .hasSize(4);
  }

  /** Of a list of times each; a member that has the column's name keeps it. */
  @Test
  void secondsBeforeTheCrash() throws IOException {
    HandLaid types =
        new HandLaid()
            .add(structure("EVENT", 24, 0, array(U64, 2), "Times", 16, U64, "SecondsBeforeCrash"));
    DumpBuilder dump =
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
            .systemTime(Instant.parse("2026-06-01T00:00:10Z"))
            .upTime(100_000_000);
    byte[] blob = new Little(24).u64(0, 99_000_000).u64(8, 101_000_000).u64(16, 7).toBytes();

    Declared event = Declared.of("EVENT").column("Times", As.INTERRUPT_TIME);
    assertThat(columns(event.decoder(types)))
        .containsExactly("times TIMESTAMP[]", "seconds_before_crash UNSIGNED64");
    event.column("SecondsBeforeCrash", As.SKIP);
    assertThat(columns(event.decoder(types)))
        .containsExactly("times TIMESTAMP[]", "seconds_before_crash DOUBLE[]");
    assertThat(only(Declared.walk(event.decoder(types), dump, blob)).get(1))
        .isEqualTo(List.of(0.1, -0.1));
  }

  @Test
  void nestedStructuresUnionsAndArraysOfThem() throws IOException {
    CType.Structure point = structure("POINT", 4, 0, U16, "X", 2, U16, "Y");
    HandLaid types =
        new HandLaid()
            .add(
                structure(
                    "EVENT",
                    40,
                    0,
                    point,
                    "TopLeft",
                    4,
                    array(array(point, 2), 2),
                    "Corners",
                    20,
                    union("", 4, 0, U32, "AsUlong", 0, array(U8, 4), "AsBytes"),
                    "",
                    24,
                    union("VALUE", 8, 0, U64, "Number", 0, POINTER, "Address"),
                    "Value",
                    new CType.Field("Direction", U32, 32, 0, 1),
                    new CType.Field("Kind", I32, 32, 1, 3),
                    new CType.Field("Color", COLOR, 32, 4, 2),
                    new CType.Field("Wide", U64, 32, 0, 64),
                    new CType.Field("Flag", BOOLEAN, 32, 7, 1)));
    Little blob = new Little(40).u16(0, 1).u16(2, 2).u32(20, 0x04030201).u64(24, -1);
    for (int i = 0; i < 8; i++) {
      blob.u16(4 + 2 * i, 10 + i);
    }
    blob.u32(32, 0b1001_1011);
    Declared event = Declared.of("EVENT");

    assertThat(columns(event.decoder(types)))
        .containsExactly(
            "top_left_x BIGINT",
            "top_left_y BIGINT",
            "corners_x BIGINT[]",
            "corners_y BIGINT[]",
            "as_ulong BIGINT",
            "as_bytes BIGINT[]",
            "value_number UNSIGNED64",
            "value_address HEX64",
            "direction BIGINT",
            "kind BIGINT",
            "color TEXT",
            "wide UNSIGNED64",
            "flag BOOLEAN");
    assertThat(only(event.walk(types, blob.toBytes())))
        .containsExactly(
            1L,
            2L,
            List.of(10L, 12L, 14L, 16L),
            List.of(11L, 13L, 15L, 17L),
            0x04030201L,
            List.of(1L, 2L, 3L, 4L),
            -1L,
            -1L,
            1L,
            -3L,
            "ColorRed",
            0b1001_1011L,
            true);
  }

  @Test
  void arrayOfRecordsEndsWhereNoWholeOneFollows() throws IOException {
    HandLaid types = new HandLaid().add(structure("EVENT", 4, 0, U32, "Value"));
    byte[] blob = new Little(8).u32(0, 1).u32(4, 2).toBytes();

    for (int length = 1; length <= blob.length; length++) {
      Walked walked = Declared.of("EVENT").walk(types, Arrays.copyOf(blob, length));
      assertThat(walked.rows()).hasSize(length / 4);
      assertThat(walked.rejects())
          .extracting(Reject::message)
          .isEqualTo(
              length % 4 == 0
                  ? List.of()
                  : List.of("the last entry has " + length % 4 + " of 4 bytes"));
    }
  }

  @Test
  void headSaysHowManyRecordsThereAre() throws IOException {
    HandLaid types =
        new HandLaid()
            .add(structure("EVENT", 4, 0, U32, "Value"))
            .add(structure("HEAD", 4, 0, U32, "Count"));
    Declared event = Declared.of("EVENT").with("after", "HEAD").with("written", "Count");
    Little blob = new Little(12).u32(0, 1).u32(4, 7).u32(8, 8);

    assertThat(only(event.walk(types, blob.toBytes()))).containsExactly(7L);
    Walked short3 = event.walk(types, blob.u32(0, 3).toBytes());
    assertThat(short3.rows()).hasSize(2);
    assertThat(short3.rejects())
        .extracting(Reject::message)
        .containsExactly("the blob ends after 2 of 3 entries");
  }

  @Test
  void itemsThatAreNotValidAreNone() throws IOException {
    HandLaid types = new HandLaid().add(structure("EVENT", 8, 0, U32, "Value", 4, U32, "Order"));
    Declared event =
        Declared.of("EVENT").with("valid", "Order").with("order", "Order").column("Order", As.SKIP);
    byte[] blob =
        new Little(32)
            .u32(0, 10)
            .u32(4, 3)
            .u32(16, 11)
            .u32(20, 0xFFFFFFFFL)
            .u32(24, 12)
            .u32(28, 1)
            .toBytes();

    assertThat(event.walk(types, blob).rows())
        .extracting(row -> row.values().get(0))
        .containsExactly(11L, 12L, 10L);
  }

  @Test
  void singleRecordMustFitAndMayBeFollowed() throws IOException {
    HandLaid types = new HandLaid().add(structure("STATE", 8, 0, U32, "Value", 4, U32, "Other"));
    Declared state = Declared.of("STATE").single();

    assertThat(only(state.walk(types, new Little(11).u32(0, 7).toBytes()))).containsExactly(7L, 0L);
    assertThat(state.walk(types, new byte[7]).rejects())
        .extracting(Reject::reason, Reject::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Reason.TRUNCATED, "STATE has 8 bytes, the blob 7"));
  }

  @Test
  void arrayWithoutABoundGoesOnToTheEnd() throws IOException {
    CType.Structure pair = structure("PAIR", 4, 0, U16, "Key", 2, U16, "Value");
    HandLaid types =
        new HandLaid()
            .add(structure("PAIRS", 4, 0, U32, "Count", 4, array(pair, 0), "Pairs"))
            .add(structure("NOTE", 4, 0, U32, "Length", 4, array(CHAR, 0), "Note"));
    byte[] blob =
        new Little(13).u32(0, 0x41424344).u16(4, 1).u16(6, 2).u16(8, 3).u16(10, 4).toBytes();

    assertThat(only(Declared.of("PAIRS").single().walk(types, blob)))
        .containsExactly(0x41424344L, List.of(1L, 3L), List.of(2L, 4L));
    assertThat(only(Declared.of("NOTE").single().walk(types, Arrays.copyOf(blob, 5))))
        .containsExactly(0x41424344L, "\1");
    assertThat(only(Declared.of("PAIRS").single().walk(types, Arrays.copyOf(blob, 4))))
        .containsExactly(0x41424344L, List.of(), List.of());
    Walked many = Declared.of("PAIRS").single().walk(types, new byte[4 + 4 * 65537]);
    assertThat(many.rows()).isEmpty();
    assertThat(many.rejects())
        .extracting(Reject::message)
        .containsExactly("an array of 65537 elements; the most are 65536");
  }

  @Test
  void versionInEachRecordChoosesItsLayout() throws IOException {
    HandLaid types =
        new HandLaid()
            .add(structure("V1", 8, 0, U32, "Version", 4, U32, "Value"))
            .add(structure("V2", 16, 0, U32, "Version", 4, U32, "Value", 8, U64, "Extra"));
    Declared event = Declared.of("V2").version("Version", Map.of(1L, "V1", 2L, "V2"));
    Little blob = new Little(28).u32(0, 1).u32(4, 10).u32(8, 2).u32(12, 20).u64(16, 5).u32(24, 3);

    Walked walked = event.walk(types, blob.toBytes());

    assertThat(walked.rows())
        .extracting(Walked.Row::values)
        .containsExactly(Arrays.asList(1L, 10L, null), List.of(2L, 20L, 5L));
    assertThat(walked.rejects())
        .extracting(Reject::reason, Reject::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Reason.UNSUPPORTED, "no layout for version 3"));
  }

  @Test
  void versionInTheHeadChoosesTheLayoutOfAll() throws IOException {
    HandLaid types =
        new HandLaid()
            .add(structure("HEAD", 4, 0, U32, "Version"))
            .add(structure("V1", 4, 0, U32, "Value"))
            .add(structure("V2", 8, 0, U32, "Value", 4, U32, "Extra"));
    Declared event =
        Declared.of("V2").with("after", "HEAD").version("Version", Map.of(1L, "V1", 2L, "V2"));

    assertThat(event.walk(types, new Little(12).u32(0, 1).u32(4, 7).u32(8, 8).toBytes()).rows())
        .extracting(Walked.Row::values)
        .containsExactly(Arrays.asList(7L, null), Arrays.asList(8L, null));
    assertThat(only(event.walk(types, new Little(12).u32(0, 2).u32(4, 7).u32(8, 8).toBytes())))
        .containsExactly(7L, 8L);
    assertThat(event.walk(types, new Little(12).u32(0, 9).toBytes()).rejects())
        .extracting(Reject::message)
        .containsExactly("no layout for version 9");
  }

  /** According to DMF's source, only the first item is obfuscated. */
  @Test
  void guidTextIsTakenOffTheFirstItem() throws IOException {
    HandLaid types =
        new HandLaid().add(structure("ITEM", 40, 0, array(CHAR, 36), "Text", 36, U32, "Number"));
    byte[] blob =
        new Little(80)
            .raw(0, "first".getBytes(ISO_8859_1))
            .u32(36, 1)
            .raw(40, "second".getBytes(ISO_8859_1))
            .u32(76, 2)
            .toBytes();
    String key = "3F2504E04F8941D39A0C0305E82C3301";
    for (int i = 0; i < 40; i++) {
      blob[i] ^= (byte) key.charAt(i % 32);
    }

    Walked walked = Declared.of("ITEM").guidText().walk(types, blob);

    assertThat(walked.rows())
        .extracting(Walked.Row::values)
        .containsExactly(List.of("first", 1L), List.of("second", 2L));
  }

  @Test
  void machineWithoutALayoutIsAReject() throws IOException {
    HandLaid types = new HandLaid().add(structure("EVENT", 4, 0, U32, "Value"));
    DeclaredDecoder decoder = Declared.of("EVENT").decoder(types);

    Walked walked =
        Declared.walk(decoder, DumpBuilder.of(MachineKind.ARM, DumpKind.TRIAGE), new byte[4]);

    assertThat(walked.rejects())
        .extracting(Reject::message)
        .containsExactly("no layout for arm; the declaration's are for x86, x64, arm64");
  }

  @Test
  void travelsToWorkersAndKeepsItsVersion() throws Exception {
    HandLaid types =
        new HandLaid()
            .add(structure("EVENT", 8, 0, COLOR, "Color", 4, U32, "Flags"))
            .constants("FLAGS", Map.of(1L, "FlagUp"));
    Declared event = Declared.of("EVENT").flags("Flags", "FLAGS");
    DeclaredDecoder decoder = event.decoder(types);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(decoder);
    }
    DeclaredDecoder copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (DeclaredDecoder) in.readObject();
    }
    DumpBuilder dump = DumpBuilder.of(MachineKind.ARM64, DumpKind.TRIAGE);

    assertThat(only(Declared.walk(copy, dump, new Little(8).u32(0, 1).u32(4, 1).toBytes())))
        .containsExactly("ColorRed", "FlagUp");
    assertThat(copy.version()).isEqualTo(event.decoder(types).version());
    assertThat(event.column("Color", As.HEX).decoder(types).version()).isNotEqualTo(copy.version());
  }

  @Test
  void columnsSayWhereTheyComeFrom() {
    HandLaid types = new HandLaid().add(structure("EVENT", 4, 0, U32, "DPCCount"));
    DeclaredDecoder decoder = Declared.of("EVENT").column("DPCCount", As.HEX).decoder(types);

    assertThat(decoder.table().columns())
        .extracting(Column::sentence)
        .last()
        .isEqualTo("DPCCount of EVENT: ULONG, 4 bytes, as hex.");
    assertThat(decoder.table().sentence())
        .isEqualTo("A record EVENT of acme.h, in blobs of {3F2504E0-4F89-41D3-9A0C-0305E82C3301}.");
    assertThat(decoder.heading(decoder.table())).isEqualTo("[acme_events: EVENT of acme.h]");
  }
}
