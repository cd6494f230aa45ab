package org.crashtag.decode.smbios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.WalkOptions;
import org.crashtag.testing.RealDumps;
import org.crashtag.testing.RealDumps.Expected;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The machines of real dumps agree with two independent readers: the list of expectations, and
 * dmidecode.
 */
class RealSmbiosTest {
  private static final String NOTHING = "";

  @TempDir private Path folder;

  @BeforeAll
  static void areThere() {
    RealDumps.assumePresent();
  }

  static List<Expected> expected() throws IOException {
    return RealDumps.everywhere().stream()
        .filter(dump -> dump.facts().containsKey("smbios"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("expected")
  void machineIsTheIndependentReaders(Expected expected) throws IOException {
    Map<?, ?> facts = (Map<?, ?>) expected.facts().get("smbios");
    List<Object> machine = rows(walk(expected), "machines").get(0);

    assertThat(machine.get(2)).isEqualTo(facts.get("manufacturer"));
    assertThat(machine.get(3)).isEqualTo(facts.get("product"));
    assertThat(machine.get(7)).isEqualTo(facts.get("serial"));
    assertThat(machine.get(9)).isEqualTo(facts.get("bios_vendor"));
    assertThat(machine.get(10)).isEqualTo(facts.get("bios_version"));
    assertThat(machine.get(11)).isEqualTo(BiosDate.epochDay((String) facts.get("bios_date")));
    assertThat(machine.get(11)).isNotNull();
    assertThat(machine.get(12)).isEqualTo(facts.get("board_manufacturer"));
    assertThat(machine.get(13)).isEqualTo(facts.get("board"));
    assertThat(machine.get(15)).isEqualTo(facts.get("version"));
  }

  @ParameterizedTest
  @MethodSource("expected")
  void everythingIsWhatDmidecodeSays(Expected expected) throws Exception {
    Path program = Path.of("/usr/sbin/dmidecode");
    Assumptions.assumeTrue(Files.isExecutable(program), "dmidecode isn't here");
    Walked walked = walk(expected);
    Path dump = folder.resolve("table");
    Files.write(dump, dumpFile(walked));
    Map<String, List<Map<String, String>>> said = run(program, dump);

    assertMachine(rows(walked, "machines").get(0), said);
    List<String> modules = new ArrayList<>();
    long bytes = 0;
    long populated = 0;
    for (Map<String, String> device : said.getOrDefault("Memory Device", List.of())) {
      modules.add(module(device));
      bytes += bytes(device.get("Size"));
      populated += bytes(device.get("Size")) > 0 ? 1 : 0;
    }
    assertThat(rows(walked, "memory_modules")).extracting(Object::toString).isEqualTo(modules);
    boolean described = !modules.isEmpty();
    assertThat(rows(walked, "machines").get(0).subList(16, 18))
        .isEqualTo(described ? List.of(bytes, populated) : Arrays.asList(null, null));
    assertProcessors(rows(walked, "processors"), said.get("Processor Information"));
  }

  private static void assertMachine(
      List<Object> machine, Map<String, List<Map<String, String>>> said) {
    Map<String, String> bios = said.get("BIOS Information").get(0);
    Map<String, String> system = said.get("System Information").get(0);
    Map<String, String> board = said.get("Base Board Information").get(0);
    Map<String, String> chassis = said.get("Chassis Information").get(0);
    assertThat(Arrays.asList(machine.toArray()).subList(2, 9))
        .containsExactly(
            text(system, "Manufacturer"),
            text(system, "Product Name"),
            text(system, "Version"),
            text(system, "SKU Number"),
            text(system, "Family"),
            text(system, "Serial Number"),
            text(system, "UUID"));
    assertThat(machine.subList(9, 11)).containsExactly(text(bios, "Vendor"), text(bios, "Version"));
    String[] date = text(bios, "Release Date").replace(" ", "").split("/", -1);
    assertThat(machine.get(11))
        .isEqualTo(
            LocalDate.of(
                    Integer.parseInt(date[2]), Integer.parseInt(date[0]), Integer.parseInt(date[1]))
                .toEpochDay());
    assertThat(machine.subList(12, 14))
        .containsExactly(text(board, "Manufacturer"), text(board, "Product Name"));
    assertThat(machine.get(14)).isEqualTo(text(chassis, "Type"));
    String number = text(board, "Serial Number");
    if ("board_serial".equals(machine.get(1))) {
      assertThat(number).isNotNull().doesNotContainIgnoringCase("default");
    }
  }

  private static String module(Map<String, String> device) {
    boolean empty = bytes(device.get("Size")) == 0;
    String speed = device.getOrDefault("Speed", "Unknown");
    return Arrays.asList(
            text(device, "Locator"),
            empty ? 0L : (Object) bytes(device.get("Size")),
            speed.equals("Unknown") ? null : (Object) Long.parseLong(speed.split(" ", -1)[0]),
            text(device, "Manufacturer"),
            text(device, "Part Number"),
            text(device, "Serial Number"))
        .toString();
  }

  private static long bytes(String size) {
    if (size.equals("No Module Installed")) {
      return 0;
    }
    String[] parts = size.split(" ", -1);
    long number = Long.parseLong(parts[0]);
    return switch (parts[1]) {
      case "TB" -> number << 40;
      case "GB" -> number << 30;
      case "MB" -> number << 20;
      case "kB" -> number << 10;
      default -> throw new IllegalArgumentException(size);
    };
  }

  private static void assertProcessors(
      List<List<Object>> processors, List<Map<String, String>> said) {
    List<Map<String, String>> populated =
        said == null
            ? List.of()
            : said.stream().filter(one -> one.get("Status").startsWith("Populated")).toList();
    assertThat(processors).hasSameSizeAs(populated);
    for (int i = 0; i < processors.size(); i++) {
      List<Object> processor = processors.get(i);
      Map<String, String> facts = populated.get(i);
      assertThat(processor.get(1)).isEqualTo(text(facts, "Version"));
      assertThat(processor.get(2)).isEqualTo(text(facts, "Manufacturer"));
      assertThat(processor.get(3)).isEqualTo(facts.get("ID"));
      assertThat(String.valueOf(processor.get(4)))
          .isEqualTo(facts.get("Current Speed").replace(" MHz", "").replace("Unknown", "null"));
      assertThat(String.valueOf(processor.get(5)))
          .isEqualTo(facts.getOrDefault("Core Count", "null"));
      assertThat(String.valueOf(processor.get(6)))
          .isEqualTo(facts.getOrDefault("Thread Count", "null"));
      if (processor.get(8) != null && facts.containsKey("Signature")) {
        assertThat(facts.get("Signature"))
            .endsWith(
                "Family "
                    + processor.get(8)
                    + ", Model "
                    + processor.get(9)
                    + ", Stepping "
                    + processor.get(10));
      }
    }
  }

  /** A string as dmidecode prints it; null if dmidecode reports none, or only blanks. */
  private static String text(Map<String, String> facts, String name) {
    String text = facts.getOrDefault(name, NOTHING);
    boolean absent =
        text.isBlank()
            || text.equals("Not Specified")
            || text.equals("Not Settable")
            || text.equals("Not Present");
    return absent ? null : text;
  }

  /**
   * The table in the form that {@code dmidecode --dump-bin} writes: entry point, then structures.
   */
  private static byte[] dumpFile(Walked walked) {
    Bytes data =
        walked.blobs().stream()
            .filter(blob -> blob.blob().tag().equals(SmbiosDecoder.TAG))
            .findFirst()
            .orElseThrow()
            .data();
    ByteBuffer entry = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    entry.put("_SM3_".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) 24);
    entry.put((byte) data.u8(1)).put((byte) data.u8(2)).put((byte) data.u8(3)).put((byte) 1);
    entry.put((byte) 0).putInt(data.length() - 8).putLong(32);
    int sum = 0;
    for (byte value : entry.array()) {
      sum += value;
    }
    entry.put(5, (byte) -sum);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(entry.array());
    file.writeBytes(data.slice(8, data.length() - 8).toArray());
    return file.toByteArray();
  }

  /** The structures that dmidecode prints, by their titles. */
  private static Map<String, List<Map<String, String>>> run(Path program, Path dump)
      throws Exception {
    Process process =
        new ProcessBuilder(program.toString(), "--from-dump", dump.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    Map<String, List<Map<String, String>>> structures = new LinkedHashMap<>();
    Map<String, String> current = new LinkedHashMap<>();
    for (String line : output.lines().toList()) {
      if (line.startsWith("\t") && !line.startsWith("\t\t") && line.contains(": ")) {
        String[] parts = line.strip().isEmpty() ? new String[0] : line.substring(1).split(": ", 2);
        current.putIfAbsent(parts[0], parts[1]);
      } else if (!line.isBlank() && !line.startsWith("\t")) {
        current = new LinkedHashMap<>();
        structures.computeIfAbsent(line, title -> new ArrayList<>()).add(current);
      }
    }
    return structures;
  }

  private static Walked walk(Expected expected) throws IOException {
    WalkOptions options =
        WalkOptions.all().withPrivacy(new Privacy(Privacy.Mode.KEEP, new byte[] {1}));
    return RealDumps.walk(expected.file(), Walked.keeping(options, SmbiosDecoder.TAG::equals));
  }

  private static List<List<Object>> rows(Walked walked, String table) {
    return walked.rows().stream()
        .filter(row -> row.table().equals(table) && isSmbios(walked, row))
        .map(Walked.Row::values)
        .toList();
  }

  private static boolean isSmbios(Walked walked, Walked.Row row) {
    return walked.blobs().get(row.ordinal()).blob().tag().equals(SmbiosDecoder.TAG);
  }
}
