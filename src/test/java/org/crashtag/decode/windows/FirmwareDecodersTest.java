package org.crashtag.decode.windows;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.sample.AcpiTables;
import org.crashtag.sample.BiosValues;
import org.crashtag.sample.PciTree;
import org.crashtag.sample.PciTree.Function;
import org.crashtag.sample.RegisterList;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirmwareDecodersTest {
  @Test
  void everyValueIsTextOrNumberOrHex() throws IOException {
    byte[] values =
        new BiosValues()
            .number("~MHz", 0xFFFFFFFFL)
            .wideNumber("Wide", -1)
            .text("Text", "ACME \u00E9")
            .value("Both", 7, new byte[] {'a', 0, 0, 0, 'b', 0, 0, 0, 0, 0})
            .value("Short", 4, new byte[] {1, 2})
            .value("Odd", 0x12345678L, new byte[] {(byte) 0xAB})
            .value("Nothing", 3, new byte[0])
            .toBytes();

    assertThat(Walks.rows(Walks.of(BiosValues.TAG, values), "firmware_values"))
        .containsExactly(
            asList("~MHz", 4L, "REG_DWORD", null, 0xFFFFFFFFL, null),
            asList("Wide", 11L, "REG_QWORD", null, -1L, null),
            asList("Text", 1L, "REG_SZ", "ACME \u00E9", null, null),
            asList("Both", 7L, "REG_MULTI_SZ", "a", null, null),
            asList("Short", 4L, "REG_DWORD", null, null, "0102"),
            asList("Odd", 0x12345678L, null, null, null, "ab"),
            asList("Nothing", 3L, "REG_BINARY", null, null, ""));
  }

  @Test
  void valuesOfTheProcessorAreARowOfProcessors() throws IOException {
    byte[] values =
        new BiosValues()
            .text("ProcessorNameString", "ACME 8   ")
            .text("VendorIdentifier", "AcmeAcmeAcme")
            .text("Identifier", "ACME64 Family 6")
            .number("~MHz", 3000)
            .wideNumber("MSR8B", 0xC8L << 32)
            .toBytes();

    assertThat(Walks.rows(Walks.of(BiosValues.TAG, values), "processors"))
        .containsExactly(
            asList(
                "bios_values",
                "ACME 8",
                "AcmeAcmeAcme",
                "ACME64 Family 6",
                3000L,
                null,
                null,
                0xC8L,
                null,
                null,
                null));
    byte[] others = new BiosValues().number("Other", 1).toBytes();
    assertThat(Walks.rows(Walks.of(BiosValues.TAG, others), "processors")).isEmpty();
  }

  @Test
  void valuesBeforeAFaultStay() throws IOException {
    byte[] values = new BiosValues().number("a", 1).number("b", 2).toBytes();
    Walked walked = Walks.of(BiosValues.TAG, Arrays.copyOf(values, values.length - 1));

    assertThat(Walks.rows(walked, "firmware_values")).hasSize(1);
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.TRUNCATED);
    assertThat(walked.blobs().get(0).status()).isEqualTo(Status.PARTIAL);
  }

  @Test
  void registersAreOfTwoProcessors() throws IOException {
    byte[] list =
        new RegisterList()
            .leaf(0x80000008L, 1, 2, 3, 0xFFFFFFFFL)
            .register(0x19C, 0x88400000_00000001L, 7)
            .toBytes();
    Walked walked = Walks.of(RegisterList.TAG, list);

    assertThat(Walks.rows(walked, "processor_registers"))
        .containsExactly(
            asList("cpuid", 0x80000008L, 0L, 1L, 2L, 3L, 0xFFFFFFFFL, null),
            asList("cpuid", 0x80000008L, 1L, 1L, 2L, 3L, 0xFFFFFFFFL, null),
            asList("msr", 0x19CL, 0L, null, null, null, null, 0x88400000_00000001L),
            asList("msr", 0x19CL, 1L, null, null, null, null, 7L));
    assertThat(Walks.rows(walked, "processors")).as("they don't say what it is").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0x000906EA, 6, 158, 10",
    "0x00A20F12, 25, 33, 2",
    "0x00000F29, 15, 2, 9",
    "0x00000543, 5, 4, 3"
  })
  void processorIsWhatLeaf1Says(String eax, long family, long model, long stepping)
      throws IOException {
    byte[] list = new RegisterList().leaf(1, Long.decode(eax), 0, 0, 0).toBytes();

    assertThat(Walks.rows(Walks.of(RegisterList.TAG, list), "processors"))
        .singleElement()
        .satisfies(row -> assertThat(row.subList(8, 11)).containsExactly(family, model, stepping));
  }

  @Test
  void bothProcessorsHaveARowWhereTheyDiffer() throws IOException {
    byte[] list =
        new RegisterList()
            .leaf(0, 1, 0x756E6547, 0x6C65746E, 0x49656E69)
            .leaf(1, 0x000906EA, 0, 0, 0)
            .letters(0x80000002L, " ACME 8 processo")
            .letters(0x80000003L, "r at 3 GHz\0stale")
            .register(0x8B, 0xF4L << 32, 0xF6L << 32)
            .toBytes();
    String name = "ACME 8 processor at 3 GHz";

    assertThat(Walks.rows(Walks.of(RegisterList.TAG, list), "processors"))
        .containsExactly(processor(name, 0xF4L), processor(name, 0xF6L));
  }

  private static List<Object> processor(String name, long microcode) {
    return asList(
        "registers", name, "GenuineIntel", null, null, null, null, microcode, 6L, 158L, 10L);
  }

  @Test
  void registersOfAnUnknownKindEndTheList() throws IOException {
    byte[] list = new RegisterList().leaf(0, 1, 2, 3, 4).leaf(1, 1, 2, 3, 4).toBytes();
    list[40] = 2;
    Walked walked = Walks.of(RegisterList.TAG, list);

    assertThat(Walks.rows(walked, "processor_registers")).hasSize(2);
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.CORRUPT);
  }

  @Test
  void tablesAreAsMuchAsIsKept() throws IOException {
    AcpiTables tables = new AcpiTables();
    for (int table = 0; table < 8; table++) {
      tables.add("SSDT", 4000 + table, "ACME", "Code" + table);
    }
    Walked walked = Walks.of(AcpiTables.TAG, tables.add("MCFG", 60, "ACME", "A M I").toBytes());

    assertThat(Walks.rows(walked, "acpi_tables"))
        .hasSize(9)
        .startsWith(acpi("SSDT", 4000, 36, "Code0"))
        .endsWith(acpi("MCFG", 60, 36, "A M I"));
    assertThat(walked.rejects()).isEmpty();
  }

  private static List<Object> acpi(String signature, long length, long kept, String name) {
    return asList(signature, length, kept, 2L, "ACME", name, 0x01072009L, "INTL", 0x20200717L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100})
  void tablesAreCountedByTheirCuts(int count) throws IOException {
    AcpiTables tables = new AcpiTables();
    for (int table = 0; table < count; table++) {
      tables.add(table % 3 == 0 ? "SSDT" : "OEM" + table % 3, 90 + 11 * table, "ACME", "A M I");
    }
    Walked walked = Walks.of(AcpiTables.TAG, tables.toBytes());

    assertThat(walked.rejects()).isEmpty();
    assertThat(Walks.rows(walked, "acpi_tables"))
        .hasSize(count)
        .allMatch(row -> ((String) row.get(0)).length() == 4)
        .allMatch(row -> (row.get(7) == null) == ((long) row.get(2) < 32));
  }

  @Test
  void tablesThatNoNumberFitsAreRejected() throws IOException {
    byte[] tables = new AcpiTables().add("FACP", 276, "A", "B").add("APIC", 99, "A", "B").toBytes();
    Walked walked = Walks.of(AcpiTables.TAG, Arrays.copyOf(tables, tables.length + 1));

    assertThat(walked.rows()).isEmpty();
    assertThat(walked.rejects())
        .singleElement()
        .matches(reject -> reject.message().equals("no number of tables fits"));
    assertThat(walked.blobs().get(0).status()).isEqualTo(Status.REJECTED);
  }

  @Test
  void pciTreeHasBusesAndBridges() throws IOException {
    byte[] tree =
        new PciTree()
            .bridge(new Function(0, 0x1C, 4, 0x8086, 0x7ABC, 0x11, 0x060400), 5)
            .device(new Function(5, 31, 7, 0x10DE, 0x2486, 0xA1, 0x030000), 0x1043, 0x8827, 9)
            .toBytes();
    Walked walked = Walks.of(PciTree.TAG, tree);

    assertThat(Walks.rows(walked, "pci_devices"))
        .containsExactly(
            asList(0L, 0x1CL, 4L, "8086", "7abc", 0x11L, "060400", null, null, 1L, 5L),
            asList(5L, 31L, 7L, "10de", "2486", 0xA1L, "030000", "1043", "8827", 0L, null));
    assertThat(walked.rejects()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, CORRUPT", "4, CORRUPT", "5, TRUNCATED"})
  void pciRecordsBeforeAFaultStay(int place, Reason reason) throws IOException {
    Function function = new Function(0, 0, 0, 0x8086, 1, 2, 0x060000);
    byte[] tree = new PciTree().device(function, 1, 2, 0).device(function, 1, 2, 0).toBytes();
    tree[124 + place] = (byte) (place == 4 ? 100 : 1);
    Walked walked = Walks.of(PciTree.TAG, tree);

    assertThat(Walks.rows(walked, "pci_devices")).hasSize(1);
    assertThat(walked.rejects()).singleElement().matches(reject -> reject.reason() == reason);
  }
}
