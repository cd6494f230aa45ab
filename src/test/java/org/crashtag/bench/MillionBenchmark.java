package org.crashtag.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.SampleDump;
import org.crashtag.storage.LocalStorage;

/**
 * The first run over a large archive in batches, and the nights after it: processor time for each
 * dump, and the maximum memory of the process, which has 512 MB of heap.
 *
 * <p>The archive grows by one batch at a time. The files of earlier batches keep their names, sizes
 * and times, so that each run lists and compares them, but become holes: a million sample dumps
 * would take 60 GB.
 */
public final class MillionBenchmark {
  private static final long SEED = 5;
  private static final int BROKEN_PERCENT = 2;

  private final Path folder;
  private final Path archive;
  private final Fleet fleet = new Fleet(SEED, BROKEN_PERCENT);
  private int dumps;

  private MillionBenchmark(Path folder) {
    this.folder = folder;
    this.archive = folder.resolve("archive");
  }

  /**
   * Runs.
   *
   * @param arguments a folder, the number of batches, the dumps of each, and the dumps of a night
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0], "million");
    new LocalStorage().delete(folder.toString());
    MillionBenchmark benchmark = new MillionBenchmark(folder);
    int batches = Integer.parseInt(arguments[1]);
    int each = Integer.parseInt(arguments[2]);
    for (int batch = 1; batch <= batches; batch++) {
      benchmark.run("batch " + batch, each);
    }
    benchmark.run("idle night", 0);
    benchmark.run("night", Integer.parseInt(arguments[3]));
    benchmark.run("idle night", 0);
    new LocalStorage().delete(folder.toString());
  }

  private void run(String name, int more) throws IOException, InterruptedException {
    Files.createDirectories(archive);
    List<Path> added = new ArrayList<>();
    for (int index = dumps; index < dumps + more; index++) {
      SampleDump dump = fleet.dump(index);
      dump.write(archive);
      added.add(archive.resolve(dump.path()));
    }
    Path log = folder.resolve("log");
    long start = System.nanoTime();
    Process process = RunProcess.start(archive, folder.resolve("tables"), log);
    long peak = 0;
    Duration processor = Duration.ZERO;
    while (process.isAlive()) {
      peak = Math.max(peak, RunProcess.peakKilobytes(process));
      processor = process.info().totalCpuDuration().orElse(processor);
      Thread.sleep(20);
    }
    double wall = (System.nanoTime() - start) / 1e9;
    RunProcess.finish(process, log);
    double seconds = processor.toNanos() / 1e9;
    dumps += more;
    System.out.printf(
        Locale.ROOT,
        "%s, %,d dumps known: %.1f s, processor %.1f s%s, %d MB%n",
        name,
        dumps,
        wall,
        seconds,
        more == 0 ? "" : String.format(Locale.ROOT, ", %.2f ms per dump", seconds * 1e3 / more),
        peak / 1024);
    for (Path file : added) {
      hollow(file);
    }
  }

  /** Frees the disk space of a file. */
  private static void hollow(Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      long length = opened.length();
      opened.setLength(0);
      opened.setLength(length);
    }
    Files.setLastModifiedTime(file, time);
  }
}
