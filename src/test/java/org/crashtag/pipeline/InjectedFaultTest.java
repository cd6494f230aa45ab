package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.sample.Fleet;
import org.crashtag.storage.LocalStorage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each call of the storage in turn fails once. The run fails or goes on; the tables are never half
 * there; the next run makes them what an undisturbed run makes.
 */
class InjectedFaultTest {
  private static final int DUMPS = 12;

  @TempDir private Path folder;

  @Test
  void everyEleventhCall() throws Exception {
    injectAtEach(11);
  }

  @Tag("slow")
  @Test
  void everyCall() throws Exception {
    injectAtEach(1);
  }

  private void injectAtEach(int step) throws Exception {
    Path archive = folder.resolve("archive");
    Fleet.write(archive, DUMPS, 3, 20, done -> {});
    Path undisturbed = folder.resolve("undisturbed");
    TestRuns.run(options(archive, undisturbed));
    List<String> rows = TestRuns.everything(undisturbed);
    List<String> files = TestRuns.files(undisturbed);
    int failures = 0;
    int call = 1;
    for (; ; call += step) {
      Path output = folder.resolve("output-" + call);
      boolean failed = disturbedRun(call, archive, output);
      if (!FaultyStorage.happened()) {
        break;
      }
      failures += failed ? 1 : 0;
      assertThat(TestRuns.everything(output)).as("behind call " + call).isIn(rows, List.of());
      TestRuns.run(options(archive, output));
      assertThat(TestRuns.everything(output)).as("next run, call " + call).isEqualTo(rows);
      assertThat(TestRuns.files(output)).as("files, call " + call).isEqualTo(files);
      new LocalStorage().delete(output.toString());
    }
    assertThat(call).isGreaterThan(150);
    assertThat(failures).isGreaterThan(10 / step);
  }

  private static RunOptions options(Path archive, Path output) {
    return TestRuns.options(List.of(archive.toString()), output, 2, "--targetParallelism=1");
  }

  /** Whether the run failed; a fault in reading a source is tried again and hurts nothing. */
  private static boolean disturbedRun(int call, Path archive, Path output) {
    FaultyStorage.failAt(call);
    try {
      TestRuns.run(FaultyStorage::new, options(archive, output));
      return false;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("injected fault");
      return true;
    }
  }
}
