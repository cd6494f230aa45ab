package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.OutputFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a run divides its work: by its sources, not by the machine. */
class BucketsTest {
  @TempDir Path folder;

  @Test
  void fewDumpsAreOneBucket() {
    RunOptions options = TestRuns.options(List.of(), folder, 0);
    assertThat(CrashRun.buckets(options, 1, 1)).isEqualTo(1);
    assertThat(CrashRun.buckets(options, 64, 64)).isEqualTo(1);
    assertThat(CrashRun.buckets(options, 65, 65)).isEqualTo(8);
    assertThat(CrashRun.buckets(options, 1, 100_000)).isEqualTo(8);
    assertThat(CrashRun.buckets(options, 40_000, 40_000)).isEqualTo(20);
    assertThat(CrashRun.buckets(options, 1_000_000, 1_000_000)).isEqualTo(64);
    assertThat(CrashRun.buckets(TestRuns.options(List.of(), folder, 3), 1, 1)).isEqualTo(3);
  }

  @Test
  void aLargeFileMayBeAnArchiveOfManyDumpsUnlessItsNameIsThatOfADump() throws IOException {
    assertThat(likelyDumps("a/MEMORY.DMP", 1L << 40)).isEqualTo(1);
    assertThat(likelyDumps("b/a.hdmp", 1L << 20)).isEqualTo(1);
    assertThat(likelyDumps("c/small.zip", 1000)).isEqualTo(1);
    assertThat(likelyDumps("d/large.zip", 64L << 20)).isEqualTo(1025);
    assertThat(likelyDumps("e/dumps.dmp.7z", 64L << 20)).isEqualTo(1025);
    Files.createFile(folder.resolve("e/second.mdmp"));
    assertThat(compared(folder.resolve("e"))).isEqualTo(1026);
  }

  private long likelyDumps(String name, long bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(bytes);
    }
    return compared(file.getParent());
  }

  private long compared(Path sources) throws IOException {
    LocalStorage storage = new LocalStorage();
    OutputFolder output = new OutputFolder(storage, folder.resolve("output").toString());
    String lists = folder.resolve("lists").toString();
    NewSources found = new NewSources(storage, output, lists, TestRuns.PROGRAM);
    found.list(List.of(sources.toString()), false);
    found.compare(RunOptions.DEFAULT_BATCH);
    storage.delete(lists);
    return found.likelyDumps();
  }

  @Test
  void noMoreThreadsThanBuckets() {
    RunOptions options = TestRuns.options(List.of(), folder, 1, "--targetParallelism=4");
    assertThat(parallelism(options, 1)).isEqualTo(1);
    assertThat(parallelism(options, 8)).isEqualTo(4);
  }

  private static int parallelism(RunOptions options, int buckets) {
    Pipeline pipeline = CrashRun.pipeline(CrashRun::local, options, buckets);
    return pipeline.getOptions().as(DirectOptions.class).getTargetParallelism();
  }
}
