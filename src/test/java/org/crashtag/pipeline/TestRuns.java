package org.crashtag.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.messages.TextCatalog;
import org.crashtag.source.Limits;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.EngineFiles;
import org.crashtag.sql.QueryResult;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.SqlSession;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.table.Tables;
import org.crashtag.testing.TestKey;

/** Runs the pipeline in this process and asks what it made. */
final class TestRuns {
  static final String PROGRAM = "test";

  private TestRuns() {}

  static RunOptions options(List<String> sources, Path output, int buckets, String... beam) {
    return inBatches(sources, output, RunOptions.DEFAULT_BATCH, buckets, beam);
  }

  static RunOptions inBatches(
      List<String> sources, Path output, int batch, int buckets, String... beam) {
    return ofTags(List.of(), List.of(), sources, output, batch, buckets, beam);
  }

  /** Decodes some tags, and keeps the blobs of some. */
  static RunOptions ofTags(
      List<String> tags,
      List<String> keep,
      List<String> sources,
      Path output,
      int batch,
      int buckets,
      String... beam) {
    return new RunOptions(
        output.toString(),
        new RunOptions.Reading(sources, RunOptions.Links.SKIP, Limits.DEFAULT, batch),
        RunOptions.Decoding.of(tags),
        new RunOptions.Writing(List.of(), keep, RunOptions.Hashing.ALL, buckets, false),
        new RunOptions.PrivateValues(Privacy.Mode.HASH, TestKey.file().toString()),
        RunOptions.Description.NONE,
        List.of(beam));
  }

  /** The same with texts of messages. */
  static RunOptions withTexts(RunOptions options, TextCatalog texts) {
    RunOptions.Decoding decoding = options.decoding();
    return new RunOptions(
        options.output(),
        options.reading(),
        new RunOptions.Decoding(
            decoding.tags(), decoding.moreTags(), decoding.settings(), decoding.declared(), texts),
        options.writing(),
        options.privacy(),
        options.description(),
        options.beam());
  }

  static CrashRun.Result run(RunOptions options) throws IOException {
    return run(LocalStorage::new, options);
  }

  static CrashRun.Result run(StorageFactory storages, RunOptions options) throws IOException {
    return new CrashRun(storages, PROGRAM, new EngineFiles(tables())).run(options, progress -> {});
  }

  /** Runs, and merges the index after each commit. */
  static CrashRun.Result runMerging(StorageFactory storages, RunOptions options)
      throws IOException {
    return new CrashRun(storages, PROGRAM, new EngineFiles(tables()), CrashRun::runner, 0)
        .run(options, progress -> {});
  }

  static List<TableSchema> tables() {
    return Tables.all(Decoders.load().tables());
  }

  /** Rows of a question, each as one text. */
  static List<String> ask(Path output, String question) throws IOException, SqlFault {
    try (SqlSession session = session(output)) {
      return rows(session, question);
    }
  }

  private static SqlSession session(Path output) throws IOException, SqlFault {
    String folder = output.toString();
    OutputFolder runs = new OutputFolder(new LocalStorage(), folder);
    return SqlSession.open(CommittedViews.of(folder, runs.manifests(), tables()));
  }

  private static List<String> rows(SqlSession session, String question) throws SqlFault {
    List<String> rows = new ArrayList<>();
    try (QueryResult result = session.query(question)) {
      for (Object[] row = result.next(); row != null; row = result.next()) {
        rows.add(Stream.of(row).map(TestRuns::text).reduce((a, b) -> a + "|" + b).orElse(""));
      }
    }
    return rows;
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
  }

  /** Every row of every table without the runs' names, sorted. */
  static List<String> everything(Path output) throws IOException, SqlFault {
    return everything(output, tables(), table -> table.equals("sources") ? "run, command" : "run");
  }

  /**
   * Every row of some tables, sorted.
   *
   * @param leftOut the columns to leave out of a table of this name, separated by commas
   */
  static List<String> everything(
      Path output, List<TableSchema> tables, UnaryOperator<String> leftOut)
      throws IOException, SqlFault {
    List<String> rows = new ArrayList<>();
    try (SqlSession session = session(output)) {
      for (TableSchema table : tables) {
        String columns = leftOut.apply(table.name());
        for (String row :
            rows(session, "SELECT * EXCLUDE (%s) FROM %s".formatted(columns, table.name()))) {
          rows.add(table.name() + "|" + row);
        }
      }
    }
    rows.sort(null);
    return rows;
  }

  /**
   * Every file below a folder, sorted, without notes; the names of runs and attempts and the
   * numbers of manifests aside.
   */
  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> !isNote(path))
          .map(path -> folder.relativize(path).toString())
          .map(path -> path.replaceAll("r[0-9]{8}T[0-9]{9}Z", "RUN"))
          .map(path -> path.replaceAll("-[0-9a-f]{16}(?![0-9a-f])", "-ATTEMPT"))
          .map(path -> path.replaceAll("^_index/upto-[0-9]+-", "_index/upto-N-"))
          .map(path -> path.replaceAll("^_runs/[0-9]{8}\\.json", "_runs/N.json"))
          .sorted()
          .toList();
    }
  }

  private static boolean isNote(Path path) {
    try {
      return path.getFileName().toString().matches("[0-9]{8}\\.json")
          && Files.readString(path).contains("\"note\"");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The committed runs' manifests, oldest first. */
  static List<Manifest> manifests(Path output) throws IOException {
    return new OutputFolder(new LocalStorage(), output.toString()).manifests();
  }

  /** The file of a run's manifest. */
  static Path manifest(Path output, Manifest manifest) {
    return output.resolve("_runs/%08d.json".formatted(manifest.number()));
  }
}
