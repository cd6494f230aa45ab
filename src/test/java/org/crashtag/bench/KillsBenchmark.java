package org.crashtag.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.crashtag.sample.Fleet;
import org.crashtag.source.Packing;
import org.crashtag.storage.LocalStorage;

/**
 * Kills runs at random moments, and fills disks of all sizes; each time the next run must make the
 * tables of an undisturbed one. Not a measurement, but it also takes minutes.
 */
public final class KillsBenchmark {
  private static final long SEED = 4;

  private final Path folder;
  private final int dumps;
  private Map<String, String> tables;
  private long millis;

  private KillsBenchmark(Path folder, int dumps) {
    this.folder = folder;
    this.dumps = dumps;
  }

  /**
   * Runs.
   *
   * @param arguments a folder, the number of kills, and the number of dumps
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0], "kills");
    new LocalStorage().delete(folder.toString());
    KillsBenchmark kills = new KillsBenchmark(folder, Integer.parseInt(arguments[2]));
    kills.makeArchive();
    kills.runUndisturbed();
    kills.kill(Integer.parseInt(arguments[1]), new Random(SEED));
    kills.fillDisks();
    new LocalStorage().delete(folder.toString());
  }

  /** Each tenth dump is in a zip instead. */
  private void makeArchive() throws IOException {
    Path archive = folder.resolve("archive");
    Fleet.write(archive, dumps, SEED, 2, done -> {});
    List<Path> files;
    try (Stream<Path> paths = Files.walk(archive)) {
      files = paths.filter(Files::isRegularFile).sorted().toList();
    }
    for (int i = 0; i < files.size(); i += 10) {
      Path file = files.get(i);
      if (Files.size(file) < 1 << 24) {
        Files.write(
            Path.of(file + ".zip"), Packing.zip(Map.of("in.dmp", Files.readAllBytes(file))));
        Files.delete(file);
      }
    }
  }

  private Process start(Path output) throws IOException {
    int batch = dumps / 4 + 1;
    return RunProcess.start(
        folder.resolve("archive"), output, folder.resolve("log"), "--batch", "" + batch);
  }

  private void runUndisturbed() throws Exception {
    Path output = folder.resolve("undisturbed");
    long start = System.nanoTime();
    RunProcess.finish(start(output), folder.resolve("log"));
    millis = (System.nanoTime() - start) / 1_000_000;
    tables = RunProcess.tables(output);
    System.out.println("undisturbed: " + millis + " ms, dumps " + tables.get("dumps"));
  }

  private void kill(int wanted, Random random) throws Exception {
    Path output = folder.resolve("killed");
    int killed = 0;
    int outputs = 0;
    while (killed < wanted) {
      Process process = start(output);
      Thread.sleep(random.nextInt((int) millis));
      if (process.isAlive()) {
        process.destroyForcibly().waitFor();
        killed++;
      } else {
        check(output, killed + " kills so far");
        outputs++;
        new LocalStorage().delete(output.toString());
      }
    }
    RunProcess.finish(start(output), folder.resolve("log"));
    check(output, killed + " kills");
    System.out.println(killed + " kills, " + (outputs + 1) + " outputs: all as undisturbed");
  }

  private void check(Path output, String what) throws Exception {
    Map<String, String> found = RunProcess.tables(output);
    if (!found.equals(tables)) {
      throw new IllegalStateException(what + ": " + found + " where " + tables + " is right");
    }
    try (Stream<Path> left = Files.list(output.resolve("_staging"))) {
      if (left.findAny().isPresent()) {
        throw new IllegalStateException(what + ": something is left in the staging folder");
      }
    }
  }

  /** Each disk is a little larger, until the run fits. */
  private void fillDisks() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    int full = 0;
    for (long kilobytes = 64; ; kilobytes = kilobytes * 5 / 4) {
      if (!command("mount", "-t", "tmpfs", "-o", "size=" + kilobytes + "k", "none", "" + disk)) {
        System.out.println("full disks: skipped, since no tmpfs can be mounted here");
        return;
      }
      try {
        Path output = disk.resolve("tables");
        if (start(output).waitFor() == 0) {
          check(output, kilobytes + " KB");
          break;
        }
        full++;
        command("mount", "-o", "remount,size=4g", "" + disk);
        RunProcess.finish(start(output), folder.resolve("log"));
        check(output, "after a disk of " + kilobytes + " KB was full");
      } finally {
        command("umount", "" + disk);
      }
    }
    System.out.println(full + " disks were full: all as undisturbed with more room");
  }

  private static boolean command(String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
