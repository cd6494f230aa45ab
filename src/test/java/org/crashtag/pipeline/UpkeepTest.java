package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.crashtag.pipeline.FaultyStorage.Fault;
import org.crashtag.sample.Fleet;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merging and expiry change exactly the rows that they report, and lose nothing. */
class UpkeepTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private static Path nights;
  private static Path archive;
  private static Path whole;

  @TempDir private Path folder;
  private Path output;

  @BeforeAll
  static void runThreeTimes() throws IOException {
    archive = nights.resolve("archive");
    whole = nights.resolve("whole");
    for (int night = 0; night < 3; night++) {
      Fleet.write(archive.resolve("night-" + night), 20, night, 10, done -> {});
      run(whole);
    }
  }

  @BeforeEach
  void copyThem() throws IOException {
    output = folder.resolve("output");
    copy(whole, output);
  }

  private static CrashRun.Result run(Path output) throws IOException {
    return TestRuns.run(TestRuns.options(List.of(archive.toString()), output, 2));
  }

  private CrashRun.Result run() throws IOException {
    return run(output);
  }

  private Upkeep upkeep(Storage storage) {
    return new Upkeep(storage, output.toString(), TestRuns.PROGRAM, TestRuns.tables());
  }

  private Upkeep upkeep() {
    return upkeep(new LocalStorage());
  }

  /** Every row with the run that wrote it. */
  private List<String> rows() throws Exception {
    List<String> rows = TestRuns.everything(output);
    rows.addAll(TestRuns.ask(output, "SELECT run, dump_id, ordinal FROM tags ORDER BY ALL"));
    rows.addAll(TestRuns.ask(output, "SELECT run, source, outcome FROM sources ORDER BY ALL"));
    return rows;
  }

  private long parts() throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  @Test
  void mergedRowsAreTheSame() throws Exception {
    List<String> before = rows();
    long parts = parts();
    Manifest merged = upkeep().compact(false, DAY).manifest().orElseThrow();

    assertThat(merged.replaces()).hasSize(3);
    Path part = output.resolve(merged.tables().get(0).parts().get(0).path());
    assertThat(Instant.parse(merged.started()))
        .as("parts are written after the start")
        .isBefore(Files.getLastModifiedTime(part).toInstant());
    assertThat(rows()).isEqualTo(before);
    assertThat(merged.tables()).allMatch(table -> table.parts().size() <= 1);
    assertThat(parts()).as("replaced parts stay for a day").isGreaterThan(parts);
    assertThat(upkeep().compact(false, DAY).manifest()).isEmpty();

    assertThat(upkeep().compact(false, Duration.ZERO).removed()).isEqualTo(merged.replaces());
    assertThat(parts()).isEqualTo(merged.tables().stream().mapToLong(t -> t.parts().size()).sum());
    assertThat(rows()).isEqualTo(before);
    assertThat(upkeep().compact(false, Duration.ZERO).removed()).isEmpty();
  }

  @Test
  void mergedRowsAreInOrderOfTheirCrashes() throws Exception {
    upkeep().compact(false, DAY);
    Path merged;
    try (Stream<Path> runs = Files.list(output.resolve("dumps"))) {
      merged = runs.sorted().reduce((a, b) -> b).orElseThrow();
    }
    assertThat(
            TestRuns.ask(
                output,
                "WITH placed AS (SELECT crash_time, lag(crash_time) OVER () AS last"
                    + " FROM dumps) SELECT count(*) FROM placed WHERE crash_time < last"))
        .containsExactly("0");
    assertThat(merged.toFile().list()).singleElement().asString().startsWith("part-00000-");
  }

  @Test
  void laterRunsAreMergedOnlyWhenTheyAreWorthIt() throws Exception {
    upkeep().compact(false, DAY);
    Path small = folder.resolve("small");
    Fleet.write(small, 3, 77, 0, done -> {});
    TestRuns.run(TestRuns.options(List.of(small.toString()), output, 2));
    assertThat(upkeep().compact(false, DAY).manifest()).isEmpty();
    List<String> before = rows();
    assertThat(upkeep().compact(true, DAY).manifest().orElseThrow().replaces()).hasSize(2);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void whatIsMergedIsKnown() throws Exception {
    upkeep().compact(false, Duration.ZERO);
    assertThat(run().manifest()).isEmpty();
  }

  @Test
  void expiredRowsAreGoneAndStayKnown() throws Exception {
    String half = TestRuns.ask(output, "SELECT median(crash_time)::DATE FROM dumps").get(0);
    List<String> kept =
        TestRuns.ask(
            output,
            "SELECT t.* EXCLUDE (run) FROM tags t JOIN dumps USING (dump_id) WHERE crash_time >= '"
                + half
                + "' ORDER BY ALL");
    String old = "SELECT count(*) FROM dumps WHERE crash_time < '" + half + "'";
    assertThat(TestRuns.ask(output, old)).isNotEqualTo(List.of("0"));

    upkeep().expire(LocalDate.parse(half), Duration.ZERO);

    assertThat(TestRuns.ask(output, old)).containsExactly("0");
    assertThat(TestRuns.ask(output, "SELECT * EXCLUDE (run) FROM tags ORDER BY ALL"))
        .isEqualTo(kept);
    assertThat(
            TestRuns.ask(
                output,
                "SELECT count(*) FROM sources WHERE outcome = 'decoded' AND dump_id NOT IN"
                    + " (SELECT dump_id FROM dumps)"))
        .containsExactly("0");
    assertThat(run().manifest()).as("the index stays").isEmpty();
    assertThat(upkeep().expire(LocalDate.parse(half), Duration.ZERO).manifest()).isEmpty();
  }

  /** A dump whose header has no time is never too old, and is sorted after all others. */
  @Test
  void dumpsWithoutATimeStay() throws Exception {
    SampleRun run = new SampleRun(folder.resolve("timeless"), 1);
    run.put("timeless.dmp", DumpBytes.of(SampleDumps.minidump(1)));
    Instant crash = Instant.parse("2024-01-01T00:00:00Z");
    run.put("timed.dmp", DumpBytes.of(SampleDumps.minidump(2).systemTime(crash)));
    run.commit();
    assertThat(run.ask("SELECT count(*), count(crash_time) FROM dumps")).containsExactly("2|1");
    Upkeep upkeep =
        new Upkeep(
            new LocalStorage(), run.output().toString(), TestRuns.PROGRAM, TestRuns.tables());

    upkeep.expire(LocalDate.of(9999, 1, 1), Duration.ZERO);

    assertThat(run.ask("SELECT crash_time, parse_filename(source) FROM dumps"))
        .containsExactly("null|timeless.dmp");
    assertThat(run.ask("SELECT count(DISTINCT dump_id) FROM tags")).containsExactly("1");
  }

  @Test
  void faultsLoseNothing() throws Exception {
    faultsLoseNothing(19);
  }

  @Tag("slow")
  @Test
  void noFaultLosesAnything() throws Exception {
    faultsLoseNothing(1);
  }

  /** Whatever call fails, the rows are the old ones, and the next attempt works. */
  private void faultsLoseNothing(int step) throws Exception {
    List<String> before = rows();
    upkeep(FaultyStorage.noting().get()).compact(true, DAY);
    int calls = FaultyStorage.calls().size();
    assertThat(calls).isGreaterThan(50);
    List<Fault> faults = List.of(Fault.values());
    for (int call = 1; call <= calls; call += step) {
      Fault fault = faults.get(call / step % faults.size());
      new LocalStorage().delete(output.toString());
      copy(whole, output);
      try {
        upkeep(FaultyStorage.failingAt(call, fault).get()).compact(true, DAY);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("injected fault");
      }
      assertThat(rows()).as(fault + " at call " + call).isEqualTo(before);

      upkeep().compact(true, DAY);
      assertThat(rows()).isEqualTo(before);
      assertThat(new LocalStorage().list(output + "/_staging")).isEmpty();
      assertThat(new OutputFolder(new LocalStorage(), output.toString()).runs()).hasSize(4);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(paths::add);
    }
    for (Path path : paths) {
      Path target = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        Files.copy(path, target);
      }
    }
  }
}
