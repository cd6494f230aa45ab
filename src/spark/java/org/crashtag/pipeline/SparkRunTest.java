package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.LogManager;
import java.util.stream.IntStream;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.crashtag.pipeline.OnceFailingStorage.Moment;
import org.crashtag.sample.Fleet;
import org.crashtag.store.CommitListener;
import org.crashtag.store.OutputFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same pipeline on Spark, which does a failed task again: up to four times, on two threads. Its
 * tables are those of the local runner, whatever failed on the way.
 */
@Tag("spark")
class SparkRunTest {
  private static final int DUMPS = 120;

  /** All may meet in one task, which may fail three times. */
  private static final int BUCKETS = 3;

  private static final CommitListener NOTHING = (storage, output) -> {};

  @TempDir private Path folder;

  @BeforeAll
  static void keepSparkQuiet() {
    LogManager.getLogManager().reset();
  }

  @Test
  void tablesAreThoseOfTheLocalRunner() throws Exception {
    List<String> rows = locally();
    Path output = folder.resolve("spark");

    runOnSpark(OnceFailingStorage.never(), output);

    assertThat(TestRuns.everything(output)).isEqualTo(rows);
  }

  /** Each bucket's first attempt fails: before it wrote, after it wrote all, or at its commit. */
  @ParameterizedTest
  @EnumSource(Moment.class)
  void failedAttemptsChangeNothing(Moment moment) throws Exception {
    List<String> rows = locally();
    Path output = folder.resolve("spark");
    StorageFactory failing = OnceFailingStorage.at(moment);

    runOnSpark(failing, output);

    assertThat(OnceFailingStorage.failures()).isEqualTo(expectedFailures(moment));
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
    assertThat(TestRuns.run(options(output)).unchanged()).isEqualTo(DUMPS);
    assertOnlyCommittedParts(output);
  }

  /**
   * Each bucket and the commit is attempted twice: at the same time, or the attempt that the runner
   * thought lost goes on when the run is committed.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void doubledAndLateAttemptsChangeNothing(boolean late) throws Exception {
    List<String> rows = locally();
    Path output = folder.resolve("spark");

    new CrashRun(
            LostAttempts.storages(late),
            TestRuns.PROGRAM,
            NOTHING,
            beam -> spark(beam, DoublingRunner.class),
            OutputFolder.MOST_UNMERGED)
        .run(options(output), progress -> {});
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
    LostAttempts.goOn();

    assertThat(LostAttempts.names()).containsExactly("bucket 0", "bucket 1", "bucket 2", "run");
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
    assertThat(TestRuns.run(options(output)).unchanged()).isEqualTo(DUMPS);
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
    assertOnlyCommittedParts(output);
  }

  /** The next run removes what failed and late attempts left. */
  private static void assertOnlyCommittedParts(Path output) throws IOException {
    assertThat(TestRuns.files(output))
        .noneMatch(file -> file.startsWith("_staging/"))
        .filteredOn(file -> file.endsWith(".parquet"))
        .isNotEmpty()
        .allMatch(file -> file.matches("[a-z_]+/run=RUN/part-[0-9]{5}-ATTEMPT[.]parquet"));
  }

  private static List<String> expectedFailures(Moment moment) {
    return switch (moment) {
      case FIRST_PART, LAST_PART ->
          IntStream.range(0, BUCKETS).mapToObj(bucket -> "bucket " + bucket).toList();
      case COMMIT, BEHIND_COMMIT -> List.of("run");
    };
  }

  private List<String> locally() throws Exception {
    Fleet.write(folder.resolve("archive"), DUMPS, 5, 10, done -> {});
    Path output = folder.resolve("local");
    TestRuns.run(options(output));
    List<String> rows = TestRuns.everything(output);
    assertThat(rows).hasSizeGreaterThan(DUMPS * 10);
    return rows;
  }

  private RunOptions options(Path output) {
    return TestRuns.options(List.of(folder.resolve("archive").toString()), output, BUCKETS);
  }

  private void runOnSpark(StorageFactory storages, Path output) throws IOException {
    new CrashRun(
            storages,
            TestRuns.PROGRAM,
            NOTHING,
            beam -> spark(beam, SparkRunner.class),
            OutputFolder.MOST_UNMERGED)
        .run(options(output), progress -> {});
  }

  private static Runner spark(
      List<String> beamOptions, Class<? extends PipelineRunner<?>> runner) {
    SparkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(beamOptions.toArray(String[]::new))
            .as(SparkPipelineOptions.class);
    options.setRunner(runner);
    options.setSparkMaster("local[2,4]");
    return (job, buckets) -> Pipeline.create(options);
  }
}
