package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.crashtag.sample.Fleet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Trino, told of the tables by {@code ddl} only, has the rows of {@code crashtag sql}. */
@Tag("engines")
class TrinoTest {
  @TempDir private static Path folder;
  private static String output;
  private static TrinoServer trino;

  @BeforeAll
  static void startAndRegister() throws Exception {
    LogManager.getLogManager().reset();
    Optional<Path> java = TrinoServer.javaHome();
    assumeTrue(java.isPresent(), "no JDK 25 in /usr/lib/jvm: set TRINO_JAVA_HOME to one");
    output = EngineTables.write(folder);
    trino = TrinoServer.start(java.get(), folder);
    // Twice: the statements replace what they made.
    register(output);
    register(output);
  }

  private static void register(String output) throws Exception {
    for (String statement : EngineTables.statements("trino", output)) {
      trino.query("hive", "crashtag", statement);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (trino != null) {
      trino.close();
    }
  }

  static List<String> questions() throws IOException {
    return Questions.names();
  }

  private static List<String> ask(String catalog, String sql) throws Exception {
    TrinoServer.Answer answer = trino.query(catalog, "crashtag", sql);
    List<String> rows = new ArrayList<>();
    for (JsonNode row : answer.rows()) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(value(row.get(i), answer.types().get(i)));
      }
      rows.add(EngineRows.row(values));
    }
    return rows;
  }

  private static Object value(JsonNode value, String type) throws IOException {
    if (value.isNull()) {
      return null;
    }
    if (type.startsWith("array(")) {
      String element = type.substring("array(".length(), type.length() - 1);
      List<Object> values = new ArrayList<>();
      for (JsonNode one : value) {
        values.add(value(one, element));
      }
      return values;
    }
    if (type.startsWith("timestamp")) {
      return EngineRows.moment(value.asText());
    }
    if (type.startsWith("decimal")) {
      return new java.math.BigDecimal(value.asText());
    }
    if (type.equals("varbinary")) {
      return Base64.getDecoder().decode(value.asText());
    }
    return value.isNumber() ? value.numberValue() : value.asText();
  }

  private static Map<String, EngineRows.Contents> contents(
      String catalog, EngineRows.Committed committed) throws Exception {
    Map<String, EngineRows.Contents> contents = new TreeMap<>();
    for (Map.Entry<String, String> select : committed.selects("\"").entrySet()) {
      contents.put(select.getKey(), EngineRows.contents(ask(catalog, select.getValue())));
    }
    return contents;
  }

  @ParameterizedTest
  @MethodSource("questions")
  void answersAreTheSame(String name) throws Exception {
    String question = Questions.of(name).statements(Map.of()).get(0).strip();
    assertThat(ask("hive", question)).isEqualTo(EngineRows.Committed.of(output).rows(question));
  }

  @Test
  void tablesAreTheSame() throws Exception {
    EngineRows.Committed committed = EngineRows.Committed.of(output);
    assertThat(contents("hive", committed)).isEqualTo(committed.contents());
  }

  /** Copies the output folder, and publishes its tables for Trino's local file system. */
  private static Path published(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(Path.of(output))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, copy.resolve(Path.of(output).relativize(file).toString()));
      }
    }
    done("publish", "--output", copy.toString(), "--location", "local://" + copy);
    return copy;
  }

  private static void done(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  /** Registers the latest version of each table. */
  private static void register(Path published) throws Exception {
    trino.query("iceberg", "crashtag", "CREATE SCHEMA IF NOT EXISTS crashtag");
    for (String table : EngineRows.Committed.of(published.toString()).selects("\"").keySet()) {
      register(published, table);
    }
  }

  private static void register(Path published, String table) throws Exception {
    // Not "drop table", which deletes the table's files, too.
    if (!ask("iceberg", "SHOW TABLES LIKE '" + table.replace("_", "!_") + "' ESCAPE '!'").isEmpty()) {
      trino.query(
          "iceberg",
          "crashtag",
          "CALL iceberg.system.unregister_table(schema_name => 'crashtag', table_name => '"
              + table
              + "')");
    }
    trino.query(
        "iceberg",
        "crashtag",
        "CALL iceberg.system.register_table(schema_name => 'crashtag', table_name => '"
            + table
            + "', table_location => '"
            + ("local://" + published.resolve(table)).replace("'", "''")
            + "', metadata_file_name => 'v"
            + Files.readString(published.resolve(table).resolve("metadata/version-hint.text"))
            + ".metadata.json')");
  }

  private static void assertSame(Path published) throws Exception {
    register(published);
    register(published.toString());
    EngineRows.Committed committed = EngineRows.Committed.of(published.toString());
    Map<String, EngineRows.Contents> expected = committed.contents();
    assertThat(contents("iceberg", committed)).isEqualTo(expected);
    assertThat(contents("hive", committed)).isEqualTo(expected);
  }

  @Test
  void tablesAreTheSameWhateverIsCommitted() throws Exception {
    Path published = published("published, {it's}; $[x]");
    try {
      assertSame(published);
      Path more = folder.resolve("more");
      Fleet.write(more, 30, 5, 0, done -> {});
      byte[] whole = EngineTables.cutADump(more);
      done("run", "--input", more.toString(), "--output", published.toString());
      assertSame(published);
      Files.write(more.resolve("longer.dmp"), whole);
      done("run", "--input", more.toString(), "--output", published.toString());
      assertThat(
              EngineRows.Committed.of(published.toString())
                  .rows("SELECT count(*) FROM sources WHERE source LIKE '%longer.dmp'"))
          .isEqualTo(List.of(EngineRows.row(List.of(1L))));
      assertSame(published);
      done("compact", "--all", "--output", published.toString());
      assertSame(published);
      done("rebuild", "--all", "--output", published.toString());
      assertSame(published);
      done("expire", "--before", "2026-03-01", "--output", published.toString());
      assertSame(published);
    } finally {
      register(output);
    }
  }

  @Test
  void earlierSnapshotsHaveTheRowsOfThen() throws Exception {
    Path published = published("travelled");
    String count = "SELECT count(*) FROM dumps";
    List<String> before = EngineRows.Committed.of(published.toString()).rows(count);
    Path more = folder.resolve("later");
    Fleet.write(more, 30, 6, 0, done -> {});
    done("run", "--input", more.toString(), "--output", published.toString());
    done("compact", "--all", "--output", published.toString());
    register(published);
    List<String> snapshots =
        ask("iceberg", "SELECT snapshot_id FROM \"dumps$snapshots\" ORDER BY committed_at");

    assertThat(snapshots).hasSize(3);
    assertThat(ask("iceberg", count + " FOR VERSION AS OF " + snapshots.get(0))).isEqualTo(before);
    assertThat(ask("iceberg", count + " FOR VERSION AS OF " + snapshots.get(2)))
        .isEqualTo(EngineRows.Committed.of(published.toString()).rows(count))
        .isNotEqualTo(before);
  }

  /** Commits while a reader asks again and again. */
  @Test
  void aReaderSeesWholeTablesOnly() throws Exception {
    Path published = published("read");
    String count = "SELECT count(*) FROM dumps";
    Set<String> whole = new HashSet<>(EngineRows.Committed.of(published.toString()).rows(count));
    Set<String> seen = ConcurrentHashMap.newKeySet();
    AtomicBoolean ended = new AtomicBoolean();
    trino.query("iceberg", "crashtag", "CREATE SCHEMA IF NOT EXISTS crashtag");
    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(
            () -> {
              try {
                while (!ended.get()) {
                  register(published, "dumps");
                  seen.addAll(ask("iceberg", count));
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    for (int night = 0; night < 3; night++) {
      Path more = folder.resolve("night-" + night);
      Fleet.write(more, 10, 20 + night, 0, done -> {});
      done("run", "--input", more.toString(), "--output", published.toString());
      whole.addAll(EngineRows.Committed.of(published.toString()).rows(count));
      done("compact", "--output", published.toString());
    }
    ended.set(true);
    reader.get();
    assertThat(seen).isNotEmpty().isSubsetOf(whole);
  }
}
