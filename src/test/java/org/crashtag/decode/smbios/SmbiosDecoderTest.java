package org.crashtag.decode.smbios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.sample.SmbiosBlob;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.BlobDamage;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmbiosDecoderTest {
  private static final Guid UUID = Guid.constant("5f1d2c34-a566-47b8-99aa-0bccd1e2f3a4");
  private static final Guid ONES = new Guid(-1, -1);
  private static final Privacy KEEP = new Privacy(Privacy.Mode.KEEP, new byte[] {1});

  @Test
  void everyColumnHasItsValue() throws IOException {
    Walked walked = walk(whole().toBytes(), KEEP);

    List<Object> machine = rows(walked, "machines").get(0);
    assertThat(machine.get(0)).isEqualTo(KEEP.hash(UUID + "\u0000Acme\u0000Anvil 9"));
    assertThat(machine.subList(1, machine.size()))
        .containsExactly(
            "uuid",
            "Acme",
            "Anvil 9",
            "v2",
            "SKU-1",
            "Anvils",
            "SN-0042",
            UUID.toString(),
            "Acme BIOS",
            "1.02",
            LocalDate.of(2024, 2, 29).toEpochDay(),
            "Acme Boards",
            "AB-1",
            "Laptop",
            "3.2",
            (8192L + 65536) << 20,
            2L);
    assertThat(rows(walked, "memory_modules"))
        .containsExactly(
            Arrays.asList("DIMM A", 8192L << 20, 3200L, "Mem Co", "MC-8", "M1"),
            Arrays.asList("DIMM B", 65536L << 20, 4800L, "Mem Co", "MC-64", "M2"),
            Arrays.asList("DIMM C", 0L, null, null, null, null));
    assertThat(rows(walked, "processors"))
        .containsExactly(
            Arrays.asList(
                "smbios",
                "Acme CPU",
                "GenuineIntel",
                "EA 06 09 00 FF FB 8B 1F",
                3700L,
                6L,
                12L,
                null,
                6L,
                158L,
                10L));
    assertThat(walked.blobs().get(0).status()).isEqualTo(Status.DECODED);
    assertThat(walked.rejects()).isEmpty();
  }

  private static SmbiosBlob whole() {
    return new SmbiosBlob(3, 2)
        .add(218, new SmbiosBlob.Fields().u16(7).strings("an OEM's own"))
        .bios("Acme BIOS", "1.02", "02/29/2024")
        .system("Acme", "Anvil 9", "v2", "SN-0042", UUID, "SKU-1", "Anvils")
        .board("Acme Boards", "AB-1", "B-77777")
        .enclosure(0x89)
        .processor("GenuineIntel", "Acme CPU", 0x906EA, 3700, 6, 12)
        .memory("DIMM A", 8192, 3200, "Mem Co", "MC-8", "M1")
        .memory("DIMM B", 65536, 4800, "Mem Co", "MC-64", "M2")
        .memory("DIMM C", 0, 0, "", "", "");
  }

  @Test
  void moreThan254CoresStandInTheWideFields() throws IOException {
    byte[] blob =
        new SmbiosBlob(3, 2).processor("AuthenticAMD", "Epic", 0xA20F10, 2400, 384, 768).toBytes();

    List<Object> processor = rows(walk(blob, KEEP), "processors").get(0);
    assertThat(processor.subList(5, 7)).containsExactly(384L, 768L);
    assertThat(processor.subList(8, 11)).containsExactly(25L, 33L, 0L);
  }

  /** Before version 2.6 the byte order of a UUID was unspecified, so it is read as stored. */
  @Test
  void uuidIsReadAsItsVersionHasIt() throws IOException {
    byte[] blob = new SmbiosBlob(2, 5).system("Acme", "Anvil", "", "", UUID, "", "").toBytes();

    assertThat(rows(walk(blob, KEEP), "machines").get(0).get(8))
        .isEqualTo("342c1d5f-66a5-b847-99aa-0bccd1e2f3a4");
  }

  @ParameterizedTest
  @CsvSource({
    "SN-4711A, B-0815x, system_serial",
    "'  SN-4711A ', B-0815x, system_serial",
    "Default string, B-0815x, board_serial",
    "System Serial Number, B-0815x, board_serial",
    "To be filled by O.E.M., B-0815x, board_serial",
    "To Be Filled By O.E.M., B-0815x, board_serial",
    "***, B-0815x, board_serial",
    "'        ', B-0815x, board_serial",
    "00000000, B-0815x, board_serial",
    "FFFFFFFF, B-0815x, board_serial",
    "123456789, B-0815x, board_serial",
    "0, B-0815x, board_serial",
    "Not Applicable, Default string,",
    "'', '',",
    "None, Base Board Serial Number,",
  })
  void machineIsNamedByTheFirstNumberOfItsOwn(String system, String board, String from)
      throws IOException {
    for (Guid uuid : new Guid[] {Guid.NIL, ONES}) {
      byte[] blob =
          new SmbiosBlob(3, 0)
              .system("Acme", "Anvil", "", system, uuid, "", "")
              .board("Acme", "AB-1", board)
              .toBytes();
      List<Object> machine = rows(walk(blob, KEEP), "machines").get(0);

      assertThat(machine.get(1)).isEqualTo(from);
      assertThat(machine.get(0) == null).isEqualTo(from == null);
      assertThat(machine.get(8)).isNull();
    }
  }

  @Test
  void uuidThatManyMachinesShareNamesNone() throws IOException {
    Guid shared = Guid.constant("03000200-0400-0500-0006-000700080009");
    byte[] blob =
        new SmbiosBlob(3, 0).system("Acme", "Anvil", "", "SN-4711A", shared, "", "").toBytes();

    assertThat(rows(walk(blob, KEEP), "machines").get(0).get(1)).isEqualTo("system_serial");
  }

  @ParameterizedTest
  @CsvSource({
    // size, room for the wide field, that field's MiB, then what is expected: MiB or nothing
    "8192, false, 0, 8192",
    "32766, false, 0, 32766",
    "32767, false, 0,",
    "32767, true, 0,",
    "32767, true, 65536, 65536",
    "65535, true, 65536,",
    "33280, false, 0, 0.5",
  })
  void sizeOfAModuleIsKnownOrNull(int size, boolean wide, long wideMib, Double mib)
      throws IOException {
    byte[] blob = new SmbiosBlob(2, 3).add(17, memoryDevice(size, wide, wideMib)).toBytes();
    Walked walked = walk(blob, KEEP);
    Long bytes = mib == null ? null : (Long) (long) (mib * (1 << 20));

    assertThat(rows(walked, "memory_modules"))
        .containsExactly(Arrays.asList("A", bytes, null, "Kingston", null, null));
    assertThat(rows(walked, "machines").get(0).subList(16, 18)).isEqualTo(Arrays.asList(bytes, 1L));
  }

  @Test
  void memoryOfAMachineIsUnknownIfThatOfOneModuleIs() throws IOException {
    byte[] blob =
        new SmbiosBlob(2, 3)
            .add(17, memoryDevice(1024, false, 0))
            .add(17, memoryDevice(0xFFFF, false, 0))
            .add(17, memoryDevice(0, false, 0))
            .toBytes();

    assertThat(rows(walk(blob, KEEP), "machines").get(0).subList(16, 18))
        .isEqualTo(Arrays.asList(null, 2L));
  }

  @Test
  void emptySocketsHaveNoMemory() throws IOException {
    byte[] blob = new SmbiosBlob(2, 3).add(17, memoryDevice(0, false, 0)).toBytes();

    assertThat(rows(walk(blob, KEEP), "machines").get(0).subList(16, 18))
        .isEqualTo(Arrays.asList(null, 0L));
  }

  private static SmbiosBlob.Fields memoryDevice(int size, boolean wide, long wideMib) {
    SmbiosBlob.Fields fields =
        new SmbiosBlob.Fields()
            .u16(0)
            .u16(0xFFFE)
            .u16(64)
            .u16(64)
            .u16(size)
            .u8(9, 0, 1, 0, 26)
            .u16(0)
            .u16(0)
            .u8(2, 0, 0, 0);
    if (wide) {
      fields.u8(0).u32(wideMib);
    }
    return fields.strings("A", "Kingston");
  }

  @Test
  void idIsThereInEveryModeAndDependsOnKeyManufacturerAndProduct() throws IOException {
    byte[] blob = machine("Acme", "Anvil", "SN-4711A");
    byte[] key = {1, 2, 3};
    Object id = id(blob, new Privacy(Privacy.Mode.HASH, key));

    assertThat(id).isNotNull();
    assertThat(id(blob, new Privacy(Privacy.Mode.KEEP, key))).isEqualTo(id);
    assertThat(id(blob, new Privacy(Privacy.Mode.DROP, key))).isEqualTo(id);
    assertThat(id(machine("Acme ", "Anvil", " SN-4711A"), new Privacy(Privacy.Mode.HASH, key)))
        .isEqualTo(id);
    assertThat(id(blob, new Privacy(Privacy.Mode.HASH, new byte[] {4}))).isNotEqualTo(id);
    assertThat(id(machine("Acme", "Bellows", "SN-4711A"), new Privacy(Privacy.Mode.HASH, key)))
        .isNotEqualTo(id);
    assertThat(id(machine("Emca", "Anvil", "SN-4711A"), new Privacy(Privacy.Mode.HASH, key)))
        .isNotEqualTo(id);
  }

  @Test
  void privateNumbersAreHashedOrDropped() throws IOException {
    byte[] blob = whole().toBytes();
    Privacy hash = new Privacy(Privacy.Mode.HASH, new byte[] {9});
    List<Object> hashed = rows(walk(blob, hash), "machines").get(0);
    assertThat(hashed.subList(7, 9))
        .containsExactly(hash.hash("SN-0042"), hash.hash(UUID.toString()));
    assertThat(rows(walk(blob, hash), "memory_modules").get(0).get(5)).isEqualTo(hash.hash("M1"));

    Privacy drop = new Privacy(Privacy.Mode.DROP, new byte[] {9});
    assertThat(rows(walk(blob, drop), "machines").get(0).subList(7, 9)).containsExactly(null, null);
    assertThat(rows(walk(blob, drop), "memory_modules").get(0).get(5)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "02/28/2024, 2024-02-28",
    "05/ 6/2021, 2021-05-06",
    "08/02/12, 1912-08-02",
    "02/30/2024,",
    "13/01/2024,",
    "2024-01-01,",
    "'',",
  })
  void biosDateIsADateOrNothing(String text, String date) throws IOException {
    byte[] blob = new SmbiosBlob(3, 0).bios("v", "1", text).toBytes();

    assertThat(rows(walk(blob, KEEP), "machines").get(0).get(11))
        .isEqualTo(date == null ? null : LocalDate.parse(date).toEpochDay());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100})
  void whatStandsBehindTheLengthIsReported(int more) throws IOException {
    byte[] blob = whole().toBytes();
    Walked walked = walk(Arrays.copyOf(blob, blob.length + more), KEEP);

    assertThat(rows(walked, "memory_modules")).hasSize(3);
    if (more == 0) {
      assertThat(walked.rejects()).isEmpty();
    } else {
      assertThat(walked.rejects()).extracting(r -> r.reason()).containsExactly(Reason.CORRUPT);
      assertThat(walked.blobs().get(0).status()).isEqualTo(Status.PARTIAL);
    }
  }

  @Test
  void structuresBeforeACutAreKept() throws IOException {
    byte[] blob = machine("Acme", "Anvil", "SN-4711A");
    byte[] cut = Arrays.copyOf(blob, blob.length - 7);
    cut[4] = (byte) (cut[4] - 7);
    Walked walked = walk(cut, KEEP);

    assertThat(rows(walked, "machines")).hasSize(1);
    assertThat(walked.rejects()).extracting(r -> r.reason()).containsExactly(Reason.TRUNCATED);
  }

  @Test
  void damageGivesRowsAndRejectsOnly() {
    BlobDamage.check(
        MachineKind.X64,
        SmbiosBlob.TAG,
        whole().toBytes(),
        new int[] {0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 14, 31, 32, 33, 60});
  }

  private static byte[] machine(String manufacturer, String product, String serial) {
    return new SmbiosBlob(3, 0)
        .system(manufacturer, product, "", serial, Guid.NIL, "", "")
        .toBytes();
  }

  private static Object id(byte[] blob, Privacy privacy) throws IOException {
    return rows(walk(blob, privacy), "machines").get(0).get(0);
  }

  private static Walked walk(byte[] blob, Privacy privacy) throws IOException {
    byte[] dump =
        DumpBytes.of(
            DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                .blob(SampleBlob.of(SmbiosBlob.TAG, blob)));
    return Walked.through(ArrayContent.of(dump), WalkOptions.all().withPrivacy(privacy));
  }

  private static List<List<Object>> rows(Walked walked, String table) {
    return walked.rows().stream()
        .filter(row -> row.table().equals(table))
        .map(Walked.Row::values)
        .toList();
  }
}
