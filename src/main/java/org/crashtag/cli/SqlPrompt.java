package org.crashtag.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crashtag.bytes.Escape;
import org.crashtag.bytes.Nearest;
import org.crashtag.sql.QueryResult;
import org.crashtag.sql.Question;
import org.crashtag.sql.ResultFormat;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.SqlSession;
import org.crashtag.sql.View;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;

/**
 * Reads statements that a person types, and prints the answers. Only here is JLine used.
 *
 * <p>A statement ends with a semicolon; the name of a question and a word that begins with a dot
 * need none.
 */
final class SqlPrompt {
  private static final String PROMPT = "crashtag> ";
  private static final String CONTINUATION = "     ...> ";

  private static final String QUIT = ".quit";

  /** What the words with a dot do. */
  private static final Map<String, String> COMMANDS = commands();

  private final org.jline.terminal.Terminal typing;
  private final SqlAnswer answer;
  private final SqlSession session;
  private final List<View> views;
  private final List<String> questions;
  private final PrintWriter out;

  /**
   * A prompt.
   *
   * @param typing where the person is
   * @param answer names the folder and the format
   * @param session with {@code views}
   */
  SqlPrompt(
      org.jline.terminal.Terminal typing, SqlAnswer answer, SqlSession session, List<View> views)
      throws IOException {
    this.typing = typing;
    this.answer = answer;
    this.session = session;
    this.views = views;
    this.questions = Questions.names();
    this.out = typing.writer();
  }

  private static Map<String, String> commands() {
    Map<String, String> commands = new LinkedHashMap<>();
    commands.put(".help", "Print this help.");
    commands.put(".tables", "List the tables.");
    commands.put(".questions", "List the questions; a name asks one.");
    commands.put(QUIT, "Leave the prompt, like Ctrl-D.");
    return commands;
  }

  /** The terminal of the process; empty if the standard input or output is none. */
  static Optional<org.jline.terminal.Terminal> terminal() throws IOException {
    try {
      return Optional.of(TerminalBuilder.builder().system(true).dumb(false).build());
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** Answers until the person ends it. */
  void run() throws IOException {
    LineReader reader = reader();
    out.println("DuckDB's SQL over " + Escape.text(answer.output()) + ". End a statement with ;");
    out.println(".help explains the rest, Tab completes names.");
    while (true) {
      try {
        if (!take(reader.readLine(PROMPT).strip())) {
          return;
        }
      } catch (UserInterruptException e) {
        // Ctrl-C discards what was typed, and the next line is read.
      } catch (EndOfFileException e) {
        return;
      }
    }
  }

  private LineReader reader() throws IOException {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(typing)
            .appName("crashtag")
            .parser(new StatementParser(questions))
            .completer(new SqlCompleter(views, questions, COMMANDS.keySet(), answer.attachments()))
            .history(new DefaultHistory())
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION)
            .variable(LineReader.DISABLE_COMPLETION, false)
            .option(Option.DISABLE_EVENT_EXPANSION, true)
            .option(Option.CASE_INSENSITIVE, true)
            .option(Option.HISTORY_TIMESTAMPED, false)
            .option(Option.AUTO_FRESH_LINE, true);
    try {
      Path file = PromptHistory.file(System.getenv());
      builder.variable(LineReader.HISTORY_FILE, file);
    } catch (IOException e) {
      say("no history is kept: " + DumpFiles.words(e));
    }
    return builder.build();
  }

  /** Does what a line asks for; false at the end. */
  private boolean take(String line) throws IOException {
    String word = line.split("[\\s;]", 2)[0];
    if (word.equals(QUIT)) {
      return false;
    }
    if (word.startsWith(".")) {
      command(word);
    } else if (questions.contains(word)) {
      ask(word, line.substring(word.length()));
    } else if (!line.isEmpty()) {
      ask(Question.of(line), Map.of());
    }
    out.flush();
    return true;
  }

  private void command(String word) throws IOException {
    switch (word) {
      case ".help" -> {
        COMMANDS.forEach((name, use) -> out.printf("%-12s%s%n", name, use));
        out.println("NAME P=V    Ask the question NAME; P=V sets its parameter P.");
        out.println("DESCRIBE T; Print the columns of the table T.");
        out.println("Ctrl-C      Discard what was typed, or cancel a statement.");
      }
      case ".tables" -> {
        for (View view : views) {
          out.println(Escape.text(view.schema().name()));
        }
        answer.attachments().forEach(file -> out.println(Escape.text(file.name())));
      }
      case ".questions" -> {
        for (String name : questions) {
          out.println(name);
        }
      }
      default -> say("unknown: " + word + Nearest.hint(word, COMMANDS.keySet()));
    }
  }

  /**
   * Asks a question that comes with the program.
   *
   * @param rest words such as {@code driver=acmenet.sys}
   */
  private void ask(String name, String rest) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : rest.strip().replaceFirst(";$", "").strip().split("\\s+", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        values.put(word.substring(0, equals), word.substring(equals + 1));
      } else if (!word.isEmpty()) {
        say(name + " is followed by NAME=VALUE, not \"" + word + "\"");
        return;
      }
    }
    ask(Questions.of(name), values);
  }

  private void ask(Question question, Map<String, String> values) throws IOException {
    List<String> statements = new ArrayList<>();
    try {
      statements.addAll(question.statements(values));
    } catch (IllegalArgumentException e) {
      say(e.getMessage().replace("--param ", ""));
      return;
    }
    SignalHandler before = typing.handle(Signal.INT, signal -> cancel());
    try {
      for (String statement : statements) {
        print(statement);
      }
    } catch (SqlFault e) {
      out.flush();
      say(answer.message(e, views));
    } finally {
      typing.handle(Signal.INT, before);
    }
  }

  private void print(String statement) throws IOException, SqlFault {
    try (QueryResult result = session.query(statement)) {
      int width = typing.getWidth() > 0 ? typing.getWidth() : ResultFormat.DEFAULT_WIDTH;
      answer.format().print(result, width, out);
    }
  }

  private void cancel() {
    try {
      session.cancel();
    } catch (SqlFault e) {
      say(e.getMessage());
    }
  }

  private void say(String message) {
    out.println("crashtag: " + message);
    out.flush();
  }
}
