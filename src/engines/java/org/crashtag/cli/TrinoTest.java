package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.LogManager;
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
    register();
    register();
  }

  private static void register() throws Exception {
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
}
