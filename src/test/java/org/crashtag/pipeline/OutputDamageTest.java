package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.crashtag.source.Packing;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage to the output is reported or repaired; it never makes a dump count twice. */
class OutputDamageTest {
  @TempDir private Path folder;
  private SampleRun run;
  private List<String> rows;

  /** Two runs: whole, cut and bad dumps, an archive, and what is none. */
  @BeforeEach
  void runTwice() throws Exception {
    run = new SampleRun(folder, 2);
    for (int i = 0; i < 3; i++) {
      run.put(i + ".dmp", DumpBytes.of(SampleDumps.minidump(i)));
    }
    run.put("a.zip", Packing.zip(java.util.Map.of("x.dmp", DumpBytes.of(SampleDumps.minidump(3)))));
    run.put("header.dmp", Arrays.copyOf(DumpBytes.of(SampleDumps.minidump(4)), 0x2100));
    run.put("bad.dmp", Arrays.copyOf(DumpBytes.of(SampleDumps.minidump(5)), 100));
    run.put("note.txt", new byte[] {'n', 'o'});
    run.commit();
    run.put("cut.dmp", Arrays.copyOf(DumpBytes.of(SampleDumps.minidump(6)), 0x2300));
    run.commit();
    rows = TestRuns.everything(run.output());
  }

  private List<Path> index() throws IOException {
    try (Stream<Path> files = Files.walk(run.output().resolve("_index"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void damage(Path file, String how) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    switch (how) {
      case "missing" -> Files.delete(file);
      case "empty" -> Files.write(file, new byte[0]);
      case "cut" -> Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
      default -> {
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"missing, 99", "empty, 99", "flipped, 99", "missing, 1", "flipped, 1", "cut, 1"})
  void indexIsRebuiltFromTheTables(String how, int files) throws Exception {
    for (Path file : index().subList(0, Math.min(files, index().size()))) {
      damage(file, how);
    }
    CrashRun.Result result = run.run();
    assertThat(result.notes()).singleElement().asString().contains("_index", "was rebuilt");
    assertThat(result.manifest()).as("nothing is new").isEmpty();
    assertThat(TestRuns.everything(run.output())).isEqualTo(rows);

    // What was cut gives way to what is whole, and nothing else is read again.
    run.put("whole.dmp", DumpBytes.of(SampleDumps.minidump(6)));
    run.put("whole-header.dmp", DumpBytes.of(SampleDumps.minidump(4)));
    run.put("copy.dmp", DumpBytes.of(SampleDumps.minidump(1)));
    assertThat(run.commit().counts())
        .containsEntry("sources_decoded", 2L)
        .containsEntry("sources_known", 1L)
        .containsEntry("sources", 3L);
    assertThat(run.ask("SELECT count(*), count(DISTINCT dump_id), sum(tag_count) FROM dumps"))
        .containsExactly("6|6|18");
    assertThat(run.run().notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "empty", "cut"})
  void damagedPartIsNamedByWhateverNeedsIt(String how) throws Exception {
    Path part;
    try (Stream<Path> files = Files.walk(run.output().resolve("kmdf_drivers"))) {
      part = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
    damage(part, how);
    Upkeep upkeep =
        new Upkeep(
            new LocalStorage(), run.output().toString(), TestRuns.PROGRAM, TestRuns.tables());
    Redecoding redecoding =
        new Redecoding(
            LocalStorage::new, TestRuns.PROGRAM, TestRuns.options(List.of(), run.output(), 1));
    String named = part + ": ";
    assertThatThrownBy(run::run).isInstanceOf(IOException.class).hasMessageStartingWith(named);
    assertThatThrownBy(() -> upkeep.compact(true, Duration.ZERO)).hasMessageStartingWith(named);
    assertThatThrownBy(() -> upkeep.rebuild(redecoding, true, 10, Duration.ZERO))
        .hasMessageStartingWith(named);
  }
}
