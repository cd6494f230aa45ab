package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.Statement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.hive.ql.parse.ASTNode;
import org.apache.hadoop.hive.ql.parse.ParseDriver;
import org.apache.hadoop.hive.ql.parse.ParseException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The parsers of Trino and Hive read what {@code ddl} prints for them and for Athena, which reads
 * views as Trino does and all else as Hive. Only the syntax is looked at: no engine runs.
 */
@Tag("engines")
class EngineSyntaxTest {
  private static final Predicate<String> VIEW =
      statement -> statement.startsWith("CREATE OR REPLACE VIEW ");

  @TempDir private static Path folder;
  private static String output;

  @BeforeAll
  static void writeTables() throws IOException {
    LogManager.getLogManager().reset();
    output = EngineTables.write(folder);
  }

  private static List<String> statements(String engine) {
    return EngineTables.statements(engine, output);
  }

  static Stream<String> ofTrino() {
    return Stream.concat(statements("trino").stream(), statements("athena").stream().filter(VIEW));
  }

  static Stream<String> ofHive() {
    return Stream.concat(
        statements("hive").stream(), statements("athena").stream().filter(VIEW.negate()));
  }

  static List<String> questions() throws IOException {
    return Questions.names();
  }

  private static Statement trino(String sql) {
    return new SqlParser().createStatement(sql);
  }

  private static ASTNode hive(String sql) throws ParseException {
    return new ParseDriver().parse(sql);
  }

  @ParameterizedTest
  @MethodSource("ofTrino")
  void trinoReadsItsStatements(String statement) {
    assertThat(trino(statement)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("ofHive")
  void hiveReadsItsStatements(String statement) throws ParseException {
    assertThat(hive(statement)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("questions")
  void trinoReadsQuestions(String name) throws IOException {
    assertThat(trino(Questions.of(name).statements(Map.of()).get(0))).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("ofTrino")
  void trinoRefusesDamagedStatements(String statement) {
    for (String damaged : damaged(statement)) {
      assertThatExceptionOfType(ParsingException.class)
          .as(damaged)
          .isThrownBy(() -> trino(damaged));
    }
  }

  @ParameterizedTest
  @MethodSource("ofHive")
  void hiveRefusesDamagedStatements(String statement) {
    for (String damaged : damaged(statement)) {
      assertThatExceptionOfType(ParseException.class).as(damaged).isThrownBy(() -> hive(damaged));
    }
  }

  /** Without its first letter, without its last quote or bracket, and with one bracket more. */
  private static List<String> damaged(String statement) {
    return List.of(
        statement.substring(1), statement.substring(0, statement.length() - 1), statement + ")");
  }

  @Test
  void everyKindOfStatementIsRead() {
    assertThat(ofTrino().map(EngineSyntaxTest::kind))
        .contains("CREATE SCHEMA", "DROP TABLE", "CREATE TABLE", "CALL system", "CREATE OR");
    assertThat(ofHive().map(EngineSyntaxTest::kind))
        .contains("CREATE DATABASE", "DROP TABLE", "CREATE EXTERNAL", "ALTER TABLE", "CREATE VIEW");
    assertThat(Stream.of("trino", "hive", "athena").map(EngineSyntaxTest::statements))
        .allSatisfy(
            statements ->
                assertThat(statements)
                    .anyMatch(statement -> statement.contains("every_row"))
                    .anyMatch(statement -> statement.contains("acmenet_events_parts"))
                    .anyMatch(
                        statement ->
                            statement.contains("{it''s}") || statement.contains("{it\\'s}")));
  }

  /** Its first two words. */
  private static String kind(String statement) {
    return Stream.of(statement.split("\\W+")).limit(2).collect(Collectors.joining(" "));
  }
}
