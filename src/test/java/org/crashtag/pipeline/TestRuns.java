package org.crashtag.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.messages.TextCatalog;
import org.crashtag.source.Limits;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.EngineFiles;
import org.crashtag.sql.QueryResult;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.SqlSession;
import org.crashtag.storage.LocalStorage;
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
        sources,
        output.toString(),
        tags,
        keep,
        true,
        List.of(),
        "",
        "hash",
        Map.of(),
        "",
        List.of(beam),
        Limits.DEFAULT,
        Map.of(),
        batch,
        buckets,
        TestKey.file().toString());
  }

  /** The same with texts of messages. */
  static RunOptions withTexts(RunOptions options, TextCatalog texts) {
    return new RunOptions(
        options.sources(),
        options.output(),
        options.tags(),
        options.keep(),
        options.hashAll(),
        options.tables(),
        options.moreTags(),
        options.privacy(),
        options.described(),
        options.pipelineSha256(),
        options.beam(),
        options.limits(),
        options.settings(),
        options.batch(),
        options.buckets(),
        options.privateKey(),
        options.declared(),
        texts,
        options.follow());
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
    return new CrashRun(storages, PROGRAM, new EngineFiles(tables()), CrashRun::local, 0)
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
    List<String> rows = new ArrayList<>();
    try (SqlSession session = session(output)) {
      for (TableSchema table : tables()) {
        String names = table.name().equals("sources") ? "run, command" : "run";
        for (String row :
            rows(session, "SELECT * EXCLUDE (%s) FROM %s".formatted(names, table.name()))) {
          rows.add(table.name() + "|" + row);
        }
      }
    }
    rows.sort(null);
    return rows;
  }

  /** Every file below a folder, runs' names aside, sorted. */
  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .map(path -> folder.relativize(path).toString())
          .map(path -> path.replaceAll("r[0-9]{8}T[0-9]{9}Z", "RUN"))
          .sorted()
          .toList();
    }
  }
}
