package org.crashtag.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.crashtag.sample.Fleet;
import org.crashtag.source.SourceFile;
import org.crashtag.source.cab.CabinetBuilder;
import org.crashtag.source.cab.MszipEncoder;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.Listed;

/**
 * Times {@code crashtag run} as a whole process against {@link PlainLoop}, in interleaved pairs,
 * over two sizes of one fleet of sample dumps; medians. Both get 512 MB of heap. The dumps are
 * plain files in folders, or each in a separate cabinet.
 */
public final class PipelineBenchmark {
  /** Larger sample dumps, of memory, are mostly holes. */
  private static final long LARGEST_PACKED = 1 << 20;

  private final Path target;
  private final Path work;
  private final boolean cabinets;

  private PipelineBenchmark(Path target, boolean cabinets) {
    this.target = target;
    this.work = target.resolve("bench");
    this.cabinets = cabinets;
  }

  /** One process's times. */
  private record Time(double wall, double processor) {}

  /** Medians of both sides over one size. */
  private record Pair(int dumps, Time loop, Time run) {}

  /** Arguments: the build's folder, pairs, the two sizes, and {@code cabinets} or nothing. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    boolean cabinets = arguments.length > 4 && arguments[4].equals("cabinets");
    PipelineBenchmark benchmark = new PipelineBenchmark(Path.of(arguments[0]), cabinets);
    int pairs = Integer.parseInt(arguments[1]);
    Pair small = benchmark.measure(Integer.parseInt(arguments[2]), pairs);
    Pair large = benchmark.measure(Integer.parseInt(arguments[3]), pairs);
    print(small, large);
  }

  private static void print(Pair small, Pair large) {
    int more = large.dumps - small.dumps;
    double loop = (large.loop.processor - small.loop.processor) / more;
    double run = (large.run.processor - small.run.processor) / more;
    System.out.printf(
        Locale.ROOT,
        "wall at %,d: %.2f times the loop's%n",
        small.dumps,
        small.run.wall / small.loop.wall);
    System.out.printf(
        Locale.ROOT,
        "processor per further dump: loop %.3f ms, run %.3f ms: %.2f times%n",
        loop * 1e3,
        run * 1e3,
        run / loop);
    System.out.printf(
        Locale.ROOT,
        "wall per dump: %.3f ms at %,d, %.3f ms at %,d%n",
        small.run.wall / small.dumps * 1e3,
        small.dumps,
        large.run.wall / large.dumps * 1e3,
        large.dumps);
  }

  private Pair measure(int dumps, int pairs) throws IOException, InterruptedException {
    Path archive = cabinets ? cabinets(dumps) : dumps(dumps);
    List<Time> loops = new ArrayList<>();
    List<Time> runs = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      loops.add(time("org.crashtag.bench.PlainLoop", archive.toString(), fresh("loop")));
      runs.add(
          time(
              "org.crashtag.cli.Main",
              "run",
              "--input",
              archive.toString(),
              "--output",
              fresh("tables")));
    }
    Pair result = new Pair(dumps, median(loops), median(runs));
    System.out.printf(
        Locale.ROOT,
        "%,d dumps: loop %.2f s (processor %.2f), run %.2f s (processor %.2f)%n",
        dumps,
        result.loop.wall,
        result.loop.processor,
        result.run.wall,
        result.run.processor);
    return result;
  }

  private Path dumps(int dumps) throws IOException {
    Path archive = work.resolve("archive-" + dumps);
    if (!Files.exists(archive)) {
      Fleet.write(archive, dumps, 1, 2, done -> {});
    }
    return archive;
  }

  /** Puts each of a fleet's smaller dumps in a separate cabinet. */
  private Path cabinets(int dumps) throws IOException {
    Path archive = work.resolve("cabinets-" + dumps);
    if (!Files.exists(archive)) {
      List<SourceFile> files =
          Listed.files(new LocalStorage(), List.of(dumps(dumps).toString()), problem -> {});
      Files.createDirectories(archive);
      int packed = 0;
      for (SourceFile file : files) {
        if (file.bytes() <= LARGEST_PACKED) {
          Path cabinet = archive.resolve(packed++ + ".cab");
          new CabinetBuilder()
              .folder(new MszipEncoder())
              .file("MEMORY.DMP", Files.readAllBytes(Path.of(file.path())))
              .write(cabinet);
        }
      }
    }
    return archive;
  }

  private static Time median(List<Time> times) {
    double[] walls = times.stream().mapToDouble(Time::wall).sorted().toArray();
    double[] processors = times.stream().mapToDouble(Time::processor).sorted().toArray();
    return new Time(walls[walls.length / 2], processors[processors.length / 2]);
  }

  private String fresh(String name) throws IOException {
    String folder = work.resolve(name).toString();
    new LocalStorage().delete(folder);
    return folder;
  }

  private Time time(String program, String... arguments) throws IOException, InterruptedException {
    Path file = work.resolve("processor-time");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(
            List.of(
                java,
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "-XX:SharedArchiveFile=" + classes(java),
                "-cp",
                target.resolve("crashtag.jar")
                    + File.pathSeparator
                    + target.resolve("test-classes"),
                "org.crashtag.bench.Measured",
                file.toString(),
                program));
    command.addAll(List.of(arguments));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("log").toFile())
            .start();
    int exitCode = process.waitFor();
    double wall = (System.nanoTime() - start) / 1e9;
    if (exitCode != 0) {
      throw new IOException(program + " ended with " + exitCode + ":\n" + log());
    }
    return new Time(wall, Long.parseLong(Files.readString(file)) / 1e9);
  }

  /** The classes that a run loads, prepared as the launcher prepares them. */
  private Path classes(String java) throws IOException, InterruptedException {
    Path archive = target.resolve("benchmark.jsa");
    Path jar = target.resolve("crashtag.jar");
    if (!Files.exists(archive)
        || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
      Files.deleteIfExists(archive);
      Path list = work.resolve("classes");
      List<String> start = List.of(java, "-Xlog:disable", "-XX:+UseSerialGC");
      List<String> classPath = List.of("-cp", jar.toString());
      List<String> training = new ArrayList<>(start);
      training.add("-XX:DumpLoadedClassList=" + list);
      training.addAll(classPath);
      training.addAll(List.of("org.crashtag.cli.Main", "demo", work.resolve("demo").toString()));
      List<String> dump = new ArrayList<>(start);
      dump.addAll(
          List.of(
              "-Xshare:dump",
              "-XX:SharedClassListFile=" + list,
              "-XX:SharedArchiveFile=" + archive));
      dump.addAll(classPath);
      for (List<String> command : List.of(training, dump)) {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("log").toFile())
                .start();
        if (process.waitFor() != 0) {
          throw new IOException("the classes of a run can't be prepared:\n" + log());
        }
      }
    }
    return archive;
  }

  private String log() throws IOException {
    return Files.readString(work.resolve("log"));
  }
}
