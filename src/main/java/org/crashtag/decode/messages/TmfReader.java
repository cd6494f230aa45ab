package org.crashtag.decode.messages;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * Reads messages in the trace message format, line by line.
 *
 * <pre>
 * // a comment
 * GUID provider // SRC=file MJ= MN=                       holds for all entries up to the next such line
 * #typev name number "format" // LEVEL=... FLAGS=... FUNC=...
 * {
 * expression, ItemType(names) -- index
 * }
 * </pre>
 *
 * <p>A format and an expression can contain quotes, commas and brackets: a format ends at the
 * line's last {@code " //}, an expression at its last {@code , Item}.
 *
 * <p>Sources: Microsoft's documentation "Trace message format file"; the files in
 * nefarius/Nefarius.Utilities.ETW (MIT) written by Tracepdb.
 */
final class TmfReader {
  /** A record of the kernel has room for 64 arguments of one word. */
  private static final int MOST_ARGUMENTS = 512;

  /** A format can have 64 KB, where compilers truncate annotations. */
  private static final int MOST_CHARACTERS = 1 << 18;

  private static final int GUID_CHARACTERS = 36;
  private static final int HIGHEST_NUMBER = 0xFFFF;
  private static final String ITEM = ", Item";
  private static final String INDEX = " -- ";

  private final Sink sink;
  private final String procedure;
  private long lines;
  private Guid guid;
  private String provider = "";
  private String file = "";
  private Draft draft;
  private boolean inBraces;
  private boolean isTmf;

  /** Receives the entries. */
  interface Sink {
    /** An entry. */
    void message(TraceMessage message);

    /**
     * An entry or a line that cannot be used; the rest can.
     *
     * @param line its number, from 1
     */
    void unusable(long line, String reason);
  }

  /** An entry whose arguments follow. */
  private static final class Draft {
    private final long line;
    private long characters;
    private int number;
    private String format = "";
    private String level = "";
    private String flags = "";
    private String function = "";
    private final List<TraceMessage.Argument> arguments = new ArrayList<>();
    private String fault;

    Draft(long line) {
      this.line = line;
    }

    /** The first fault is reported. */
    void broken(String reason) {
      fault = fault == null ? reason : fault;
    }
  }

  /**
   * @param procedure function of entries that name none; empty if unknown
   */
  TmfReader(Sink sink, String procedure) {
    this.sink = sink;
    this.procedure = procedure;
  }

  /** Reads the next line, without its terminator. */
  void line(String line) {
    lines++;
    String text = line.length() > MOST_CHARACTERS ? "" : Blanks.strip(line);
    if (line.length() > MOST_CHARACTERS) {
      tooLong();
    } else if (text.isEmpty() || text.startsWith("//")) {
      return;
    } else if (draft == null) {
      top(line, text);
    } else if (text.equals("{") && !inBraces) {
      inBraces = true;
    } else if (text.equals("}") && inBraces) {
      finish();
    } else if (inBraces) {
      argument(text);
    } else {
      draft.broken("no { follows the entry");
      finish();
      top(line, text);
    }
  }

  private void tooLong() {
    String reason = "a line of over " + MOST_CHARACTERS + " characters";
    if (draft == null) {
      sink.unusable(lines, reason);
    } else {
      draft.broken(reason);
    }
  }

  /**
   * Finishes the file.
   *
   * @throws MalformedException if nothing in it has this format
   */
  void end() {
    if (draft != null) {
      draft.broken("the entry has no }");
      finish();
    }
    verify(isTmf || lines == 0, Reason.CORRUPT, 0, "no message GUID begins a line");
  }

  private void top(String line, String text) {
    if (text.startsWith("#typev ") || text.startsWith("#type ")) {
      verify(isTmf, Reason.CORRUPT, 0, "line " + lines + ": an entry before any message GUID");
      draft = new Draft(lines);
      // A format may begin or end with blanks, and a PDB's with a line end.
      entry(line);
    } else if (header(text)) {
      isTmf = true;
    } else if (!isTmf) {
      throw new MalformedException(
          Reason.CORRUPT, 0, "line " + lines + " is neither a comment nor a message GUID");
    } else {
      sink.unusable(lines, "neither a message GUID nor an entry");
    }
  }

  /** Whether the line is {@code GUID provider // SRC=file MJ= MN=}. */
  private boolean header(String text) {
    Optional<Guid> found =
        text.length() < GUID_CHARACTERS
            ? Optional.empty()
            : Guid.parse(text.substring(0, GUID_CHARACTERS));
    if (found.isEmpty()
        || (text.length() > GUID_CHARACTERS && !Blanks.is(text.charAt(GUID_CHARACTERS)))) {
      return false;
    }
    guid = found.get();
    String rest = text.substring(GUID_CHARACTERS);
    int comment = rest.indexOf("//");
    provider = Blanks.strip(comment < 0 ? rest : rest.substring(0, comment));
    file = comment < 0 ? "" : source(rest.substring(comment));
    return true;
  }

  private static String source(String comment) {
    int from = comment.indexOf("SRC=");
    if (from < 0) {
      return "";
    }
    int to = comment.indexOf(" MJ=", from);
    return Blanks.strip(comment.substring(from + 4, to < 0 ? comment.length() : to));
  }

  /** {@code #typev name number "format" // key=value ...}. */
  private void entry(String line) {
    int open = line.indexOf('"');
    int close = closingQuote(line);
    String[] words = Blanks.strip(open < 0 ? line : line.substring(0, open)).split("[ \t]+", -1);
    if (open < 0 || close <= open || words.length < 3) {
      draft.broken("the entry is not: #typev NAME NUMBER \"FORMAT\"");
      return;
    }
    draft.number = number(words[words.length - 1], HIGHEST_NUMBER);
    if (draft.number < 0) {
      draft.broken("the message number is not from 0 to " + HIGHEST_NUMBER);
    }
    draft.format = line.substring(open + 1, close);
    int comment = line.indexOf("//", close);
    if (comment >= 0) {
      for (String word : line.substring(comment + 2).split("[ \t\r\n]+", -1)) {
        attribute(word);
      }
    }
  }

  /** The last quote that a comment follows, or else the last. */
  private static int closingQuote(String line) {
    for (int comment = line.lastIndexOf("//"); comment > 0; ) {
      int quote = comment - 1;
      while (quote > 0 && Blanks.is(line.charAt(quote))) {
        quote--;
      }
      if (line.charAt(quote) == '"') {
        return quote;
      }
      comment = line.lastIndexOf("//", comment - 1);
    }
    return line.lastIndexOf('"');
  }

  private void attribute(String word) {
    int equals = word.indexOf('=');
    if (equals < 0) {
      return;
    }
    String value = word.substring(equals + 1);
    switch (word.substring(0, equals)) {
      case "LEVEL", "TRACELEVEL" -> draft.level = value;
      case "FLAGS", "FLAG", "Flags" -> draft.flags = value;
      case "FUNC" -> draft.function = value;
      default -> {
        // The author's own macros.
      }
    }
  }

  /** {@code expression, Item(names) -- index}. */
  private void argument(String text) {
    draft.characters += text.length();
    if (draft.characters > MOST_CHARACTERS) {
      draft.broken("arguments of over " + MOST_CHARACTERS + " characters");
      return;
    }
    int dashes = text.lastIndexOf(INDEX);
    int index = dashes < 0 ? -1 : number(Blanks.strip(text.substring(dashes + 4)), 9999);
    TraceMessage.Argument argument =
        index < 0 ? null : typed(index, Blanks.strip(text.substring(0, dashes)));
    if (argument == null) {
      draft.broken("line " + lines + " is not: EXPRESSION, ITEM -- INDEX");
    } else if (draft.arguments.size() == MOST_ARGUMENTS) {
      draft.broken("more than " + MOST_ARGUMENTS + " arguments");
    } else {
      draft.arguments.add(argument);
    }
  }

  /** Null if the text isn't {@code expression, Item} or {@code expression, Item(names)}. */
  private static TraceMessage.Argument typed(int index, String text) {
    int end = text.length();
    // Text in brackets can look like an item, but does not end where an item does.
    for (int at = text.lastIndexOf(ITEM); at >= 0; at = text.lastIndexOf(ITEM, at - 1)) {
      int name = at + 2;
      int nameEnd = name;
      while (nameEnd < end && Character.isJavaIdentifierPart(text.charAt(nameEnd))) {
        nameEnd++;
      }
      String expression = text.substring(0, at);
      String item = text.substring(name, nameEnd);
      int open = nameEnd;
      while (open < end && Blanks.is(text.charAt(open))) {
        open++;
      }
      if (open == end) {
        return new TraceMessage.Argument(index, expression, item, "");
      }
      if (text.charAt(open) == '(' && text.charAt(end - 1) == ')') {
        return new TraceMessage.Argument(
            index, expression, item, text.substring(open + 1, end - 1));
      }
    }
    return null;
  }

  private static int number(String digits, int highest) {
    if (!digits.matches("[0-9]{1,9}")) {
      return -1;
    }
    int value = Integer.parseInt(digits);
    return value <= highest ? value : -1;
  }

  private void finish() {
    Draft done = draft;
    draft = null;
    inBraces = false;
    done.arguments.sort(Comparator.comparingInt(TraceMessage.Argument::index));
    for (int i = 1; i < done.arguments.size(); i++) {
      if (done.arguments.get(i).index() == done.arguments.get(i - 1).index()) {
        done.broken("two arguments have the same index");
      }
    }
    if (done.fault != null) {
      sink.unusable(done.line, done.fault);
      return;
    }
    sink.message(
        new TraceMessage(
            guid,
            done.number,
            provider,
            file,
            done.level,
            done.flags,
            done.function.isEmpty() ? procedure : done.function,
            done.format,
            done.arguments));
  }
}
