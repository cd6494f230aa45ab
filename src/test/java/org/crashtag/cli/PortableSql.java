package org.crashtag.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What DuckDB, Spark SQL and Trino all know, and take for the same: functions by name, and
 * constructs that at least one of them refuses or answers differently.
 */
final class PortableSql {
  /** Texts, quoted names and comments. */
  private static final Pattern OPAQUE =
      Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  private static final Set<String> FUNCTIONS =
      Set.of(
          "abs",
          "avg",
          "bool_and",
          "bool_or",
          "cast",
          "coalesce",
          "concat_ws",
          "count",
          "date_trunc",
          "dense_rank",
          "extract",
          "floor",
          "lag",
          "lead",
          "length",
          "lower",
          "max",
          "max_by",
          "min",
          "min_by",
          "nullif",
          "rank",
          "regexp_extract",
          "regexp_replace",
          "replace",
          "round",
          "row_number",
          "substring",
          "sum",
          "trim",
          "upper");

  /** Words before a bracket that call nothing. */
  private static final Set<String> WORDS =
      Set.of(
          "and", "as", "by", "else", "exists", "filter", "from", "in", "join", "not", "on", "or",
          "over", "select", "then", "using", "varchar", "when", "where", "with");

  private static final Pattern CALL = Pattern.compile("\\b([a-z_]\\w*)\\s*\\(");

  private static final Pattern ORDER = Pattern.compile("\\border\\s+by\\b");

  private static final Pattern DIRECTED = Pattern.compile("(?s).*\\b(desc|nulls\\s+(first|last))");

  /** What is refused, and the reason. */
  private static final Map<Pattern, String> REFUSED = refused();

  private PortableSql() {}

  private static Map<Pattern, String> refused() {
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put("\\bqualify\\b", "only DuckDB has QUALIFY");
    reasons.put("\\b(group|order)\\s+by\\s+all\\b", "Trino has no BY ALL");
    reasons.put("\\*\\s*(exclude|replace|rename)\\b", "only DuckDB changes a *");
    reasons.put("\\bcolumns\\s*\\(", "only DuckDB has COLUMNS");
    reasons.put("::", "Trino casts with CAST");
    reasons.put("\\b(anti|semi|asof|positional)\\s+join\\b", "Trino has no such join");
    reasons.put("\\b(i?like\\s+any|ilike|glob|similar\\s+to)\\b", "Trino has only LIKE");
    reasons.put("\\b(un)?pivot\\b", "Trino has no PIVOT");
    reasons.put("\\busing\\s+sample\\b", "only DuckDB has USING SAMPLE");
    reasons.put("//|%|\\^|==|->|<<|>>", "an operator of DuckDB's");
    reasons.put("\\d\\.\\d", "Trino divides decimals to their own digits: CAST(... AS DOUBLE)");
    reasons.put("[\\[\\]{}]", "Spark has other lists and structures");
    reasons.put("\\$\\$", "only DuckDB has dollar quotes");
    reasons.put("\\bdate\\s+§\\s*[+-]", "only DuckDB adds a number to a date");
    reasons.put("\\binterval\\s+(\\d|\\()", "Trino expects INTERVAL '1' DAY");
    reasons.put(
        "\\bas\\s+(blob|float|hugeint|string|text|u\\w*int)\\s*\\)", "not every engine's type");
    reasons.put("\\bas\\s+varchar\\s*\\)", "Spark needs a length: VARCHAR(20)");
    Map<Pattern, String> patterns = new LinkedHashMap<>();
    reasons.forEach((pattern, reason) -> patterns.put(Pattern.compile(pattern), reason));
    return patterns;
  }

  /** What at least one of the engines doesn't know or answers differently; none if all is well. */
  static List<String> faults(String sql) {
    List<String> faults = new ArrayList<>();
    for (MatchResult text : OPAQUE.matcher(sql).results().toList()) {
      if (text.group().startsWith("'") && text.group().contains("\\")) {
        faults.add(text.group() + ": Spark takes a backslash for an escape");
      }
    }
    String code =
        OPAQUE
            .matcher(sql)
            .replaceAll(text -> text.group().startsWith("'") ? "§" : " ")
            .toLowerCase(Locale.ROOT);
    REFUSED.forEach(
        (pattern, reason) -> {
          Matcher found = pattern.matcher(code);
          if (found.find()) {
            faults.add(found.group() + ": " + reason);
          }
        });
    for (MatchResult call : CALL.matcher(code).results().toList()) {
      String name = call.group(1);
      if (!FUNCTIONS.contains(name) && !WORDS.contains(name)) {
        faults.add(name + ": not a function that all engines have");
      }
    }
    for (MatchResult order : ORDER.matcher(code).results().toList()) {
      for (String item : items(code.substring(order.end()))) {
        if (!DIRECTED.matcher(item).matches()) {
          faults.add(item.strip() + ": Spark puts NULL first, the others last: NULLS LAST");
        }
      }
    }
    return faults;
  }

  /** The items of the list that {@code code} begins with. */
  private static List<String> items(String code) {
    List<String> items = new ArrayList<>();
    int depth = 0;
    int start = 0;
    int at = 0;
    for (; at < code.length(); at++) {
      char c = code.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      boolean ends = depth < 0 || c == ';' || code.startsWith("limit ", at);
      if (depth <= 0 && (ends || c == ',')) {
        items.add(code.substring(start, at).stripTrailing());
        start = at + 1;
      }
      if (ends) {
        return items;
      }
    }
    items.add(code.substring(start).stripTrailing());
    return items;
  }
}
