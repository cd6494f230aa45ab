package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.messages.CatalogBuilder;
import org.crashtag.decode.messages.TextCatalog;
import org.crashtag.dump.BugCheck;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.KmdfDriver;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.NvidiaData;
import org.crashtag.sample.RecorderLog;
import org.crashtag.sample.RecorderRing;
import org.crashtag.sample.SampleBlob;
import org.crashtag.sample.SampleCrash;
import org.crashtag.sample.SampleDump;
import org.crashtag.sample.SampleModule;
import org.crashtag.sample.SmbiosBlob;
import org.crashtag.sql.Question;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.LocalStorage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The questions that are shipped, asked of a fleet whose truth is known. */
class QuestionsTest {
  private static final int DUMPS = 150;
  private static final long SEED = 5;
  private static final int BROKEN_PERCENT = 15;
  private static final FleetTruth TRUTH = new FleetTruth(DUMPS, SEED, BROKEN_PERCENT);
  private static final Path QUESTIONS = Path.of("pipelines/sql");

  /** Their table is there only where a pipeline file declares it. */
  private static final Set<String> OF_THE_EVENT_LOG = Set.of("last-events", "last-second");

  private static final Guid EVENT_LOG = Guid.constant("e7e47106-5a1c-4d3e-9b77-2f60c1a8d905");

  /** What a small fleet has too few crashes for, or no such blobs. */
  private static final Set<String> OF_A_LARGER_FLEET =
      Set.of(
          "crashes-after-update",
          "driver-builds",
          "installed-services",
          "modules-of-signatures",
          "telling-messages",
          "worst-machines");

  @TempDir private static Path folder;
  private static Path output;

  @BeforeAll
  static void run() throws Exception {
    Path archive = folder.resolve("archive");
    output = folder.resolve("tables");
    Fleet.write(archive, DUMPS, SEED, BROKEN_PERCENT, done -> {});
    RunOptions options = TestRuns.options(List.of(archive.toString()), output, 2);
    TestRuns.run(TestRuns.withTexts(options, texts(output)));
  }

  /** The text of a few messages of sample dumps. */
  private static TextCatalog texts(Path output) throws Exception {
    return new CatalogBuilder(
            new LocalStorage(),
            new LocalStorage()::open,
            CatalogBuilder.folder(output.toString()),
            (path, message) -> {})
        .build(List.of("pipelines/messages"), List.of());
  }

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(QUESTIONS)) {
      return files
          .map(file -> file.getFileName().toString().replace(".sql", ""))
          .filter(name -> !OF_THE_EVENT_LOG.contains(name))
          .sorted()
          .toList();
    }
  }

  private static String question(String name) throws IOException {
    return question(name, Map.of());
  }

  private static String question(String name, Map<String, String> values) throws IOException {
    return Question.of(Files.readString(QUESTIONS.resolve(name + ".sql"), UTF_8))
        .statements(values)
        .get(0);
  }

  private static List<String> ask(String name) throws Exception {
    return TestRuns.ask(output, question(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void questionsRunAndSayWhatTheyAnswer(String name) throws Exception {
    assertThat(question(name)).startsWith("-- ");
    List<String> rows = ask(name);
    if (!OF_A_LARGER_FLEET.contains(name)) {
      assertThat(rows).isNotEmpty();
    }
  }

  /** The crashes of each kind, a crash that has two dumps once. */
  private static final class Counts {
    private final Map<String, Set<SampleCrash>> crashes = new HashMap<>();

    void add(SampleCrash crash, Object... kind) {
      String key = String.join("|", Stream.of(kind).map(String::valueOf).toList());
      crashes.computeIfAbsent(key, none -> new HashSet<>()).add(crash);
    }

    List<String> rows() {
      return crashes.entrySet().stream().map(e -> e.getKey() + "|" + e.getValue().size()).toList();
    }
  }

  private static List<SampleDump> crashed() {
    return TRUTH.decoded().stream().filter(dump -> !dump.crash().live()).toList();
  }

  private static LocalDate day(SampleCrash crash) {
    return LocalDate.ofInstant(crash.time(), ZoneOffset.UTC);
  }

  private static String fileName(SampleModule module) {
    return module.path().substring(module.path().lastIndexOf('\\') + 1);
  }

  @Test
  void bugChecksByWeek() throws Exception {
    Counts counts = new Counts();
    for (SampleDump dump : crashed()) {
      SampleCrash crash = dump.crash();
      counts.add(
          crash,
          day(crash).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
          crash.build(),
          BugCheck.of(crash.bugCheckCode()).orElseThrow().name());
    }
    assertThat(ask("bug-checks-by-week")).containsExactlyInAnyOrderElementsOf(counts.rows());
  }

  @Test
  void driverLifetimes() throws Exception {
    Map<String, List<SampleCrash>> crashes = new HashMap<>();
    for (SampleDump dump : crashed()) {
      for (SampleModule module : TRUTH.isMinidump(dump) ? dump.crash().modules() : noModules()) {
        String build = fileName(module) + "|" + module.timestamp() + "|" + module.size();
        crashes.computeIfAbsent(build, none -> new ArrayList<>()).add(dump.crash());
      }
    }
    List<String> rows = new ArrayList<>();
    crashes.forEach(
        (build, seen) -> {
          List<LocalDate> days = seen.stream().map(QuestionsTest::day).sorted().toList();
          int last = days.size() - 1;
          long distinct = seen.stream().distinct().count();
          rows.add(build + "|" + days.get(0) + "|" + days.get(last) + "|" + distinct);
        });
    assertThat(ask("driver-lifetimes")).containsExactlyInAnyOrderElementsOf(rows);
  }

  private static List<SampleModule> noModules() {
    return List.of();
  }

  @Test
  void guiltyDrivers() throws Exception {
    Counts guilty = new Counts();
    Counts all = new Counts();
    for (SampleDump dump : crashed()) {
      for (KmdfDriver driver : TRUTH.listedDrivers(dump)) {
        Object[] kind = {
          driver.name(), driver.major() + "." + driver.minor() + "." + driver.build()
        };
        all.add(dump.crash(), kind);
        if (dump.crash().bugCheckCode() == 0xD1) {
          guilty.add(dump.crash(), kind);
        }
      }
    }
    List<String> rows = new ArrayList<>(guilty.rows());
    rows.retainAll(all.rows());
    assertThat(ask("guilty-drivers")).isNotEmpty().containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void lastMessagesAreTheNewestThatHaveAText() throws Exception {
    String newest =
        "SELECT arg_max(text, entry) FROM ring_records JOIN dumps USING (dump_id)"
            + " WHERE text IS NOT NULL AND NOT live GROUP BY dump_id, ordinal, ring ORDER BY ALL";
    List<String> last =
        ask("last-messages").stream()
            .map(row -> row.split("\\|", -1))
            .filter(row -> row[row.length - 3].equals("1"))
            .map(row -> row[row.length - 1])
            .sorted()
            .toList();

    assertThat(last).isNotEmpty().isEqualTo(TestRuns.ask(output, newest));
  }

  private static final Guid ACMENET = Guid.constant("ac3e0e70-6666-4a4e-9b6d-5a3d1e8f0c06");

  private static void writeLog(Path archive, int hour, int code, int... messages)
      throws IOException {
    RecorderRing ring = new RecorderRing(1000);
    for (int number : messages) {
      ring.write(ACMENET, number, new byte[] {7, 0, 0, 0});
    }
    DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .bugCheck(code, 1, 2, 0, 4)
        .systemTime(Instant.parse("2026-06-01T00:00:00Z").plus(hour, ChronoUnit.HOURS))
        .blob(
            SampleBlob.of(
                RecorderLog.KMDF_TAG, RecorderLog.kmdf(MachineKind.X64, "acmenet", true, ring)))
        .image()
        .write(archive.resolve(hour + ".dmp"));
  }

  @Test
  void tellingMessagesAreFrequentHereAndRareElsewhere() throws Exception {
    Path archive = Files.createDirectories(folder.resolve("logs"));
    writeLog(archive, 0, 0xD1, 10, 19, 18);
    writeLog(archive, 1, 0xD1, 10, 10, 19);
    writeLog(archive, 2, 0x9F, 10, 18);
    writeLog(archive, 3, 0x9F, 10, 19, 50);
    Path tables = folder.resolve("log-tables");
    RunOptions options = TestRuns.options(List.of(archive.toString()), tables, 1);
    TestRuns.run(TestRuns.withTexts(options, texts(tables)));

    assertThat(TestRuns.ask(tables, question("telling-messages")))
        .containsExactly(
            "acmenet.c|19|100.0|50.0|[FirmwareEvent] firmware reports 0x7",
            "acmenet.c|10|100.0|100.0|[LinkChanged] link state 0x00000007",
            "acmenet.c|18|50.0|50.0|[InterruptIsr] interrupt 0x7 was not ours");
  }

  @Test
  void tagMissing() throws Exception {
    Counts counts = new Counts();
    long named = 0;
    for (SampleDump dump : TRUTH.decoded()) {
      boolean hasTag =
          FleetTruth.tags(dump).stream().anyMatch(blob -> blob.tag().equals(EVENT_LOG));
      for (SampleModule module : TRUTH.isMinidump(dump) ? dump.crash().modules() : noModules()) {
        if (!hasTag && fileName(module).equals("acmenet.sys")) {
          counts.add(dump.crash(), "acmenet.sys", module.timestamp(), FleetTruth.regionEnd(dump));
          boolean isNamed = dump.crash().scene().faulting().equals(Optional.of("acmenet.sys"));
          named += isNamed ? 1 : 0;
        }
      }
    }
    List<String> rows = ask("tag-missing");
    assertThat(rows.stream().map(row -> row.replaceFirst("\\|\\d+$", "")))
        .containsExactlyInAnyOrderElementsOf(counts.rows());
    assertThat(rows.stream().mapToLong(row -> Long.parseLong(row.replaceFirst(".*\\|", ""))).sum())
        .isEqualTo(named)
        .isPositive();
  }

  @Test
  void modelsAndMachines() throws Exception {
    Path archive = Files.createDirectories(folder.resolve("machines"));
    for (int hour : List.of(0, 2, 6)) {
      writeCrash(archive, "Anvil 7", 1, hour);
    }
    writeCrash(archive, "Anvil 9", 2, 1);
    Path tables = folder.resolve("machine-tables");
    TestRuns.run(TestRuns.options(List.of(archive.toString()), tables, 1));
    assertThat(TestRuns.ask(tables, question("crashes-by-model")))
        .containsExactly("Acme|Anvil 7|1.2|1|3", "Acme|Anvil 9|1.2|1|1");
    assertThat(TestRuns.ask(tables, question("worst-machines")))
        .singleElement()
        .asString()
        .endsWith("|Anvil 7|3|3.0");
  }

  private static void writeCrash(Path archive, String product, int number, int hour)
      throws IOException {
    Guid uuid = Guid.constant("4c4c4544-0000-1000-8000-00000000000" + number);
    SmbiosBlob smbios =
        new SmbiosBlob(3, 2)
            .bios("Acme", "1.2", "03/04/2024")
            .system("Acme", product, "1", "SER000" + number, uuid, "SKU", "Anvil");
    DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .bugCheck(0xD1, 1, 2, 0, 4)
        .systemTime(Instant.parse("2026-06-01T00:00:00Z").plus(hour, ChronoUnit.HOURS))
        .upTime(100_000_000)
        .blob(SampleBlob.of(SmbiosBlob.TAG, smbios.toBytes()))
        .image()
        .write(archive.resolve(number + "-" + hour + ".dmp"));
  }

  /** Neither files' times nor what replaces rows later say what is new. */
  @Test
  void whatIsNewIsWhatTheLastRunSightedFirst() throws Exception {
    Path archive = Files.createDirectories(folder.resolve("nights"));
    Path tables = folder.resolve("night-tables");
    writeCrash(archive, "first", 0x0A, "2030-01-01T00:00:00Z");
    assertThat(newAfterRun(archive, tables)).containsExactly("0xA|IRQL_NOT_LESS_OR_EQUAL|1|0");

    writeCrash(archive, "again", 0x0A, "2026-06-10T03:00:00Z");
    writeCrash(archive, "old", 0xD1, "2020-01-01T00:00:00Z");
    writeCrash(archive, "older", 0x50, "2019-01-01T00:00:00Z");
    List<String> second =
        List.of("0x50|PAGE_FAULT_IN_NONPAGED_AREA|1|0", "0xD1|DRIVER_IRQL_NOT_LESS_OR_EQUAL|1|0");
    assertThat(newAfterRun(archive, tables)).containsExactlyElementsOf(second);
    assertThat(TestRuns.ask(tables, "SELECT count(DISTINCT run) FROM sources"))
        .as("batches of the second run")
        .containsExactly("4");

    Upkeep upkeep =
        new Upkeep(new LocalStorage(), tables.toString(), TestRuns.PROGRAM, TestRuns.tables());
    assertThat(upkeep.compact(true, Duration.ZERO).manifest()).isPresent();
    assertThat(TestRuns.ask(tables, question("new-since-last-run")))
        .containsExactlyElementsOf(second);
    Redecoding redecoding =
        new Redecoding(LocalStorage::new, TestRuns.PROGRAM, TestRuns.options(List.of(), tables, 1));
    assertThat(upkeep.rebuild(redecoding, true, 10, Duration.ZERO).manifests()).isNotEmpty();
    assertThat(TestRuns.ask(tables, question("new-since-last-run")))
        .containsExactlyElementsOf(second);

    Files.writeString(archive.resolve("note.txt"), "no dump");
    assertThat(newAfterRun(archive, tables)).isEmpty();
    String day = question("new-since-last-run", Map.of("since", "24h"));
    assertThat(TestRuns.ask(tables, day)).hasSize(3).containsAll(second);
    String hourToCome = question("new-since-last-run", Map.of("since", "-1h"));
    assertThat(TestRuns.ask(tables, hourToCome)).isEmpty();
  }

  private static List<String> newAfterRun(Path archive, Path tables) throws Exception {
    TestRuns.run(TestRuns.inBatches(List.of(archive.toString()), tables, 1, 1));
    return TestRuns.ask(tables, question("new-since-last-run"));
  }

  private static void writeCrash(Path archive, String name, int code, String modified)
      throws IOException {
    Path file = archive.resolve(name + ".dmp");
    DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .bugCheck(code, name.length(), 2, 0, 4)
        .image()
        .write(file);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(modified)));
  }

  private static final Set<Long> DISPLAY_CODES = Set.of(0x116L, 0x117L, 0x141L, 0x1A8L);

  /** The crashes whose dumps hold NVIDIA's data: those with kestrelgpu. */
  private static List<SampleCrash> withNvidia() {
    return TRUTH.decoded().stream()
        .filter(
            dump ->
                FleetTruth.tags(dump).stream().anyMatch(blob -> blob.tag().equals(NvidiaData.TAG)))
        .map(SampleDump::crash)
        .distinct()
        .toList();
  }

  @Test
  void oldBuildsOfADisplayDriverAreInNoCrashOfTheDisplay() throws Exception {
    Map<String, Long> inDisplay = new HashMap<>();
    Map<String, Long> crashes = new HashMap<>();
    for (String row : ask("gpu-driver-versions")) {
      String[] cells = row.split("\\|", -1);
      if (cells[0].equals("nvidia")) {
        assertThat(cells[2]).isEqualTo("ace1:2000");
        inDisplay.merge(cells[1], Long.parseLong(cells[3]), Long::sum);
        crashes.merge(cells[1], Long.parseLong(cells[4]), Long::sum);
      }
    }
    assertThat(crashes.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(withNvidia().size());
    assertThat(inDisplay.values().stream().mapToLong(Long::longValue).sum())
        .isPositive()
        .isEqualTo(withNvidia().stream().filter(QuestionsTest::isOfDisplay).count());
    assertThat(inDisplay.getOrDefault("430.86", 0L) + inDisplay.getOrDefault("456.71", 0L))
        .isZero();
  }

  private static boolean isOfDisplay(SampleCrash crash) {
    return DISPLAY_CODES.contains(crash.bugCheckCode());
  }

  @Test
  void everyHangHasOneProcessThatHeldMost() throws Exception {
    long crashes =
        ask("gpu-memory-holders").stream()
            .mapToLong(row -> Long.parseLong(row.split("\\|", -1)[1]))
            .sum();

    assertThat(crashes).isEqualTo(withNvidia().stream().filter(QuestionsTest::isOfDisplay).count());
  }

  @Test
  void driversNoticedSecondsBefore() throws Exception {
    for (String row : ask("gpu-noticed-before")) {
      String[] cells = row.split("\\|", -1);
      boolean written = cells[1].equals("data written");
      assertThat(Long.parseLong(cells[3])).isBetween(written ? 3L : 6L, 10L);
      assertThat(Long.parseLong(cells[4])).isBetween(written ? 3L : 6L, 10L);
    }
  }

  @Test
  void windowsBuildsAreThoseThatTheDriverSays() throws Exception {
    List<String> rows = ask("windows-builds");

    assertThat(rows)
        .allSatisfy(
            row -> {
              String[] cells = row.split("\\|", -1);
              boolean serves = cells[0].equals("19041");
              assertThat(Long.parseLong(cells[1]))
                  .isBetween(serves ? 19042 : Long.parseLong(cells[0]), serves ? 19045 : 99999L);
            })
        .anyMatch(row -> row.startsWith("19041|"));
    assertThat(rows.stream().mapToLong(row -> Long.parseLong(row.split("\\|", -1)[2])).sum())
        .isEqualTo(withNvidia().size());
  }
}
