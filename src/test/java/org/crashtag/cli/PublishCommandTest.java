package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.testing.IcebergFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that are published, with a table that the pipeline file declares. */
class PublishCommandTest {
  private static final String DECLARED = "acmenet_events";

  @TempDir private static Path shared;

  @TempDir private Path folder;
  private Path tables;

  @BeforeEach
  void nameThem() {
    tables = folder.resolve("tables");
  }

  /** Dumps of a few machines, which differ by the seed. */
  private static Path archive(int seed) {
    Path archive = shared.resolve("archive-" + seed);
    if (!Files.exists(archive)) {
      done("sample", archive.toString(), "--dumps", "6", "--seed", Integer.toString(seed));
    }
    return archive;
  }

  private static String done(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  private void run(int seed, String... more) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of("run", "pipelines/eventlog.yaml", "--input", archive(seed).toString()));
    arguments.addAll(List.of("--output", tables.toString()));
    arguments.addAll(List.of(more));
    done(arguments.toArray(String[]::new));
  }

  private List<String> query(String sql) {
    return done("sql", "--output", tables.toString(), "--format", "csv", sql)
        .lines()
        .skip(1)
        .toList();
  }

  /** Each table has as many rows as its view. */
  private void check(IcebergFolder iceberg) throws Exception {
    List<String> views =
        query("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1");
    assertThat(iceberg.tables()).containsExactlyElementsOf(views).contains(DECLARED);
    for (String table : views) {
      assertThat(iceberg.rows(table).size())
          .as(table)
          .isEqualTo(Integer.parseInt(query("SELECT count(*) FROM " + table).get(0)));
    }
    assertThat(iceberg.rows(DECLARED)).isNotEmpty();
  }

  @Test
  void laterCommitsArePublishedWithoutTheOption() throws Exception {
    run(1, "--publish", "iceberg");
    IcebergFolder iceberg = new IcebergFolder(tables);
    check(iceberg);
    run(2);
    done("compact", "--all", "--output", tables.toString());
    check(iceberg);
    assertThat(iceberg.history(DECLARED))
        .extracting(snapshot -> snapshot.replaceFirst(" .*", ""))
        .containsExactly("append", "append", "replace");
  }

  @Test
  void aPipelineFileCanSayIt() throws Exception {
    Path pipeline = folder.resolve("nightly.yaml");
    Files.writeString(
        pipeline, "source: '" + archive(1) + "'\noutput: '" + tables + "'\npublish: iceberg\n");
    done("run", pipeline.toString());
    assertThat(new IcebergFolder(tables).rows("dumps")).isNotEmpty();
  }

  @Test
  void movedTablesAreRightAgain() throws Exception {
    run(1, "--publish", "iceberg");
    Path moved = folder.resolve("moved");
    Files.move(tables, moved);
    tables = moved;
    String out = done("publish", "--output", moved.toString());
    assertThat(out).contains("tables in file://" + moved);
    IcebergFolder iceberg = new IcebergFolder(moved);
    check(iceberg);
    assertThat(done("publish", "--output", moved.toString())).contains(", 0 of them written");
  }

  @Test
  void laterCommitsKeepTheLocation() throws Exception {
    run(1);
    String location = "s3://bucket/a copy";
    done("publish", "--output", tables.toString(), "--location", location + "/");
    run(2);
    IcebergFolder iceberg = new IcebergFolder(tables, location);
    check(iceberg);
    assertThat(iceberg.history("dumps")).hasSize(2);
    assertThat(iceberg.table("dumps").location()).isEqualTo(location + "/dumps");
  }

  @Test
  void wrongUseIsSaid() throws IOException {
    CommandRun empty = CommandRun.of("publish", "--output", tables.toString());
    assertThat(empty.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(empty.err()).contains(tables + ": no committed run here");
    assertThat(tables).doesNotExist();
    CommandRun path = CommandRun.of("publish", "--output", tables.toString(), "--location", "copy");
    assertThat(path.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(path.err()).contains("--location expects an address such as s3://bucket/tables");
    CommandRun format =
        CommandRun.of("run", "--input", archive(1).toString(), "--publish", "delta");
    assertThat(format.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(format.err()).contains("iceberg");
  }
}
