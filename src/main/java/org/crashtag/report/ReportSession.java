package org.crashtag.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.crashtag.sql.QueryResult;
import org.crashtag.sql.Question;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.SqlSession;
import org.crashtag.sql.View;

/**
 * Asks a page's questions. Most of them need the same few columns of three tables, which are
 * therefore read once; that changes no answer.
 */
final class ReportSession implements AutoCloseable {
  /** The engine's memory limit; the Java heap and other memory of the engine are added to it. */
  private static final String MEMORY = "200MB";

  private static final String OWN_QUESTIONS = "/org/crashtag/report/sql/";
  private static final String SHIPPED_QUESTIONS = "/pipelines/sql/";

  private static final Pattern PARAMETER_LINE = Pattern.compile("(?m)^-- param .*\\R");
  private static final Pattern COMMENT = Pattern.compile("\\A(?:--.*\\R)*");
  private static final Pattern WITH = Pattern.compile("\\Awith\\s+", Pattern.CASE_INSENSITIVE);

  private static final List<String> KEPT =
      List.of(
          "CREATE TEMP TABLE machines AS"
              + " SELECT dump_id, machine_id, manufacturer, product, bios_version FROM machines"
              + " WHERE dump_id IN (SELECT dump_id FROM dumps)",
          "CREATE TEMP TABLE modules AS"
              + " SELECT dump_id, name, bytes, timestamp, unloaded, windows FROM modules"
              + " WHERE dump_id IN (SELECT dump_id FROM dumps) AND NOT unloaded"
              + " AND (NOT coalesce(windows, FALSE)"
              + " OR lower(name) IN"
              + " (SELECT lower(coalesce(faulting_module, suspect_module)) FROM dumps))");

  private final SqlSession session;
  private final Optional<String> condition;
  private final Map<String, String> parameters = new HashMap<>();

  private ReportSession(SqlSession session, Optional<String> condition) {
    this.session = session;
    this.condition = condition;
  }

  /**
   * Starts an engine.
   *
   * @param condition about columns of {@code dumps}
   * @throws ScopeException if the condition isn't one
   */
  static ReportSession open(List<View> views, Optional<String> condition)
      throws ScopeException, SqlFault, IOException {
    Optional<String> parsed =
        condition.isPresent() ? Optional.of(single(condition.get())) : Optional.empty();
    ReportSession opened = new ReportSession(SqlSession.open(views, MEMORY), parsed);
    try {
      opened.keepTables();
      return opened;
    } catch (ScopeException | SqlFault | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static String single(String condition) throws ScopeException {
    List<String> statements;
    try {
      statements = Question.of(condition).statements(Map.of());
    } catch (IllegalArgumentException e) {
      throw new ScopeException("--where has no parameters: " + condition, e);
    }
    if (statements.size() > 1) {
      throw new ScopeException("--where expects one condition, without a semicolon");
    }
    return statements.get(0).strip();
  }

  private void keepTables() throws ScopeException, SqlFault {
    try {
      run(
          "CREATE TEMP TABLE dumps AS SELECT dump_id, crash_id, source, member, dump_type_name,"
              + " os_build, bugcheck_code, bugcheck_name, live, crash_time, region_offset,"
              + " region_locator, region_end, tag_count, process_name, faulting_module,"
              + " suspect_module, signature FROM dumps"
              + condition.map(text -> " WHERE (" + text + "\n)").orElse(""));
    } catch (SqlFault e) {
      if (condition.isEmpty()) {
        throw e;
      }
      String words =
          e.getMessage()
              .lines()
              .takeWhile(line -> !line.startsWith("LINE "))
              .filter(line -> !line.isBlank())
              .collect(Collectors.joining(" "));
      throw new ScopeException("--where: " + words, e);
    }
    for (String statement : KEPT) {
      run(statement);
    }
  }

  private void run(String statement) throws SqlFault {
    session.query(statement).close();
  }

  /** Sets the values of parameters of later questions. */
  void set(Map<String, String> values) {
    parameters.putAll(values);
  }

  /** Asks one of the page's own questions. */
  Answer ask(String name) throws SqlFault {
    return ask(name, read(OWN_QUESTIONS, name));
  }

  /** Asks a question that comes with the program, with its parameters' defaults. */
  Answer askShipped(String name) throws SqlFault {
    return answer(name, Question.of(read(SHIPPED_QUESTIONS, name)), Map.of());
  }

  private static String read(String folder, String name) {
    try (InputStream file = ReportSession.class.getResourceAsStream(folder + name + ".sql")) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks a question about a table whose name a constant text can't contain. */
  Answer ask(String name, String text) throws SqlFault {
    Question question = Question.of(text);
    Map<String, String> values = new HashMap<>();
    for (Question.Parameter parameter : question.parameters()) {
      String value = parameters.get(parameter.name());
      if (value != null) {
        values.put(parameter.name(), value);
      }
    }
    return answer(name, question, values);
  }

  private Answer answer(String name, Question question, Map<String, String> values)
      throws SqlFault {
    String statement = question.statements(values).get(0);
    String sql = shown(statement);
    try (QueryResult result = session.query(statement)) {
      List<Object[]> rows = new ArrayList<>();
      for (Object[] row = result.next(); row != null; row = result.next()) {
        rows.add(row);
      }
      return new Answer(name, question.sentence(), sql, result.columns(), rows);
    }
  }

  /** A statement without the parameters' declarations, and with the condition. */
  private String shown(String statement) {
    String text = PARAMETER_LINE.matcher(statement.strip()).replaceAll("");
    if (condition.isEmpty()) {
      return text + ";";
    }
    int start = COMMENT.matcher(text).results().findFirst().map(found -> found.end()).orElse(0);
    String body = text.substring(start);
    boolean isWith = WITH.matcher(body).find();
    return text.substring(0, start)
        + "WITH dumps AS (\n  SELECT * FROM dumps WHERE ("
        + condition.get()
        + "\n  )\n)"
        + (isWith ? ",\n" : "\n")
        + (isWith ? WITH.matcher(body).replaceFirst("") : body)
        + ";";
  }

  /** A name as it is written in SQL. */
  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A question's title as an anchor of the page. */
  static String anchor(String name) {
    return "sql-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  @Override
  public void close() throws SqlFault, IOException {
    session.close();
  }
}
