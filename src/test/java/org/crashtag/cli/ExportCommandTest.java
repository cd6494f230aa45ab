package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.crashtag.sql.ExportFolder;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other programs read is what {@code crashtag sql} reads. */
class ExportCommandTest {
  @TempDir private static Path shared;
  private static String output;
  private static EngineRows.Committed committed;

  @TempDir private Path folder;

  @BeforeAll
  static void writeTables() throws IOException {
    output = EngineTables.write(shared);
    committed = EngineRows.Committed.of(output);
  }

  private static CommandRun export(Path target, String... options) {
    return exportOf(output, target, options);
  }

  private static CommandRun exportOf(String output, Path target, String... options) {
    List<String> arguments = new ArrayList<>(List.of("export", target.toString()));
    arguments.addAll(List.of("--output", output));
    arguments.addAll(Arrays.asList(options));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static void succeed(CommandRun run) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<String> runs() throws IOException {
    return new OutputFolder(new LocalStorage(), output).runs();
  }

  /** Each table's contents in an engine that knows nothing of crashtag. */
  private static Map<String, EngineRows.Contents> contents(String database, String setting)
      throws SQLException {
    Map<String, EngineRows.Contents> contents = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database)) {
      for (String table : committed.selects("\"").keySet()) {
        String select = committed.selects("\"").get(table);
        String from = String.format(setting, table);
        contents.put(
            table,
            EngineRows.contents(
                rows(connection, select.replaceFirst("FROM \"" + table + "\"", "FROM " + from))));
      }
    }
    return contents;
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(EngineRows.plain(result.getObject(column)));
        }
        rows.add(EngineRows.row(row));
      }
    }
    return rows;
  }

  @Test
  void oneParquetFileATableHoldsTheCurrentRows() throws Exception {
    Path target = folder.resolve("a/new/folder");
    CommandRun run = export(target);
    succeed(run);
    assertThat(run.out())
        .contains("tables as of run " + runs().get(runs().size() - 1) + ", in")
        .contains("files in " + target);
    assertThat(contents("", "read_parquet('" + target + "/%s.parquet')"))
        .isEqualTo(committed.contents());
    assertThat(names(target)).hasSize(committed.views().size() + 1).contains("export.json");
    assertThat(names(target.getParent())).containsExactly("folder");
  }

  @Test
  void databaseHoldsViewsThatAnyEngineOpens() throws Exception {
    succeed(export(folder.resolve("bi"), "--format", "duckdb"));
    String database = folder + "/bi/crashtag.duckdb";
    assertThat(names(folder.resolve("bi"))).containsExactly("crashtag.duckdb", "export.json");
    assertThat(contents(database, "\"%s\"")).isEqualTo(committed.contents());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database)) {
      assertThat(
              rows(
                  connection,
                  "SELECT comment FROM duckdb_columns() WHERE table_name = 'dumps'"
                      + " AND column_name IN ('dump_id', 'run')"))
          .hasSize(2)
          .doesNotContain("null");
      assertThat(
              rows(
                  connection,
                  "SELECT DISTINCT tags['storage_version'] FROM duckdb_databases()"
                      + " WHERE NOT internal"))
          .containsExactly("v1.0.0+");
    }
  }

  @Test
  void copiedTablesDontNeedTheOutputFolder() throws Exception {
    Path copy = copyOfOutput();
    succeed(exportOf(copy.toString(), folder.resolve("bi"), "--format", "duckdb", "--copy"));
    new LocalStorage().delete(copy.toString());
    String database = folder + "/bi/crashtag.duckdb";
    assertThat(contents(database, "\"%s\"")).isEqualTo(committed.contents());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database)) {
      assertThat(rows(connection, "SELECT count(*) FROM duckdb_tables() WHERE comment IS NOT NULL"))
          .containsExactly(Integer.toString(committed.views().size()));
    }
  }

  private Path copyOfOutput() throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(Path.of(output))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(Path.of(output).relativize(file).toString()));
      }
    }
    return copy;
  }

  @Test
  void textFilesHaveTheValuesOfSql() throws Exception {
    succeed(export(folder.resolve("csv"), "--format", "csv"));
    for (String table : List.of("dumps", "kmdf_drivers", "ring_logs", "sources", "tags")) {
      CommandRun sql =
          CommandRun.of("sql", "--output", output, "--format", "csv", "select * from " + table);
      assertThat(Files.readString(folder.resolve("csv/" + table + ".csv"), UTF_8).lines().sorted())
          .as(table)
          .containsExactlyElementsOf(sql.out().lines().sorted().toList());
    }
  }

  @Test
  void incrementHoldsTheRowsOfLaterRuns() throws Exception {
    List<String> runs = runs();
    String since = runs.get(runs.size() - 2);
    succeed(export(folder.resolve("new"), "--since", since));
    long rows =
        Long.parseLong(
            committed.rows("select count(*) from dumps where run > '" + since + "'").get(0));
    assertThat(rows).isPositive();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      assertThat(
              rows(
                  connection,
                  "SELECT count(*), min(run) > '"
                      + since
                      + "' FROM read_parquet('"
                      + folder
                      + "/new/dumps.parquet')"))
          .containsExactly(rows + "|true");
    }
    Manifest last = new OutputFolder(new LocalStorage(), output).latest().orElseThrow();
    assertThat(last.replacedDumps()).hasSize(1);
    assertThat(Files.readString(folder.resolve("new/export.json")))
        .contains("\"since\" : \"" + since + "\"")
        .contains("\"run\" : \"" + last.run() + "\"")
        .contains("\"dump_id\" : \"" + last.replacedDumps().get(0).dumpId() + "\"");
  }

  /** After a compaction the rows of the latest run lie in parts with those of others. */
  @Test
  void incrementIsTheSameAfterACompaction() throws Exception {
    List<String> runs = runs();
    String since = runs.get(runs.size() - 2);
    Path copy = copyOfOutput();
    assertThat(CommandRun.of("compact", "--all", "--output", copy.toString()).exitCode()).isZero();
    succeed(exportOf(copy.toString(), folder.resolve("new"), "--since", since));
    List<String> rows = committed.rows("select dump_id from dumps where run > '" + since + "'");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      assertThat(
              rows(
                  connection,
                  "SELECT dump_id FROM read_parquet('" + folder + "/new/dumps.parquet')"))
          .containsExactlyInAnyOrderElementsOf(rows);
    }
    assertThat(
            CommandRun.of("expire", "--before", "2030-01-01", "--output", copy.toString())
                .exitCode())
        .isZero();
    CommandRun incomplete = exportOf(copy.toString(), folder.resolve("newer"), "--since", since);
    assertThat(incomplete.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(incomplete.err())
        .contains("(expire --before 2030-01-01) changed rows of earlier runs");
    assertThat(folder.resolve("newer")).doesNotExist();
  }

  @Test
  void earlierExportIsReplacedWhole() throws Exception {
    Path target = folder.resolve("x");
    succeed(export(target));
    succeed(export(target, "--format", "duckdb"));
    Files.writeString(target.resolve("crashtag.duckdb.wal"), "");
    succeed(export(target, "--format", "csv"));
    assertThat(names(target)).contains("dumps.csv").doesNotContain("dumps.parquet");
    assertThat(names(folder)).containsExactly("x");
  }

  @Test
  void folderThatAnExportDidntMakeIsRefused() throws Exception {
    Path target = Files.createDirectories(folder.resolve("mine"));
    succeed(export(target));
    Files.writeString(target.resolve("notes.txt"), "mine");
    CommandRun refused = export(target, "--format", "csv");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.errLines())
        .containsExactly(
            "crashtag: "
                + target
                + ": the folder isn't empty, and no export wrote notes.txt in it; choose another"
                + " folder");
    assertThat(names(target)).contains("notes.txt", "dumps.parquet").doesNotContain("dumps.csv");
    assertThat(names(folder)).containsExactly("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"files\": [{\"file\": null}]}", "not JSON", ""})
  void anyFileOfThatNameMakesNoExport(String text) throws Exception {
    Path target = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(target.resolve("export.json"), text);
    Files.writeString(target.resolve("notes.txt"), "mine");
    assertThat(export(target).exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(names(target)).containsExactly("export.json", "notes.txt");
  }

  @Test
  void fileIsNotAFolder() throws Exception {
    Path target = Files.writeString(folder.resolve("file"), "mine");
    CommandRun refused = export(target);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err()).contains(target + ": this is a file, not a folder");
    assertThat(target).hasContent("mine");
  }

  @Test
  void linkToAFolderStaysALink() throws Exception {
    Path real = Files.createDirectories(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    succeed(export(link));
    assertThat(link).isSymbolicLink();
    assertThat(names(real)).contains("dumps.parquet");
  }

  /** What killed exports left: one while it wrote, one while it put the new files in place. */
  @Test
  void whatKilledExportsLeftIsRemovedOrPutBack() throws Exception {
    Path target = folder.resolve("x");
    succeed(export(target));
    Files.move(target, folder.resolve(".x.replaced-1"));
    Path unfinished = Files.createDirectories(folder.resolve(".x.export-2/spill"));
    Files.writeString(unfinished.resolve("duckdb.tmp"), "");
    Files.writeString(unfinished.resolveSibling("lock"), "");
    Files.writeString(folder.resolve(".x.replaced-1/notes.txt"), "mine");
    CommandRun refused = export(target);
    assertThat(refused.err()).contains("no export wrote notes.txt");
    assertThat(names(target)).contains("notes.txt", "dumps.parquet");
    assertThat(names(folder)).containsExactly("x");
  }

  @Test
  void exportAtWorkIsLeftAlone() throws Exception {
    Path target = folder.resolve("x");
    try (ExportFolder other = ExportFolder.begin(target)) {
      succeed(export(target));
      assertThat(other.fresh()).exists();
    }
    assertThat(names(folder)).containsExactly("x");
  }

  @Test
  void failureLeavesTheFolderAsItWas() throws Exception {
    Path copy = copyOfOutput();
    Path target = folder.resolve("x");
    succeed(exportOf(copy.toString(), target, "--format", "csv"));
    List<String> before = names(target);
    Manifest last = new OutputFolder(new LocalStorage(), output).latest().orElseThrow();
    Path part =
        last.tables().stream()
            .flatMap(table -> table.parts().stream())
            .map(one -> copy.resolve(one.path()))
            .findFirst()
            .orElseThrow();
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      byte[] noise = new byte[(int) channel.size() - 16];
      channel.write(java.nio.ByteBuffer.wrap(noise), 8);
    }
    CommandRun failed = exportOf(copy.toString(), target);
    assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failed.errLines()).isNotEmpty();
    assertThat(names(target)).isEqualTo(before);
    assertThat(names(folder)).containsExactly("copy", "x");
  }

  @Test
  void wrongUseIsSaid() {
    CommandRun copy = export(folder.resolve("x"), "--copy");
    assertThat(copy.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(copy.err()).contains("--copy needs --format duckdb");
    CommandRun since = export(folder.resolve("x"), "--since", "r20010101T000000000Z");
    assertThat(since.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(since.err()).contains("no such run");
    CommandRun empty = exportOf(folder.toString(), folder.resolve("x"));
    assertThat(empty.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(empty.err()).contains("no committed run here");
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
