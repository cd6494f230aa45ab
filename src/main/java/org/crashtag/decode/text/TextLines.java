package org.crashtag.decode.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.function.Consumer;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.RecordSink;

/**
 * Reads lines of text. Their number and their length are limited: a blob of line feeds has as many
 * lines as bytes, and a blob without any is one line.
 */
public final class TextLines {
  /** Maximum number of lines of a blob. */
  public static final int MOST_LINES = 65_536;

  /** Maximum length of a line in bytes; the rest of a longer line is left out. */
  public static final int MOST_LINE_BYTES = 65_536;

  private final Charset charset;
  private final Consumer<String> taker;
  private int count;
  private boolean full;
  private int cut;
  private int longest;

  /**
   * @param charset encoding of the text, in which the byte of LF occurs in no other character
   * @param taker receives each line without its terminator
   */
  public TextLines(Charset charset, Consumer<String> taker) {
    this.charset = charset;
    this.taker = taker;
  }

  /**
   * Yields the lines of a text, which end with LF; the rest after the last LF is a line unless it
   * is empty.
   */
  public void split(Bytes text) {
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      if (text.u8(at) == '\n') {
        add(text.slice(start, at - start));
        start = at + 1;
      }
    }
    if (start < text.length()) {
      add(text.slice(start, text.length() - start));
    }
  }

  /** Yields the text as one line, without trailing line terminators. */
  public void add(Bytes text) {
    if (count == MOST_LINES) {
      full = true;
      return;
    }
    count++;
    Bytes line = TextBytes.withoutLineEnd(text);
    taker.accept(line.decode(0, shown(line), charset));
  }

  private int shown(Bytes line) {
    int length = line.length();
    if (length <= MOST_LINE_BYTES) {
      return length;
    }
    cut++;
    longest = Math.max(longest, length);
    length = MOST_LINE_BYTES;
    while (charset.equals(UTF_8) && length > 0 && (line.u8(length) & 0xC0) == 0x80) {
      // Not inside a character.
      length--;
    }
    return length;
  }

  /**
   * Adds a reject for each limit that the text exceeds.
   *
   * @param offset of the text in the file
   */
  public void end(long offset, RecordSink sink) {
    if (full) {
      sink.reject(Reason.LIMIT, offset, "the log has more than " + MOST_LINES + " lines");
    }
    if (cut > 0) {
      sink.reject(
          Reason.LIMIT,
          offset,
          cut
              + (cut == 1 ? " line is" : " lines are")
              + " longer than "
              + MOST_LINE_BYTES
              + " bytes, up to "
              + longest
              + "; the rest is left out");
    }
  }
}
