package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.crashtag.sql.Engine;
import org.crashtag.sql.EngineFiles;
import org.crashtag.sql.EngineStatements;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engines' files list the committed parts after every commit, and no others. */
class EngineFilesTest {
  private static final String COUNTS =
      "SELECT run, count(*), count(DISTINCT dump_id) FROM dumps GROUP BY run ORDER BY run";

  @TempDir private Path folder;
  private Path archive;
  private Path output;

  @BeforeEach
  void runTwice() throws IOException {
    archive = Files.createDirectories(folder.resolve("archive"));
    output = folder.resolve("a folder, {it's}; $[x]");
    write(1);
    run();
    write(2);
    write(3);
    run();
  }

  private void write(int number) throws IOException {
    Files.write(archive.resolve(number + ".dmp"), DumpBytes.of(SampleDumps.minidump(number)));
  }

  private void run() throws IOException {
    TestRuns.run(TestRuns.options(List.of(archive.toString()), output, 2));
  }

  private Upkeep upkeep() {
    return new Upkeep(new LocalStorage(), output.toString(), TestRuns.PROGRAM, TestRuns.tables());
  }

  private String file(Engine engine) throws IOException {
    String name = engine.name().toLowerCase(java.util.Locale.ROOT) + ".sql";
    return Files.readString(output.resolve("_sql").resolve(name), UTF_8);
  }

  private String printed(Engine engine) throws IOException {
    return new EngineStatements(
            output.toString(),
            new OutputFolder(new LocalStorage(), output.toString()).manifests(),
            TestRuns.tables())
        .script(engine);
  }

  private List<String> runs() throws IOException {
    return new OutputFolder(new LocalStorage(), output.toString()).runs();
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, mode = EnumSource.Mode.EXCLUDE, names = "ATHENA")
  void filesAreWhatIsPrinted(Engine engine) throws Exception {
    assertThat(file(engine)).isEqualTo(printed(engine)).contains(runs());
    upkeep().compact(true, Duration.ZERO);
    String latest = runs().get(runs().size() - 1);
    assertThat(file(engine)).isEqualTo(printed(engine)).contains("run=" + latest);
    for (String replaced : runs().subList(0, runs().size() - 1)) {
      assertThat(file(engine)).doesNotContain("run=" + replaced);
    }
  }

  /** A plain engine, without crashtag's settings. */
  private List<String> duckDb(List<String> scripts, String question) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (String script : scripts) {
        statement.execute(script);
      }
      try (ResultSet result = statement.executeQuery(question)) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int column = 1; column <= columns; column++) {
            row.add(result.getString(column));
          }
          rows.add(String.join("|", row));
        }
      }
    }
    return rows;
  }

  @Test
  void duckDbRunsItsFileAndTheNextOneInItsPlace() throws Exception {
    List<String> rows = TestRuns.ask(output, COUNTS);
    assertThat(rows).hasSize(2);
    String before = file(Engine.DUCKDB);
    assertThat(duckDb(List.of(before), COUNTS)).isEqualTo(rows);

    upkeep().compact(true, Duration.ZERO);

    assertThat(duckDb(List.of(before, file(Engine.DUCKDB)), COUNTS)).isEqualTo(rows);
  }

  @Test
  void nothingIsWrittenWhereNothingChanged() throws Exception {
    List<String> before = stamps();
    run();
    upkeep().expire(LocalDate.parse("1999-01-01"), Duration.ofDays(1));
    assertThat(stamps()).isEqualTo(before);
    assertThat(new LocalStorage().list(output + "/_staging")).isEmpty();
  }

  private List<String> stamps() throws IOException {
    List<String> stamps = new ArrayList<>();
    try (Stream<Path> files = Files.list(output.resolve("_sql"))) {
      for (Path file : files.sorted().toList()) {
        stamps.add(file.getFileName() + " " + Files.getLastModifiedTime(file));
      }
    }
    assertThat(stamps).hasSize(Engine.values().length - 1);
    return stamps;
  }

  /** The state after a kill between a commit and its files. */
  @Test
  void nextRunWritesWhatIsMissing() throws Exception {
    String whole = file(Engine.TRINO);
    new LocalStorage().delete(output + "/_sql");
    run();
    assertThat(file(Engine.TRINO)).isEqualTo(whole);
    Files.writeString(output.resolve("_sql/trino.sql"), "old");
    run();
    assertThat(file(Engine.TRINO)).isEqualTo(whole);
  }

  @Test
  void folderWithoutRunsHasNoFiles() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    new EngineFiles(TestRuns.tables())
        .committed(new LocalStorage(), new OutputFolder(new LocalStorage(), empty.toString()));
    assertThat(TestRuns.files(empty)).containsExactly("");
  }

  @Test
  void athenaHasNoFileForALocalFolder() throws Exception {
    assertThat(output.resolve("_sql/athena.sql")).doesNotExist();
    Files.writeString(output.resolve("_sql/athena.sql"), "of a folder in a bucket");
    run();
    assertThat(output.resolve("_sql/athena.sql")).doesNotExist();
  }

  @Test
  void nextRunAfterAMoveNamesTheNewFolder() throws Exception {
    Path moved = folder.resolve("moved");
    Files.move(output, moved);
    output = moved;
    assertThat(file(Engine.TRINO)).doesNotContain(moved.toString());
    run();
    assertThat(file(Engine.TRINO))
        .contains("'local://" + moved + "/dumps/run=" + runs().get(0))
        .doesNotContain("it''s");
    assertThat(file(Engine.SPARK)).contains("'file://" + moved + "/dumps/run=" + runs().get(0));
  }

  /** An address that the user names is the engine's own; one of the output folder is not. */
  @Test
  void hadoopHasItsOwnNameForBuckets() throws Exception {
    EngineStatements statements =
        new EngineStatements(
            "s3://bucket/tables",
            new OutputFolder(new LocalStorage(), output.toString()).manifests(),
            TestRuns.tables());
    assertThat(statements.script(Engine.SPARK)).contains("'s3a://bucket/tables/dumps/run=");
    assertThat(statements.script(Engine.HIVE)).contains("'s3a://bucket/tables/dumps/run=");
    assertThat(statements.script(Engine.TRINO)).contains("'s3://bucket/tables/dumps/run=");
    assertThat(statements.script(Engine.ATHENA)).contains("'s3://bucket/tables/dumps/run=");
  }

  /** What a copy of the folder is registered as. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void partsCanLieElsewhere(Engine engine) throws Exception {
    String script =
        EngineStatements.ofCopy(
                "s3://bucket/tables",
                new OutputFolder(new LocalStorage(), output.toString()).manifests(),
                TestRuns.tables())
            .script(engine);
    assertThat(script)
        .contains("'s3://bucket/tables/dumps/run=" + runs().get(0))
        .doesNotContain(folder.toString());
  }
}
