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
 * Times {@code crashtag run} as a whole process against {@link PlainLoop} and, if its jar is given,
 * against {@code run} of an earlier release, interleaved, over two sizes of one fleet of sample
 * dumps; medians. All get 512 MB of heap. Over the smaller size, it is also compared with {@link
 * LeastWork}. The dumps are plain files in folders, or each in a separate cabinet.
 */
public final class PipelineBenchmark {
  private static final String MAIN = "org.crashtag.cli.Main";

  /** The options of an earlier release's launcher. */
  private static final List<String> RELEASE_OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");

  /** Larger sample dumps, of memory, are mostly holes. */
  private static final long LARGEST_PACKED = 1 << 20;

  private final Path target;
  private final Path work;
  private final boolean cabinets;

  /** The jar of an earlier release, with its libraries beside it; or null. */
  private final Path release;

  private PipelineBenchmark(Path target, boolean cabinets, Path release) {
    this.target = target;
    this.work = target.resolve("bench");
    this.cabinets = cabinets;
    this.release = release;
  }

  /** One process's times. */
  private record Time(double wall, double processor) {}

  /**
   * Medians of all sides over one size.
   *
   * @param release null if there is none
   */
  private record Sides(int dumps, Time loop, Time run, Time release) {}

  /**
   * Arguments: the build's folder, pairs, the two sizes, {@code dumps} or {@code cabinets}, and the
   * jar of an earlier release or {@code none}.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    boolean cabinets = arguments[4].equals("cabinets");
    Path release = arguments[5].equals("none") ? null : Path.of(arguments[5]);
    PipelineBenchmark benchmark = new PipelineBenchmark(Path.of(arguments[0]), cabinets, release);
    int pairs = Integer.parseInt(arguments[1]);
    Sides small = benchmark.measure(Integer.parseInt(arguments[2]), pairs);
    benchmark.compareWithLeastWork(small);
    Sides large = benchmark.measure(Integer.parseInt(arguments[3]), pairs);
    print(small, large);
  }

  private static void print(Sides small, Sides large) {
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

  private Sides measure(int dumps, int pairs) throws IOException, InterruptedException {
    String archive = archive(dumps).toString();
    Path jar = target.resolve("crashtag.jar");
    List<Time> loops = new ArrayList<>();
    List<Time> runs = new ArrayList<>();
    List<Time> releases = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      loops.add(
          time(jar, RunProcess.OPTIONS, "org.crashtag.bench.PlainLoop", archive, fresh("loop")));
      runs.add(
          time(
              jar,
              RunProcess.OPTIONS,
              MAIN,
              "run",
              "--input",
              archive,
              "--output",
              fresh("tables")));
      if (release != null) {
        String output = fresh("release");
        releases.add(
            time(release, RELEASE_OPTIONS, MAIN, "run", "--input", archive, "--output", output));
      }
    }
    Sides result =
        new Sides(dumps, median(loops), median(runs), release == null ? null : median(releases));
    say(
        "%,d dumps: loop %.2f s (processor %.2f), run %.2f s (processor %.2f)",
        dumps, result.loop.wall, result.loop.processor, result.run.wall, result.run.processor);
    if (release != null) {
      say(
          "%,d dumps: release %.2f s (processor %.2f): run takes %.2f of its processor time",
          dumps,
          result.release.wall,
          result.release.processor,
          result.run.processor / result.release.processor);
    }
    return result;
  }

  private void compareWithLeastWork(Sides sides) throws IOException, InterruptedException {
    Path figures = work.resolve("least");
    time(
        target.resolve("crashtag.jar"),
        RELEASE_OPTIONS,
        "org.crashtag.bench.LeastWork",
        archive(sides.dumps).toString(),
        work.resolve("tables").toString(),
        fresh("duckdb"),
        figures.toString());
    String[] seconds = Files.readString(figures).split(" ", 2);
    double read = Double.parseDouble(seconds[0]);
    double write = Double.parseDouble(seconds[1]);
    say(
        "least work: reading %.2f s, DuckDB writing %.2f s of processor time: run takes %.2f times",
        read, write, sides.run.processor / (read + write));
  }

  private Path archive(int dumps) throws IOException {
    return cabinets ? cabinets(dumps) : dumps(dumps);
  }

  private static void say(String form, Object... values) {
    System.out.println(String.format(Locale.ROOT, form, values));
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

  private Time time(Path jar, List<String> options, String program, String... arguments)
      throws IOException, InterruptedException {
    Path file = work.resolve("processor-time");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java, "-Xlog:disable", "-XX:SharedArchiveFile=" + classes(java, jar)));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            jar + File.pathSeparator + target.resolve("test-classes"),
            "org.crashtag.bench.Measured",
            file.toString(),
            program));
    command.addAll(List.of(arguments));
    long start = System.nanoTime();
    int exitCode = finish(command);
    double wall = (System.nanoTime() - start) / 1e9;
    if (exitCode != 0) {
      throw new IOException(program + " ended with " + exitCode + ":\n" + log());
    }
    return new Time(wall, Long.parseLong(Files.readString(file)) / 1e9);
  }

  private int finish(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(work.resolve("log").toFile())
        .start()
        .waitFor();
  }

  /** The classes that a run loads, prepared as the launcher prepares them. */
  private Path classes(String java, Path jar) throws IOException, InterruptedException {
    boolean ours = !jar.equals(release);
    Path archive = work.resolve(ours ? "run.jsa" : "release.jsa");
    if (!Files.exists(archive)
        || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
      Files.deleteIfExists(archive);
      Path list = work.resolve("classes");
      List<String> start = List.of(java, "-Xlog:disable", "-XX:+UseSerialGC");
      List<String> classPath = List.of("-cp", jar.toString());
      List<String> training = new ArrayList<>(start);
      training.add("-XX:DumpLoadedClassList=" + list);
      training.addAll(classPath);
      training.addAll(List.of(MAIN, "demo", fresh("demo")));
      List<String> dump = new ArrayList<>(start);
      dump.addAll(
          List.of(
              "-Xshare:dump",
              "-XX:SharedClassListFile=" + list,
              "-XX:SharedArchiveFile=" + archive));
      dump.addAll(classPath);
      for (List<String> command : List.of(training, dump)) {
        if (finish(command) != 0) {
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
