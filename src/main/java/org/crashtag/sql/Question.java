package org.crashtag.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * SQL whose comment at the start can say what it answers and which parameters it has:
 *
 * <pre>
 * -- Which crashes had this driver loaded?
 * -- param driver: File name of the driver. Default: acmenet.sys
 * SELECT ... WHERE lower(name) = lower($driver)
 * </pre>
 *
 * <p>A parameter without a default must be given. A parameter's value takes the place of {@code
 * $name} as a quoted text, never as SQL.
 */
public final class Question {
  private static final String COMMENT = "--";

  private static final Pattern DECLARATION =
      Pattern.compile(
          "--\\s*param\\s+([A-Za-z_]\\w*)\\s*:\\s*(.*?)(?:\\s*\\bDefault:\\s*(.*?))?\\s*");

  private final String sql;
  private final Map<String, Parameter> parameters;

  private Question(String sql, Map<String, Parameter> parameters) {
    this.sql = sql;
    this.parameters = parameters;
  }

  /**
   * What a question can be given.
   *
   * @param description what it means; empty for one that no comment describes
   * @param standard the value if none is given; null if one must be
   */
  public record Parameter(String name, String description, String standard) {}

  /** Reads the parameters that the comment declares, and those that only the SQL uses. */
  public static Question of(String sql) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (String line : comment(sql)) {
      Matcher declaration = DECLARATION.matcher(line);
      if (declaration.matches()) {
        Parameter parameter =
            new Parameter(declaration.group(1), declaration.group(2), declaration.group(3));
        parameters.put(parameter.name(), parameter);
      }
    }
    SqlScanner scanner = new SqlScanner(sql);
    for (int at = 0; at < sql.length(); at = scanner.end(at)) {
      if (scanner.kind(at) == SqlScanner.Kind.PARAMETER) {
        String name = sql.substring(at + 1, scanner.end(at));
        parameters.putIfAbsent(name, new Parameter(name, "", null));
      }
    }
    return new Question(sql, parameters);
  }

  private static List<String> comment(String sql) {
    return sql.lines().takeWhile(line -> line.startsWith(COMMENT)).toList();
  }

  /** The lines of the comment that it begins with. */
  public List<String> comment() {
    return comment(sql);
  }

  /** What it answers: the first sentence of the comment that it begins with. */
  public String sentence() {
    String words =
        comment(sql).stream()
            .filter(line -> !DECLARATION.matcher(line).matches())
            .map(line -> line.substring(COMMENT.length()).strip())
            .collect(Collectors.joining(" "));
    return words.split("(?<=[.?!]) (?=[A-Z0-9])", 2)[0];
  }

  /** Its parameters, in their order. */
  public List<Parameter> parameters() {
    return List.copyOf(parameters.values());
  }

  /**
   * Its statements with values in the place of parameters.
   *
   * @param values by name; a parameter that is not among them has its default
   * @throws IllegalArgumentException if a value is missing, or is given for no parameter
   */
  public List<String> statements(Map<String, String> values) {
    for (String name : values.keySet()) {
      if (!parameters.containsKey(name)) {
        throw new IllegalArgumentException("the question has no parameter " + name + known());
      }
    }
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    boolean empty = true;
    SqlScanner scanner = new SqlScanner(sql);
    for (int at = 0; at < sql.length(); at = scanner.end(at)) {
      String part = sql.substring(at, scanner.end(at));
      switch (scanner.kind(at)) {
        case PARAMETER -> {
          statement.append(ViewStatements.literal(value(part.substring(1), values)));
          empty = false;
        }
        case END -> {
          add(statement, empty, statements);
          empty = true;
        }
        case OPAQUE -> {
          statement.append(part);
          empty &= part.startsWith("--") || part.startsWith("/*");
        }
        case OTHER -> {
          statement.append(part);
          empty &= part.isBlank();
        }
      }
    }
    add(statement, empty, statements);
    // The engine says best what is wrong with nothing.
    return statements.isEmpty() ? List.of(sql) : statements;
  }

  private static void add(StringBuilder statement, boolean empty, List<String> statements) {
    if (!empty) {
      statements.add(statement.toString());
    }
    statement.setLength(0);
  }

  private String value(String name, Map<String, String> values) {
    String value = values.getOrDefault(name, parameters.get(name).standard());
    if (value == null) {
      String description = parameters.get(name).description();
      throw new IllegalArgumentException(
          "the question needs --param "
              + name
              + "=VALUE"
              + (description.isEmpty() ? "" : ": " + description));
    }
    return value;
  }

  private String known() {
    return parameters.isEmpty()
        ? "; it has none"
        : "; it has " + String.join(", ", parameters.keySet());
  }
}
