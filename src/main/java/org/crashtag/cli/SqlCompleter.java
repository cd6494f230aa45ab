package org.crashtag.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.crashtag.decode.Column;
import org.crashtag.sql.Attachment;
import org.crashtag.sql.Question;
import org.crashtag.sql.View;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes names at the prompt: questions and their parameters, tables, and the columns of the
 * tables that a statement names, or of all tables if it names none yet; after FROM and JOIN only
 * tables.
 */
final class SqlCompleter implements Completer {
  private static final Pattern WORD = Pattern.compile("\\w+");

  private static final Pattern BEFORE_TABLE =
      Pattern.compile("\\b(from|join|describe)$", Pattern.CASE_INSENSITIVE);

  private static final List<String> STARTS = List.of("SELECT", "WITH", "FROM", "DESCRIBE");

  private static final List<String> WORDS =
      List.of(
          "SELECT",
          "DISTINCT",
          "FROM",
          "JOIN",
          "LEFT JOIN",
          "USING",
          "ON",
          "WHERE",
          "AND",
          "OR",
          "NOT",
          "IN",
          "IS NULL",
          "IS NOT NULL",
          "LIKE",
          "BETWEEN",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "END",
          "AS",
          "GROUP BY",
          "GROUP BY ALL",
          "HAVING",
          "ORDER BY",
          "ORDER BY ALL",
          "DESC",
          "LIMIT",
          "UNION ALL",
          "count",
          "count(DISTINCT",
          "min",
          "max",
          "sum",
          "avg",
          "coalesce",
          "date_trunc",
          "round",
          "lower",
          "CAST");

  private final List<View> views;
  private final List<String> questions;
  private final Collection<String> commands;
  private final List<Attachment> attachments;

  SqlCompleter(
      List<View> views,
      List<String> questions,
      Collection<String> commands,
      List<Attachment> attachments) {
    this.views = views;
    this.questions = questions;
    this.commands = commands;
    this.attachments = attachments;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String first = line.line().strip().split("\\s", 2)[0];
    if (line.wordIndex() == 0) {
      add(candidates, questions);
      add(candidates, commands);
      add(candidates, STARTS);
    } else if (questions.contains(first)) {
      for (Question.Parameter parameter : question(first).parameters()) {
        // The value follows without a space.
        candidates.add(
            new Candidate(
                parameter.name() + "=", parameter.name() + "=", null, null, null, null, false));
      }
    } else {
      addNames(line, candidates);
    }
  }

  private static Question question(String name) {
    try {
      return Questions.of(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addNames(ParsedLine line, List<Candidate> candidates) {
    String word = line.word();
    int dot = word.lastIndexOf('.');
    if (dot >= 0) {
      String table = word.substring(0, dot);
      for (View view : views) {
        if (view.schema().name().equalsIgnoreCase(table)) {
          add(candidates, columns(view).stream().map(name -> table + "." + name).toList());
        }
      }
      return;
    }
    add(candidates, views.stream().map(view -> view.schema().name()).toList());
    add(candidates, attachments.stream().map(Attachment::name).toList());
    if (BEFORE_TABLE.matcher(line.words().get(0)).find()) {
      return;
    }
    add(candidates, WORDS);
    Set<String> named =
        WORD.matcher(line.line().toLowerCase(Locale.ROOT))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    List<View> used = views.stream().filter(view -> named.contains(view.schema().name())).toList();
    Set<String> columns = new LinkedHashSet<>();
    for (View view : used.isEmpty() ? views : used) {
      columns.addAll(columns(view));
    }
    add(candidates, columns);
  }

  private static List<String> columns(View view) {
    return view.schema().columns().stream().map(Column::name).toList();
  }

  private static void add(List<Candidate> candidates, Collection<String> names) {
    names.forEach(name -> candidates.add(new Candidate(name)));
  }
}
