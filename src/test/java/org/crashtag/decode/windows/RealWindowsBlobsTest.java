package org.crashtag.decode.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.WalkOptions;
import org.crashtag.testing.RealDumps;
import org.crashtag.testing.RealDumps.Expected;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decodes the blobs of Windows in real dumps, and compares the rows with an independent reader's.
 */
class RealWindowsBlobsTest {
  /** Each is walked once, because unpacking and walking take longer than comparing. */
  private static final Map<String, Walked> WALKED = new ConcurrentHashMap<>();

  @BeforeAll
  static void areThere() {
    RealDumps.assumePresent();
  }

  static List<Expected> expected() throws IOException {
    return RealDumps.everywhere();
  }

  private static Walked walked(Expected expected) throws IOException {
    Walked walked = WALKED.get(expected.file());
    if (walked == null) {
      walked = RealDumps.walk(expected.file(), WalkOptions.all());
      WALKED.put(expected.file(), walked);
    }
    return walked;
  }

  private static List<List<Object>> rows(Expected expected, String table) throws IOException {
    return Walks.rows(walked(expected), table);
  }

  @ParameterizedTest
  @MethodSource("expected")
  void biosValues(Expected expected) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (List<Object> row : rows(expected, "firmware_values")) {
      Object number = row.get(4);
      boolean wide = row.get(2).equals("REG_QWORD");
      Object shown = wide ? hexOfBytes((long) number) : number;
      values.put((String) row.get(0), shown != null ? shown : text(row));
    }

    assertThat(values).isEqualTo(map(expected, "bios"));
  }

  private static Object text(List<Object> row) {
    return row.get(3) != null ? row.get(3) : row.get(5);
  }

  /** Lowest byte first, as stored. */
  private static String hexOfBytes(long number) {
    return ColumnType.hex64(Long.reverseBytes(number)).substring(2);
  }

  private static Map<?, ?> map(Expected expected, String name) {
    return expected.facts().get(name) instanceof Map<?, ?> map ? map : Map.of();
  }

  @ParameterizedTest
  @MethodSource("expected")
  void registers(Expected expected) throws IOException {
    List<List<Object>> first =
        rows(expected, "processor_registers").stream()
            .filter(row -> row.get(2).equals(0L))
            .toList();
    Map<?, ?> registers = map(expected, "registers");
    if (registers.isEmpty()) {
      assertThat(first).isEmpty();
      return;
    }

    assertThat(first.stream().filter(row -> row.get(0).equals("cpuid")).count())
        .isEqualTo(registers.get("cpuid"));
    assertThat(first.stream().filter(row -> row.get(0).equals("msr")).count())
        .isEqualTo(registers.get("msr"));
    assertThat(first)
        .filteredOn(row -> row.subList(0, 2).equals(List.of("cpuid", 1L)))
        .extracting(row -> row.get(3))
        .containsExactly(Long.parseLong((String) registers.get("family_model"), 16));
    assertThat(first)
        .filteredOn(row -> row.subList(0, 2).equals(List.of("msr", 0x8BL)))
        .extracting(row -> row.get(7))
        .isEqualTo(
            registers.get("microcode") == null ? List.of() : List.of(registers.get("microcode")));
  }

  /** The registry and the registers of a machine agree. */
  @ParameterizedTest
  @MethodSource("expected")
  void processorsOfBothOriginsAreTheSame(Expected expected) throws IOException {
    List<List<Object>> processors = rows(expected, "processors");
    for (List<Object> row : processors) {
      if (row.get(0).equals("registers")) {
        List<Object> registry =
            processors.stream()
                .filter(other -> other.get(0).equals("bios_values"))
                .findFirst()
                .get();
        assertThat(row.get(1)).isEqualTo(registry.get(1));
        assertThat(row.get(2)).isEqualTo(registry.get(2));
        assertThat(row.get(7)).isEqualTo(registry.get(7));
        assertThat((String) registry.get(3))
            .endsWith("Family " + row.get(8) + " Model " + row.get(9) + " Stepping " + row.get(10));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("expected")
  void storageRequests(Expected expected) throws IOException {
    List<List<Object>> requests = rows(expected, "storage_requests");
    Map<?, ?> storport = map(expected, "storport");
    if (storport.isEmpty()) {
      assertThat(requests).isEmpty();
      return;
    }

    assertThat(requests).hasSize((int) (long) storport.get("records"));
    assertThat(requests).extracting(row -> row.get(0)).containsOnly(storport.get("driver"));
    assertThat(requests).extracting(row -> row.get(2)).doesNotContainNull();
    TreeSet<String> operations = new TreeSet<>();
    requests.forEach(row -> operations.add(((String) row.get(3)).substring(0, 2)));
    assertThat(operations).isEqualTo(new TreeSet<>((List<?>) storport.get("operations")));
    Object first = requests.get(0).get(4);
    assertThat(first == null ? null : ColumnType.instant((long) first).toString())
        .isEqualTo(storport.get("first"));
    assertThat(requests)
        .extracting(row -> (Double) row.get(6))
        .allMatch(seconds -> seconds > -60 && seconds < 60 * 60);
  }

  @ParameterizedTest
  @MethodSource("expected")
  void pciDevices(Expected expected) throws IOException {
    List<String> devices = new ArrayList<>();
    TreeSet<Object> buses = new TreeSet<>(List.of(0L));
    for (List<Object> row : rows(expected, "pci_devices")) {
      long busAndDevice = (long) row.get(0) << 5 | (long) row.get(1);
      devices.add(
          Long.toHexString(busAndDevice)
              + "."
              + row.get(2)
              + " "
              + row.get(3)
              + ":"
              + row.get(4)
              + " "
              + row.get(6));
      if (row.get(10) != null) {
        buses.add(row.get(10));
      }
    }

    Object listed = expected.facts().get("pci");
    assertThat(devices).isEqualTo(listed == null ? List.of() : listed);
    assertThat(rows(expected, "pci_devices")).extracting(row -> row.get(0)).isSubsetOf(buses);
  }

  @ParameterizedTest
  @MethodSource("expected")
  void acpiTables(Expected expected) throws IOException {
    Map<?, ?> acpi = map(expected, "acpi");

    assertThat(rows(expected, "acpi_tables"))
        .extracting(row -> row.get(0))
        .isEqualTo(acpi.isEmpty() ? List.of() : acpi.get("tables"));
  }

  @ParameterizedTest
  @MethodSource("expected")
  void sumsOfBootStatusHold(Expected expected) throws IOException {
    for (List<Object> row : rows(expected, "boot_status")) {
      assertThat(row.subList(24, 26)).containsExactly(true, true);
      Long bootId = walked(expected).dump().header().bootId();
      assertThat(row.get(17)).isEqualTo(bootId == null ? row.get(17) : bootId);
    }
  }

  @ParameterizedTest
  @MethodSource("expected")
  void everyBlobIsDecodedToItsEnd(Expected expected) throws IOException {
    assertThat(walked(expected).blobs())
        .filteredOn(blob -> Walks.isOfWindows(blob.decoder()))
        .allMatch(blob -> blob.status() == Status.DECODED, "status is decoded");
  }

  /** The newest entries of a log come first, and most have their module. */
  @ParameterizedTest
  @MethodSource("expected")
  void displayLogsFallAndHaveModules(Expected expected) throws IOException {
    List<List<Object>> log = rows(expected, "gpu_log");
    for (int i = 1; i < log.size(); i++) {
      if (log.get(i).get(0).equals(log.get(i - 1).get(0))) {
        assertThat((long) log.get(i).get(1)).isLessThan((long) log.get(i - 1).get(1));
      }
    }
    assertThat(log.stream().filter(row -> row.get(2) == null).count())
        .isLessThanOrEqualTo(log.size() / 2);
  }

  @ParameterizedTest
  @MethodSource("expected")
  void linesFitATerminal(Expected expected) throws IOException {
    Walked walked = walked(expected);
    Decoders decoders = Decoders.load();
    for (Walked.Row row : walked.rows()) {
      Guid tag = walked.blobs().get(row.ordinal()).blob().tag();
      Decoder decoder = decoders.of(tag).orElseThrow();
      if (Walks.isOfWindows(decoder)) {
        TableSchema table =
            decoder.tables().stream()
                .filter(found -> found.name().equals(row.table()))
                .findFirst()
                .orElseThrow();
        assertThat(decoder.heading(table)).hasSizeLessThanOrEqualTo(80);
        assertThat(decoder.lines(new Row(table, row.values().toArray())))
            .allMatch(line -> line.length() <= 80);
      }
    }
  }
}
