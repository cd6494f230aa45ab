package org.crashtag.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.messages.TextCatalog;
import org.crashtag.pipeline.CrashRun;
import org.crashtag.pipeline.DeclaredDecoders;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.pipeline.RunOptions;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.SampleDump;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.EngineFiles;
import org.crashtag.sql.QueryResult;
import org.crashtag.sql.Question;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.SqlSession;
import org.crashtag.sql.Upkeep;
import org.crashtag.sql.View;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Location;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.table.Tables;
import org.crashtag.testing.TestKey;

/**
 * Times questions before and after {@code compact}: many nights with a run each, then every shipped
 * question, one question over a week and some that name a driver. The fleet crashes within half a
 * year; a night adds the crashes since the previous night.
 *
 * <p>A time is that of the question alone in a fresh session, from the query to the last row;
 * medians. A row group of {@code dumps} counts as read unless its statistics rule out the week; the
 * bytes that the engine really reads are printed as well, if Linux reports them.
 */
public final class YearsBenchmark {
  private static final long SEED = 8;
  private static final int BROKEN_PERCENT = 2;
  private static final int REPETITIONS = 5;

  /** Start of the crashes of the fleet. */
  private static final Instant FIRST_DAY = Instant.parse("2026-01-01T00:00:00Z");

  /** Length of the period of crashes. */
  private static final Duration HALF_YEAR = Duration.ofDays(181);

  private static final String WEEK =
      "crash_time >= TIMESTAMPTZ '2026-03-16 00:00:00+00'"
          + " AND crash_time < TIMESTAMPTZ '2026-03-23 00:00:00+00'";

  private static final Map<String, String> MORE_QUESTIONS =
      Map.of(
          "(one week)",
          "SELECT bugcheck_name, count(DISTINCT crash_id) FROM dumps WHERE "
              + WEEK
              + " GROUP BY ALL ORDER BY ALL",
          "(one driver of modules)",
          "SELECT timestamp, count(DISTINCT crash_id) FROM modules JOIN dumps USING (dump_id)"
              + " WHERE name = 'quillprint.sys' GROUP BY ALL ORDER BY ALL",
          "(one driver of kmdf_drivers)",
          "SELECT kmdf_version, count(DISTINCT crash_id) FROM kmdf_drivers"
              + " JOIN dumps USING (dump_id) WHERE driver = 'quillprint'"
              + " GROUP BY ALL ORDER BY ALL",
          "(one driver's dumps)",
          "SELECT count(DISTINCT dump_id) FROM kmdf_drivers WHERE driver = 'quillprint'");

  private final Path folder;
  private final int nights;
  private final int dumps;

  private YearsBenchmark(Path folder, int nights, int dumps) {
    this.folder = folder;
    this.nights = nights;
    this.dumps = dumps;
  }

  /**
   * Runs.
   *
   * @param arguments a folder, the number of nights, and the dumps of each, about
   */
  public static void main(String[] arguments) throws Exception {
    int nights = Integer.parseInt(arguments[1]);
    int dumps = Integer.parseInt(arguments[2]);
    Path folder = Path.of(arguments[0], "years", nights + "-" + dumps);
    new YearsBenchmark(folder, nights, dumps).measure();
  }

  private void measure() throws Exception {
    Path made = folder.resolve("nights");
    if (!Files.exists(made)) {
      makeNights();
    }
    Path tables = folder.resolve("tables");
    new LocalStorage().delete(tables.toString());
    link(made, tables);
    List<Measurement> before = ask(tables, "before");
    long start = System.nanoTime();
    Manifest merged = upkeep(tables).compact(true, Duration.ZERO).manifest().orElseThrow();
    say("compact: %.1f s", (System.nanoTime() - start) / 1e9);
    printParts(merged);
    print(before, ask(tables, "behind"));
  }

  /** Kept for the next time: only a complete set of nights has its final name. */
  private void makeNights() throws Exception {
    Path archive = folder.resolve("archive");
    Path growing = folder.resolve("growing");
    new LocalStorage().delete(archive.toString());
    new LocalStorage().delete(growing.toString());
    long start = System.nanoTime();
    Fleet fleet = new Fleet(SEED, BROKEN_PERCENT);
    IntStream.range(0, nights * dumps)
        .parallel()
        .forEach(index -> write(fleet.dump(index), archive));
    say("%,d dumps: %.1f s", nights * dumps, (System.nanoTime() - start) / 1e9);
    for (int night = 0; night < nights; night++) {
      long begin = System.nanoTime();
      Path folderOfNight = archive.resolve("night-" + night);
      new CrashRun(LocalStorage::new, "benchmark", new EngineFiles(schemas()))
          .run(options(folderOfNight, growing), progress -> {});
      new LocalStorage().delete(folderOfNight.toString());
      say("night %d: %.1f s", night + 1, (System.nanoTime() - begin) / 1e9);
    }
    new LocalStorage().delete(archive.toString());
    Files.move(growing, folder.resolve("nights"));
  }

  private void write(SampleDump dump, Path archive) {
    try {
      dump.write(archive.resolve("night-" + night(dump)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The decoders of {@code crashtag run}, and that of the log that the example pipeline file
   * declares.
   */
  private static RunOptions options(Path night, Path output) throws Exception {
    Path file = Path.of("pipelines", "eventlog.yaml");
    PipelineFile pipeline = PipelineFile.parse(file.toString(), Files.readString(file, UTF_8));
    return new RunOptions(
        output.toString(),
        RunOptions.Reading.of(List.of(night.toString())),
        new RunOptions.Decoding(
            List.of(),
            "",
            Map.of(),
            DeclaredDecoders.of(new Location(file.toString()), pipeline, Decoders.load())
                .decoders(),
            TextCatalog.NONE),
        RunOptions.Writing.ofAllTables(RunOptions.Hashing.ALL),
        new RunOptions.PrivateValues(Privacy.Mode.HASH, TestKey.file().toString()),
        RunOptions.Description.NONE,
        List.of());
  }

  /** The days of the half year, distributed over the nights in order. */
  private int night(SampleDump dump) {
    Duration since = Duration.between(FIRST_DAY, dump.crash().time());
    return (int) (since.toSeconds() * nights / HALF_YEAR.toSeconds());
  }

  /** Parts never change, so copies that will be replaced can share their bytes. */
  private static void link(Path from, Path to) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(from)) {
      paths = all.toList();
    }
    for (Path path : paths) {
      Path target = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        Files.createLink(target, path);
      }
    }
  }

  private static Upkeep upkeep(Path tables) {
    return new Upkeep(new LocalStorage(), tables.toString(), "benchmark", schemas());
  }

  private static List<TableSchema> schemas() {
    return Tables.all(Decoders.load().tables());
  }

  private static Map<String, String> questions() throws IOException {
    Map<String, String> questions = new LinkedHashMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of("pipelines/sql"))) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString().replace(".sql", "");
      questions.put(name, Question.of(Files.readString(file, UTF_8)).statements(Map.of()).get(0));
    }
    MORE_QUESTIONS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(more -> questions.put(more.getKey(), more.getValue()));
    return questions;
  }

  /** A question's time, and its answer, which must not change. */
  private record Measurement(String name, double millis, long bytes, List<String> rows) {}

  private static List<Measurement> ask(Path tables, String when) throws Exception {
    List<View> views = views(tables);
    say("%s: row groups of dumps: %s", when, rowGroups(views));
    List<Measurement> measurements = new ArrayList<>();
    for (Map.Entry<String, String> question : questions().entrySet()) {
      measurements.add(measure(views, question.getKey(), question.getValue()));
    }
    return measurements;
  }

  private static List<View> views(Path tables) throws IOException {
    String output = tables.toString();
    List<Manifest> manifests = new OutputFolder(new LocalStorage(), output).manifests();
    return CommittedViews.of(output, manifests, schemas());
  }

  private static Measurement measure(List<View> views, String name, String sql) throws Exception {
    double[] millis = new double[REPETITIONS];
    long bytes = 0;
    List<String> rows = List.of();
    for (int i = 0; i < REPETITIONS; i++) {
      try (SqlSession session = SqlSession.open(views)) {
        long read = bytesRead();
        long start = System.nanoTime();
        rows = rows(session, sql);
        millis[i] = (System.nanoTime() - start) / 1e6;
        bytes = bytesRead() - read;
      }
    }
    java.util.Arrays.sort(millis);
    return new Measurement(name, millis[REPETITIONS / 2], bytes, rows);
  }

  private static List<String> rows(SqlSession session, String sql) throws SqlFault {
    List<String> rows = new ArrayList<>();
    try (QueryResult result = session.query(sql)) {
      for (Object[] row = result.next(); row != null; row = result.next()) {
        rows.add(Stream.of(row).map(String::valueOf).collect(Collectors.joining("|")));
      }
    }
    return rows;
  }

  /** The bytes that this process has read so far, as Linux reports them; 0 on other systems. */
  private static long bytesRead() throws IOException {
    Path io = Path.of("/proc/self/io");
    if (!Files.isReadable(io)) {
      return 0;
    }
    String first = Files.readAllLines(io).get(0);
    return Long.parseLong(first.replace("rchar: ", ""));
  }

  /** The number of row groups that the week needs, and of all. */
  private static String rowGroups(List<View> views) throws SqlFault, IOException {
    String paths =
        views.stream()
            .filter(view -> view.schema().name().equals("dumps"))
            .flatMap(view -> view.parts().stream())
            .map(part -> "'" + Path.of(part.path()).toAbsolutePath() + "'")
            .collect(Collectors.joining(", ", "[", "]"));
    String bounds =
        "SELECT stats_max_value::TIMESTAMPTZ AS newest, stats_min_value::TIMESTAMPTZ AS oldest"
            + " FROM parquet_metadata("
            + paths
            + ") WHERE path_in_schema = 'crash_time'";
    String needed = WEEK.replace("crash_time >=", "newest >=").replace("crash_time <", "oldest <");
    try (SqlSession session = SqlSession.open(views)) {
      return rows(
              session,
              "SELECT format('{} of {} for one week, {:.1f} %', needed, every,"
                  + " 100.0 * needed / every) FROM (SELECT count(*) FILTER ("
                  + needed
                  + ") AS needed, count(*) AS every FROM ("
                  + bounds
                  + ") AS bounds) AS counts")
          .get(0);
    }
  }

  private static void printParts(Manifest merged) {
    for (Manifest.Table table : merged.tables()) {
      if (table.rows() > 0) {
        String sizes =
            table.parts().stream()
                .map(part -> String.format(Locale.ROOT, "%.1f", part.bytes() / 1e6))
                .collect(Collectors.joining(" + "));
        say("  %-22s %,12d rows  %s MB", table.name(), table.rows(), sizes);
      }
    }
  }

  private static void print(List<Measurement> before, List<Measurement> behind) {
    say("%-30s %10s %10s %8s %10s %10s", "", "before ms", "behind ms", "times", "MB", "MB");
    for (int i = 0; i < before.size(); i++) {
      Measurement old = before.get(i);
      Measurement now = behind.get(i);
      if (!old.rows.equals(now.rows)) {
        throw new IllegalStateException(old.name + ": " + now.rows + " where it was " + old.rows);
      }
      say(
          "%-30s %10.1f %10.1f %8.1f %10.1f %10.1f",
          old.name,
          old.millis,
          now.millis,
          old.millis / now.millis,
          old.bytes / 1e6,
          now.bytes / 1e6);
    }
  }

  private static void say(String form, Object... values) {
    System.out.println(String.format(Locale.ROOT, form, values));
  }
}
