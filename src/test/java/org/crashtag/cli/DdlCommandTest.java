package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements that define the tables elsewhere, after the output folder was moved. */
class DdlCommandTest {
  private static final String COUNT = "select count(*) from dumps";

  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void runAndMove() throws IOException {
    Path first = folder.resolve("first");
    Path dump = folder.resolve("one.dmp");
    Files.write(dump, DumpBytes.of(SampleFiles.dump()));
    CommandRun run = CommandRun.of("run", "--input", dump.toString(), "--output", first.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(ask(first).err()).isEmpty();
    output = Files.move(first, folder.resolve("moved"));
  }

  private static CommandRun ask(Path output) {
    CommandRun sql = CommandRun.of("sql", COUNT, "--format", "csv", "--output", output.toString());
    assertThat(sql.exitCode()).as(sql.err()).isEqualTo(ExitCode.DONE);
    assertThat(sql.outLines()).endsWith("1");
    return sql;
  }

  private CommandRun ddl(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "ddl";
    all[1] = "--output";
    all[2] = output.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return CommandRun.of(all);
  }

  private String file(String engine) throws IOException {
    return Files.readString(output.resolve("_sql/" + engine + ".sql"));
  }

  @Test
  void sqlSaysThatStatementsNameAnotherFolder() {
    assertThat(ask(output).errLines())
        .containsExactly(
            "crashtag: "
                + output
                + "/_sql: these statements name "
                + folder
                + "/first; \"crashtag ddl --output "
                + output
                + "\" writes them again");
  }

  @Test
  void sqlSaysThatStatementsAreOlder() throws IOException {
    assertThat(ddl().exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(ask(output).err()).isEmpty();
    Path file = output.resolve("_sql/trino.sql");
    Files.writeString(file, Files.readString(file).replaceFirst("run r\\d{8}T", "run r20010101T"));
    assertThat(ask(output).err()).contains("/_sql: these statements are older than the latest run");
  }

  /** Several names of one folder are no reason to complain. */
  @Test
  void linkToTheFolderIsNoMove() throws IOException {
    Files.createSymbolicLink(folder.resolve("first"), output);
    assertThat(ask(output).err()).isEmpty();
    assertThat(ask(folder.resolve("first")).err()).isEmpty();
  }

  @Test
  void ddlWritesThemAgain() throws IOException {
    CommandRun run = ddl();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEmpty();
    for (String engine : new String[] {"duckdb", "hive", "spark", "trino"}) {
      assertThat(file(engine)).contains(output.toString()).doesNotContain(folder + "/first");
    }
    assertThat(ask(output).err()).isEmpty();
  }

  @Test
  void printingThemForOneEngineDoesToo() throws IOException {
    CommandRun trino = ddl("--engine", "trino");
    assertThat(trino.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(trino.out())
        .isEqualTo(file("trino"))
        .contains("external_location = 'local://" + output + "/dumps'");
    assertThat(file("spark")).contains("'file://" + output + "/dumps/run=");
  }

  /** They are printed nevertheless; the run that is at work will write the files. */
  @Test
  void runAtWorkIsNotDisturbed() throws IOException {
    OutputFolder busy = new OutputFolder(new LocalStorage(), output.toString());
    try (Closeable lock = busy.lock(Instant.now())) {
      Objects.requireNonNull(lock);
      CommandRun trino = ddl("--engine", "trino");
      assertThat(trino.exitCode()).isEqualTo(ExitCode.DONE);
      assertThat(trino.out()).contains("local://" + output);
      assertThat(trino.err()).contains("can't be written again", "another run is writing here");
      assertThat(file("trino")).contains(folder + "/first");
      CommandRun all = ddl();
      assertThat(all.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(all.err()).contains("another run is writing here");
    }
  }

  @Test
  void athenaNeedsACopyThatItCanRead() {
    CommandRun local = ddl("--engine", "athena");
    assertThat(local.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(local.err())
        .contains("athena can't read " + output)
        .contains("--location s3://bucket/folder");
    CommandRun copy = ddl("--engine", "athena", "--location", "s3://bucket/tables/");
    assertThat(copy.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(copy.out()).contains("LOCATION 's3://bucket/tables/dumps'");
  }

  @Test
  void locationNeedsAnEngine() {
    CommandRun run = ddl("--location", "s3://bucket/tables");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--location needs --engine");
  }
}
