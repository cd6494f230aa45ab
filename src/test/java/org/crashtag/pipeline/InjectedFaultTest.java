package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.crashtag.pipeline.FaultyStorage.Fault;
import org.crashtag.sample.Fleet;
import org.crashtag.storage.LocalStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each call of the storage in turn fails. The run fails or continues, and the tables are never
 * incomplete; the next run makes the tables of an undisturbed run, and leaves no stray files.
 */
class InjectedFaultTest {
  private static final int DUMPS = 12;

  /** The calls that change the output folder, except the many writes. */
  private static final Set<String> CHANGES =
      Set.of("create", "close", "put", "createOnce", "note", "delete", "force", "lock");

  @TempDir private Path folder;
  private Path archive;
  private List<String> calls;
  private List<String> rows;
  private List<String> files;

  @BeforeEach
  void runUndisturbed() throws Exception {
    archive = folder.resolve("archive");
    Fleet.write(archive, DUMPS, 3, 20, done -> {});
    Path undisturbed = folder.resolve("undisturbed");
    TestRuns.run(FaultyStorage.noting(), options(undisturbed));
    calls = FaultyStorage.calls();
    rows = TestRuns.everything(undisturbed);
    files = TestRuns.files(undisturbed);
    assertThat(calls).hasSizeGreaterThan(150);
    assertThat(rows).hasSizeGreaterThan(200);
  }

  private RunOptions options(Path output) {
    return TestRuns.options(List.of(archive.toString()), output, 1, "--targetParallelism=1");
  }

  /** More of the calls that change something than of those that look. */
  @ParameterizedTest
  @CsvSource({"BEFORE, 0", "BEHIND, 2", "LOST, 4"})
  void someCalls(Fault fault, int first) throws Exception {
    List<Integer> chosen = new ArrayList<>();
    int changes = first;
    for (int call = 1; call <= calls.size(); call++) {
      boolean change = CHANGES.contains(calls.get(call - 1).split(" ", 2)[0]);
      changes += change ? 1 : 0;
      if (change ? changes % 53 == 0 : call % 331 == 0) {
        chosen.add(call);
      }
    }
    assertThat(failures(chosen, fault)).isGreaterThan(chosen.size() / 3);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Fault.class)
  void everyCall(Fault fault) throws Exception {
    List<Integer> all = new ArrayList<>();
    for (int call = 1; call <= calls.size(); call++) {
      all.add(call);
    }
    assertThat(failures(all, fault)).isGreaterThan(calls.size() / 3);
  }

  /** How many of the disturbed runs failed. */
  private int failures(List<Integer> chosen, Fault fault) throws Exception {
    int failures = 0;
    for (int call : chosen) {
      String what = fault + " call " + call + ", " + calls.get(call - 1);
      Path output = folder.resolve("output-" + call);
      failures += isFailing(call, fault, output) ? 1 : 0;
      assertThat(TestRuns.everything(output)).as("after " + what).isIn(rows, List.of());
      TestRuns.run(options(output));
      assertThat(TestRuns.everything(output)).as("next run, " + what).isEqualTo(rows);
      assertThat(TestRuns.files(output)).as("files, " + what).isEqualTo(files);
      new LocalStorage().delete(output.toString());
    }
    return failures;
  }

  /** A failed read of a source is retried and has no effect. */
  private boolean isFailing(int call, Fault fault, Path output) {
    try {
      TestRuns.run(FaultyStorage.failingAt(call, fault), options(output));
      return false;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("injected fault");
      return true;
    }
  }
}
