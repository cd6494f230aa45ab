package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader of Parquet that shares no code with the writers, of JavaScript, reads all parts. */
class HyparquetTest {
  private static final Path INSTALLED = Path.of("target", "hyparquet");

  @TempDir private static Path folder;

  private static String output;

  @BeforeAll
  static void install() throws Exception {
    Files.createDirectories(INSTALLED);
    for (String name : List.of("package.json", "read.js")) {
      try (InputStream file = HyparquetTest.class.getResourceAsStream("hyparquet/" + name)) {
        Files.write(INSTALLED.resolve(name), file.readAllBytes());
      }
    }
    assumeTrue(succeeds("node", "--version"), "Node isn't installed");
    assumeTrue(
        Files.exists(INSTALLED.resolve("node_modules/hyparquet"))
            || succeeds("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"),
        "npm isn't installed or can't fetch hyparquet");
    output = EngineTables.write(folder);
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(INSTALLED.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(output))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private static List<JsonNode> read(List<Path> parts) throws IOException, InterruptedException {
    Path names = folder.resolve("names");
    Files.write(names, parts.stream().map(Path::toString).toList());
    Path answers = folder.resolve("answers");
    Process process =
        new ProcessBuilder("node", "read.js")
            .directory(INSTALLED.toFile())
            .redirectInput(names.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).isZero();
    List<JsonNode> all = new ArrayList<>();
    for (String line : Files.readAllLines(answers, UTF_8)) {
      all.add(new ObjectMapper().readTree(line));
    }
    return all;
  }

  private static List<List<String>> rows(Statement statement, String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(result.getString(column));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** Every value as the script prints it; JavaScript's numbers have 53 bits. */
  private static String select(Statement statement, String file) throws SQLException {
    List<String> values = new ArrayList<>();
    for (List<String> column :
        rows(
            statement,
            "SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet("
                + file
                + ", hive_partitioning = false))")) {
      String name = '"' + column.get(0) + '"';
      String type = column.get(1);
      if (type.startsWith("TIMESTAMP")) {
        values.add("epoch_us(" + name + ")");
      } else if (type.equals("DATE")) {
        values.add("datediff('day', DATE '1970-01-01', " + name + ")");
      } else if (type.equals("BLOB")) {
        values.add("lower(hex(" + name + "))");
      } else if (type.equals("DECIMAL(20,0)")) {
        values.add(name + "::DOUBLE");
      } else {
        values.add(name);
      }
    }
    return "SELECT "
        + String.join(", ", values)
        + " FROM read_parquet("
        + file
        + ", hive_partitioning = false)";
  }

  private static String plain(String value) {
    // The script prints a number without the fraction of which there is none.
    return value != null && value.matches("-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?")
        ? Double.toString(Double.parseDouble(value))
        : value;
  }

  @Test
  void readsEveryPart() throws Exception {
    List<Path> parts = parts();
    List<JsonNode> read = read(parts);
    assertThat(read).hasSameSizeAs(parts).hasSizeGreaterThan(100);
    int withIds = 0;
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      for (int i = 0; i < read.size(); i++) {
        String file = "'" + parts.get(i).toString().replace("'", "''") + "'";
        // The name has characters of patterns.
        file = file.replace("[", "[[]");
        withIds += ids(read.get(i));
        List<List<String>> expected = rows(statement, select(statement, file));
        assertThat(read.get(i).get("rows")).as(file).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) {
          List<String> values = new ArrayList<>();
          read.get(i)
              .get("rows")
              .get(row)
              .forEach(value -> values.add(value.isNull() ? null : plain(value.asText())));
          assertThat(values)
              .as(file)
              .isEqualTo(expected.get(row).stream().map(HyparquetTest::plain).toList());
        }
      }
    }
    assertThat(withIds).isGreaterThan(100);
  }

  /** 1 if the part has field ids: the columns' positions, and the run's and those of elements. */
  private static int ids(JsonNode part) {
    JsonNode columns = part.get("columns");
    if (columns.get(0).get("id").isNull()) {
      columns.forEach(column -> assertThat(column.get("id").isNull()).isTrue());
      return 0;
    }
    for (int i = 0; i < columns.size(); i++) {
      JsonNode column = columns.get(i);
      assertThat(column.get("id").asInt())
          .isEqualTo(column.get("name").asText().equals("run") ? 999_999 : i + 1);
      if (!column.get("element").isNull()) {
        assertThat(column.get("element").asInt()).isEqualTo(1_000_001 + i);
      }
    }
    return 1;
  }
}
