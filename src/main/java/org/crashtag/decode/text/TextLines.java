package org.crashtag.decode.text;

import java.nio.charset.Charset;
import java.util.function.Consumer;
import org.crashtag.bytes.Bytes;

/** Reads lines of text, up to a limit: a blob of line feeds has as many lines as bytes. */
public final class TextLines {
  /** Maximum number of lines of a blob. */
  public static final int MOST_LINES = 65_536;

  private final Charset charset;
  private final Consumer<String> taker;
  private int count;
  private boolean full;

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
    taker.accept(line.decode(0, line.length(), charset));
  }

  /** Whether there were more lines than the limit. */
  public boolean isFull() {
    return full;
  }
}
