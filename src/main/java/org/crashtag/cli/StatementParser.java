package org.crashtag.cli;

import java.util.List;
import org.crashtag.sql.Statements;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells the prompt whether a statement is complete, and which word the cursor is in. */
final class StatementParser implements Parser {
  private final List<String> questions;

  StatementParser(List<String> questions) {
    this.questions = questions;
  }

  @Override
  public ParsedLine parse(String text, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE && !isComplete(text)) {
      throw new EOFError(-1, cursor, "the statement isn't complete");
    }
    return new Typed(text, cursor);
  }

  private boolean isComplete(String text) {
    String line = text.strip();
    String first = line.split("[\\s;]", 2)[0];
    return line.isEmpty()
        || first.startsWith(".")
        || questions.contains(first)
        || Statements.areComplete(line);
  }

  /**
   * A line with the word that ends at the cursor.
   *
   * @param line the whole text
   * @param cursor the place in it
   */
  record Typed(String line, int cursor) implements ParsedLine {
    /** The word up to the cursor. A name of a question has dashes, a column's can have a dot. */
    @Override
    public String word() {
      int start = cursor;
      while (start > 0 && isPart(line.charAt(start - 1))) {
        start--;
      }
      String word = line.substring(start, cursor);
      int dash = word.lastIndexOf('-');
      return dash < 0 || line.substring(0, start).isBlank() ? word : word.substring(dash + 1);
    }

    private static boolean isPart(char c) {
      return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
    }

    @Override
    public int wordCursor() {
      return word().length();
    }

    /** 0 for the first word of the line. */
    @Override
    public int wordIndex() {
      return words().size() - 1;
    }

    @Override
    public List<String> words() {
      String before = line.substring(0, cursor - word().length()).strip();
      return before.isEmpty() ? List.of(word()) : List.of(before, word());
    }
  }
}
