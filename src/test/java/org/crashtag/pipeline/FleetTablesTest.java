package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.crashtag.sample.Fleet;
import org.crashtag.sql.Question;
import org.crashtag.sql.SqlFault;
import org.crashtag.store.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet with every kind of broken dump gives the tables that its facts predict. */
class FleetTablesTest {
  private static final int DUMPS = 300;
  private static final long SEED = 11;
  private static final int BROKEN_PERCENT = 25;
  private static final FleetTruth TRUTH = new FleetTruth(DUMPS, SEED, BROKEN_PERCENT);

  @TempDir private static Path folder;
  private static Path archive;
  private static Path output;
  private static Manifest manifest;

  @BeforeAll
  static void run() throws IOException {
    archive = folder.resolve("archive");
    output = folder.resolve("tables");
    Fleet.write(archive, DUMPS, SEED, BROKEN_PERCENT, done -> {});
    RunOptions options = TestRuns.options(List.of(archive.toString()), output, 4);
    manifest = TestRuns.run(options).manifest().orElseThrow();
  }

  /** Rows; {@code $source} is the path below the archive. */
  private static List<String> ask(String question) throws IOException, SqlFault {
    String path = "substr(source, " + (archive.toString().length() + 2) + ")";
    return TestRuns.ask(output, question.replace("$source", path));
  }

  @Test
  void sources() throws Exception {
    assertThat(ask("SELECT $source, member, bytes, kind, outcome FROM sources"))
        .hasSizeGreaterThan(DUMPS)
        .containsExactlyInAnyOrderElementsOf(TRUTH.sources());
  }

  @Test
  void rejects() throws Exception {
    assertThat(ask("SELECT $source, stage, reason FROM rejects"))
        .hasSizeGreaterThan(BROKEN_PERCENT)
        .containsExactlyInAnyOrderElementsOf(TRUTH.rejects());
  }

  @Test
  void dumps() throws Exception {
    assertThat(
            ask(
                """
                SELECT $source, file_bytes, machine, os_build, processors, bugcheck_code,
                  bugcheck_p1, bugcheck_p2, bugcheck_p3, bugcheck_p4, live, exception_code,
                  epoch_us(crash_time), uptime_seconds, product_type, region_end, tag_count
                FROM dumps\
                """))
        .hasSizeGreaterThan(DUMPS / 2)
        .containsExactlyInAnyOrderElementsOf(TRUTH.dumps());
  }

  @Test
  void tags() throws Exception {
    assertThat(
            ask(
                """
                SELECT $source, ordinal, tag, "offset", tags.bytes, kept_bytes
                FROM tags JOIN dumps USING (dump_id)\
                """))
        .hasSizeGreaterThan(DUMPS)
        .containsExactlyInAnyOrderElementsOf(TRUTH.tags());
  }

  @Test
  void kmdfDrivers() throws Exception {
    assertThat(
            ask(
                """
                SELECT $source, ordinal, entry, driver, kmdf_version, globals
                FROM kmdf_drivers JOIN dumps USING (dump_id)\
                """))
        .hasSizeGreaterThan(DUMPS)
        .containsExactlyInAnyOrderElementsOf(TRUTH.kmdfDrivers());
  }

  @Test
  void modules() throws Exception {
    assertThat(
            ask(
                """
                SELECT $source, entry, name, base, modules.bytes, timestamp, checksum
                FROM modules JOIN dumps USING (dump_id) WHERE NOT unloaded\
                """))
        .hasSizeGreaterThan(DUMPS)
        .containsExactlyInAnyOrderElementsOf(TRUTH.loadedModules());
    assertThat(ask("SELECT DISTINCT name FROM modules WHERE unloaded ORDER BY 1"))
        .containsExactly("dump_stage0.", "dump_stage1.", "dump_stage2.");
  }

  @Test
  void guiltyDriversAreFoundAndInnocentOnesAreNotBlamed() throws Exception {
    assertThat(
            ask(
                """
                SELECT $source, process_name, faulting_module, suspect_module
                FROM dumps WHERE dump_type_name = 'triage'\
                """))
        .containsExactlyInAnyOrderElementsOf(TRUTH.verdicts());
    String innocent = "module IN ('heronfs.sys', 'wrenvpn.sys', 'foxaudio.sys')";
    assertThat(ask("SELECT DISTINCT trust FROM stack_frames WHERE " + innocent))
        .containsExactly("scan");
    assertThat(
            ask(
                """
                SELECT DISTINCT signature FROM dumps
                WHERE suspect_module = 'acmedisk.sys' AND bugcheck_code = 159\
                """))
        .containsExactly("0x9F/0x3|acmedisk.sys");
    assertThat(ask("SELECT DISTINCT signature FROM dumps WHERE dump_type_name <> 'triage'"))
        .allMatch(signature -> !signature.contains("|"));
  }

  private static List<String> askFile(String name) throws IOException, SqlFault {
    return ask(
        Question.of(Files.readString(Path.of("pipelines/sql", name))).statements(Map.of()).get(0));
  }

  @Test
  void questionsAboutDisksAndAdaptersFindTheirStories() throws Exception {
    assertThat(askFile("storage-hangs.sql"))
        .as("only acmedisk leaves requests unfinished")
        .singleElement()
        .asString()
        .startsWith("DRIVER_POWER_STATE_FAILURE|");
    assertThat(askFile("wddm-by-display-crash.sql"))
        .isNotEmpty()
        .allMatch(row -> row.contains("|ace1:2000|"));
    assertThat(askFile("microcode-by-processor.sql")).hasSizeGreaterThan(1);
    assertThat(askFile("crashed-programs.sql")).hasSizeGreaterThan(1);
    assertThat(askFile("decoded-share.sql")).anyMatch(row -> row.startsWith("decoded|"));
  }

  @Test
  void memoryDumpAndMinidumpOfACrashShareItsId() throws Exception {
    List<String> twins = ask("SELECT count(*) FROM dumps GROUP BY crash_id HAVING count(*) > 1");
    assertThat(twins).isNotEmpty().containsOnly("2");
  }

  @Test
  void manifestCountsWhatTheTablesHold() throws Exception {
    assertThat(manifest.counts()).containsAllEntriesOf(TRUTH.outcomes());
    for (Manifest.Table table : manifest.tables()) {
      assertThat(ask("SELECT count(*) FROM " + table.name()))
          .containsExactly(Long.toString(table.rows()));
    }
    for (String reason : manifest.rejects().keySet()) {
      assertThat(ask("SELECT count(*) FROM rejects WHERE reason = '" + reason + "'"))
          .containsExactly(Long.toString(manifest.rejects().get(reason)));
    }
  }

  @Test
  void everyRowNamesItsRun() throws Exception {
    for (Manifest.Table table : manifest.tables()) {
      assertThat(ask("SELECT DISTINCT run FROM " + table.name())).containsExactly(manifest.run());
    }
  }

  @Test
  void keysOfRowsAreUnique() throws Exception {
    for (String keys :
        List.of(
            "dumps: dump_id",
            "tags: dump_id, ordinal",
            "kmdf_drivers: dump_id, ordinal, entry",
            "modules: dump_id, entry",
            "stack_frames: dump_id, entry",
            "device_stacks: dump_id, entry",
            "sources: source, member")) {
      String[] tableAndKey = keys.split(": ", -1);
      assertThat(
              ask(
                  "SELECT count(*) FROM %s GROUP BY %s HAVING count(*) > 1"
                      .formatted(tableAndKey[0], tableAndKey[1])))
          .as(keys)
          .isEmpty();
    }
  }
}
