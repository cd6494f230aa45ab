package org.crashtag.decode.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RecorderLog;
import org.crashtag.sample.RecorderRing;
import org.crashtag.sample.SampleBlob;
import org.crashtag.sample.TimedRecords;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.BlobDamage;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingDecodersTest {
  private static final Guid MESSAGES = Guid.constant("0a0b0c0d-1111-2222-3333-444455556666");
  private static final Guid NAME = Guid.constant("335d5e04-5638-4e58-aa36-7ed1cfe76fd6");
  private static final Guid LOG = Guid.constant("335d5e04-563b-4e58-aa36-7ed1cfe76fd6");
  private static final Guid OTHER_LOG = Guid.constant("21ba7b61-05f9-41f1-9048-c09493dcfe38");
  private static final Instant TIME = Instant.parse("2026-03-04T05:06:07.123456Z");
  private static final RecorderRing NOTHING = new RecorderRing(0);

  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void kmdfLogIsReadInTheDumpsWidth(MachineKind machine) throws IOException {
    RecorderRing ring = new RecorderRing(400).write(MESSAGES, 10, new byte[0]);
    byte[] arguments = {1, 2, 3, (byte) 0xFF};
    TimedRecords.write(ring, MESSAGES, 11, FileTime.of(TIME), arguments);

    Walked walked = kmdf(machine, RecorderLog.kmdf(machine, "acmenet", true, ring));

    assertThat(rows(walked, "ring_logs"))
        .containsExactly(
            Arrays.asList("kmdf_ifr", "normal", "acmenet", 400L, 2L, 2L, "first_record", null));
    long micros = TIME.getEpochSecond() * 1_000_000 + TIME.getNano() / 1000;
    assertThat(rows(walked, "ring_records"))
        .containsExactly(
            Arrays.asList("normal", 1L, MESSAGES, 10L, null, "", null, null, null, null),
            Arrays.asList("normal", 2L, MESSAGES, 11L, micros, "010203ff", 0L, null, null, null));
    assertThat(walked.rejects()).isEmpty();
    assertThat(walked.blobs().get(0).status()).isEqualTo(Status.DECODED);
  }

  @ParameterizedTest
  @CsvSource({"X86,64", "ARM,64", "X64,72"})
  void kmdfHeaderIsShorterWhereItHasNoTimes(MachineKind machine, int header) throws IOException {
    RecorderRing ring = new RecorderRing(200).write(MESSAGES, 1, new byte[4]);
    byte[] log = RecorderLog.kmdf(machine, "n".repeat(31), false, ring);
    assertThat(log).hasSize(header + 200);

    Walked walked = kmdf(machine, log);
    assertThat(rows(walked, "ring_logs").get(0)).contains("n".repeat(31), 1L);
    assertThat(rows(walked, "ring_records")).hasSize(1);
  }

  @Test
  void logThatNobodyWroteToIsEmpty() throws IOException {
    Walked walked =
        kmdf(
            MachineKind.X64,
            RecorderLog.kmdf(MachineKind.X64, "quiet", true, new RecorderRing(64)));

    assertThat(rows(walked, "ring_logs"))
        .containsExactly(Arrays.asList("kmdf_ifr", "normal", "quiet", 64L, 0L, 0L, "empty", null));
    assertThat(rows(walked, "ring_records")).isEmpty();
    assertThat(walked.blobs().get(0).status()).isEqualTo(Status.DECODED);
  }

  /** For any lengths, the newest records that are still complete are returned, oldest first. */
  @ParameterizedTest
  @ValueSource(ints = {100, 101, 102, 103, 128, 200, 1000})
  void overwrittenRingGivesWhatIsLeft(int size) throws IOException {
    RecorderRing ring = new RecorderRing(size);
    for (int count = 1; count <= 120; count++) {
      ring.write(MESSAGES, count, new byte[4 * (count * 7 % 3)]);
      if (count > 12 && count % 5 != 0) {
        continue;
      }
      Walked walked = kmdf(MachineKind.X64, RecorderLog.kmdf(MachineKind.X64, "d", true, ring));
      List<Long> sequences =
          rows(walked, "ring_records").stream().map(row -> (long) row.get(1)).toList();

      assertThat(walked.rejects()).isEmpty();
      assertThat(sequences)
          .isEqualTo(LongStream.rangeClosed(count - sequences.size() + 1L, count).boxed().toList());
      assertThat(rows(walked, "ring_logs").get(0).get(6))
          .isEqualTo(sequences.get(0) == 1L ? "first_record" : "overwritten");
      // At worst the newest overwrites one in part, and the ring's end is too short for one.
      assertThat(sequences).hasSizeGreaterThanOrEqualTo(Math.min(count, size / 36 - 2));
    }
  }

  @Test
  void missingNumbersAreCounted() throws IOException {
    RecorderRing ring =
        new RecorderRing(400)
            .write(MESSAGES, 1, new byte[0])
            .skip(3)
            .write(MESSAGES, 1, new byte[0])
            .write(MESSAGES, 1, new byte[0]);
    Walked walked = kmdf(MachineKind.X64, RecorderLog.kmdf(MachineKind.X64, "d", true, ring));

    assertThat(rows(walked, "ring_records"))
        .extracting(row -> row.get(1), row -> row.get(6))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, null),
            org.assertj.core.groups.Tuple.tuple(5L, 3L),
            org.assertj.core.groups.Tuple.tuple(6L, 0L));
  }

  /** A WPP component takes a number before it takes the place, so neighbours can be swapped. */
  @Test
  void swappedNumbersAreNotMissing() throws IOException {
    RecorderRing ring = new RecorderRing(400);
    for (int skip : new int[] {10, 1, -2, 1, 3, -3}) {
      ring.skip(skip).write(MESSAGES, 1, new byte[0]);
    }
    byte[] log = RecorderLog.wpp(19041, "acmelog", ring, NOTHING);
    Walked walked =
        Walked.through(
            DumpBytes.of(
                DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).blob(SampleBlob.of(LOG, log))));

    assertThat(rows(walked, "ring_records"))
        .extracting(row -> row.get(1) + " after " + row.get(6))
        .containsExactly(
            "11 after null", "13 after 1", "12 after 0", "14 after 0", "18 after 3", "16 after 0");
    assertThat(walked.rejects()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {17134, 19041, 26100})
  void wppLogHasTwoRingsAndTheNameOfItsFamily(int build) throws IOException {
    byte[] log =
        RecorderLog.wpp(
            build,
            "acmelog",
            new RecorderRing(100).write(MESSAGES, 1, new byte[0]).write(MESSAGES, 2, new byte[4]),
            new RecorderRing(50).write(MESSAGES, 3, new byte[8]));
    byte[] otherLog = RecorderLog.wpp(build, "", NOTHING, NOTHING);
    byte[] name = RecorderLog.name(build, "Acme WPP");
    for (boolean nameFirst : new boolean[] {true, false}) {
      DumpBuilder builder = DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).build(build);
      if (nameFirst) {
        builder.blob(SampleBlob.of(NAME, name));
      }
      builder.blob(SampleBlob.of(LOG, log)).blob(SampleBlob.of(OTHER_LOG, otherLog));
      if (!nameFirst) {
        builder.blob(SampleBlob.of(NAME, name));
      }
      Walked walked = Walked.through(DumpBytes.of(builder));

      assertThat(rows(walked, "ring_logs"))
          .containsExactly(
              Arrays.asList("wpp", "normal", "Acme WPP", 100L, 2L, 2L, "first_record", "acmelog"),
              Arrays.asList("wpp", "error", "Acme WPP", 50L, 1L, 1L, "first_record", "acmelog"),
              Arrays.asList("wpp", "normal", null, 0L, null, 0L, "empty", null),
              Arrays.asList("wpp", "error", null, 0L, null, 0L, "empty", null));
      assertThat(rows(walked, "ring_records"))
          .extracting(row -> row.get(0) + " " + row.get(1) + " " + row.get(3) + " " + row.get(5))
          .containsExactly("normal 1 1 ", "normal 2 2 00000000", "error 1 3 0000000000000000");
      assertThat(walked.rejects()).isEmpty();
      assertThat(walked.blobs()).extracting(blob -> blob.status()).containsOnly(Status.DECODED);
    }
  }

  @ParameterizedTest
  @EnumSource(Privacy.Mode.class)
  void argumentsThatNamePlacesAreHashedUnlessTheyAreKept(Privacy.Mode mode) throws IOException {
    byte[] address = {0x24, 0x4B, (byte) 0xFE, 1, 2, 3, 0, 0};
    byte[] path = "\\??\\HID#VID_04D9#7&396".getBytes(StandardCharsets.UTF_16LE);
    byte[] number = {1, 0, 0, 0, 5, 0, 0, 0};
    byte[] wireless =
        RecorderLog.wpp(
            19041,
            "log",
            new RecorderRing(200).write(MESSAGES, 1, address).write(MESSAGES, 2, new byte[0]),
            NOTHING);
    byte[] other =
        RecorderLog.wpp(
            19041,
            "log",
            new RecorderRing(200).write(MESSAGES, 3, path).write(MESSAGES, 4, number),
            NOTHING);
    byte[] kmdf =
        RecorderLog.kmdf(
            MachineKind.X64,
            "acmewifi",
            true,
            new RecorderRing(200).write(MESSAGES, 5, address).write(MESSAGES, 6, new byte[4]));
    byte[] dump =
        DumpBytes.of(
            DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                .build(19041)
                .blob(SampleBlob.of(OTHER_LOG, wireless))
                .blob(SampleBlob.of(LOG, other))
                .blob(SampleBlob.of(RecorderLog.KMDF_TAG, kmdf)));
    Privacy privacy = new Privacy(mode, new byte[] {1});
    Walked walked = Walked.through(ArrayContent.of(dump), WalkOptions.all().withPrivacy(privacy));

    Map<Object, Object> arguments = new HashMap<>();
    rows(walked, "ring_records").forEach(row -> arguments.put(row.get(3), row.get(5)));
    assertThat(arguments)
        .containsEntry(1L, shown(address, privacy))
        .containsEntry(2L, "")
        .containsEntry(3L, shown(path, privacy))
        .containsEntry(4L, "0100000005000000")
        .containsEntry(5L, shown(address, privacy))
        .containsEntry(6L, "00000000");
  }

  private static String shown(byte[] arguments, Privacy privacy) {
    String hex = HexFormat.of().formatHex(arguments);
    return switch (privacy.mode()) {
      case HASH -> "#" + privacy.hash(hex);
      case KEEP -> hex;
      case DROP -> null;
    };
  }

  @Test
  void corruptRecordEndsItsRingAndKeepsTheNewerOnes() throws IOException {
    RecorderRing ring = new RecorderRing(200);
    for (int i = 0; i < 4; i++) {
      ring.write(MESSAGES, i, new byte[0]);
    }
    byte[] log = RecorderLog.kmdf(MachineKind.X64, "d", true, ring);
    log[72 + 28] = 'X';
    Walked walked = kmdf(MachineKind.X64, log);

    assertThat(rows(walked, "ring_logs").get(0)).contains("corrupt", 2L, 4L);
    assertThat(rows(walked, "ring_records")).extracting(row -> row.get(1)).containsExactly(3L, 4L);
    assertThat(walked.rejects())
        .singleElement()
        .satisfies(
            reject -> {
              assertThat(reject.reason()).isEqualTo(Reason.CORRUPT);
              assertThat(reject.offset())
                  .isEqualTo(walked.blobs().get(0).blob().dataOffset() + 72 + 28);
              assertThat(reject.message()).isEqualTo("expected a record (ring +28)");
            });
    assertThat(walked.blobs().get(0).status()).isEqualTo(Status.PARTIAL);
  }

  @Test
  void recordsThatPointAtEachOtherEndTheWalk() throws IOException {
    RecorderRing ring = new RecorderRing(60).write(MESSAGES, 1, new byte[0]);
    ring.write(MESSAGES, 2, new byte[0]);
    byte[] log = RecorderLog.kmdf(MachineKind.X64, "d", true, ring);
    // The first record's PrevOffset: the second one.
    log[72 + 8] = 28;
    Walked walked = kmdf(MachineKind.X64, log);

    assertThat(rows(walked, "ring_logs").get(0)).contains("overwritten", 2L);
  }

  @Test
  void whatIsNeitherLogNorNameIsRejected() throws IOException {
    Walked walked =
        Walked.through(
            DumpBytes.of(
                DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                    .blob(SampleBlob.of(LOG, new byte[100]))
                    .blob(SampleBlob.of(RecorderLog.KMDF_TAG, new byte[100]))));

    assertThat(walked.rows()).isEmpty();
    assertThat(walked.rejects()).extracting(reject -> reject.reason()).containsOnly(Reason.CORRUPT);
    assertThat(walked.blobs()).extracting(blob -> blob.status()).containsOnly(Status.REJECTED);
  }

  @Test
  void wppLogOfA32BitDumpIsNotGuessedAt() throws IOException {
    byte[] log = RecorderLog.wpp(19041, "x", new RecorderRing(100), NOTHING);
    Walked walked =
        Walked.through(
            DumpBytes.of(
                DumpBuilder.of(MachineKind.X86, DumpKind.TRIAGE).blob(SampleBlob.of(LOG, log))));

    assertThat(walked.rejects())
        .singleElement()
        .satisfies(reject -> assertThat(reject.reason()).isEqualTo(Reason.UNSUPPORTED));
  }

  @Test
  void damageGivesRowsAndRejectsOnly() {
    List<byte[]> logs = new ArrayList<>();
    RecorderRing full = new RecorderRing(300);
    for (int i = 0; i < 40; i++) {
      TimedRecords.write(full, MESSAGES, i, FileTime.of(TIME), new byte[4 * (i % 4)]);
    }
    for (MachineKind machine : MachineKind.values()) {
      BlobDamage.check(
          machine,
          RecorderLog.KMDF_TAG,
          RecorderLog.kmdf(machine, "acmenet", true, full),
          new int[] {0x14, 0x18, 0x1C, 0x1E, 0x20});
    }
    logs.add(RecorderLog.wpp(19041, "acmelog", full, full));
    logs.add(RecorderLog.wpp(17134, "acmelog", full, full));
    for (byte[] log : logs) {
      BlobDamage.check(
          MachineKind.X64, LOG, log, new int[] {0x80, 0x88, 0x8C, 0x90, 0x94, 0x98, 0x9C, 0xA0});
    }
    BlobDamage.check(MachineKind.X64, NAME, RecorderLog.name(19041, "a"), new int[] {0, 64});
  }

  private static Walked kmdf(MachineKind machine, byte[] log) throws IOException {
    return Walked.through(
        DumpBytes.of(
            DumpBuilder.of(machine, DumpKind.TRIAGE)
                .blob(SampleBlob.of(RecorderLog.KMDF_TAG, log))));
  }

  private static List<List<Object>> rows(Walked walked, String table) {
    return walked.rows().stream()
        .filter(row -> row.table().equals(table))
        .map(Walked.Row::values)
        .toList();
  }
}
