package org.crashtag.decode.text;

import java.nio.charset.Charset;
import java.util.function.Consumer;
import org.crashtag.bytes.Bytes;

/** Reads lines of text, up to a bound: a blob of line feeds has as many lines as bytes. */
public final class TextLines {
  /** No blob gives more lines than this. */
  public static final int MOST_LINES = 65_536;

  private final Charset charset;
  private final Consumer<String> taker;
  private int count;
  private boolean full;

  /**
   * @param charset of the text, one in which no character but LF has its byte
   * @param taker takes each line, without what ends it
   */
  public TextLines(Charset charset, Consumer<String> taker) {
    this.charset = charset;
    this.taker = taker;
  }

  /**
   * Gives the text's lines, which end in LF; what follows the last is a line unless it is empty.
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

  /** Gives the text, without the line ends that are its last characters, as one line. */
  public void add(Bytes text) {
    if (count == MOST_LINES) {
      full = true;
      return;
    }
    count++;
    Bytes line = TextBytes.withoutLineEnd(text);
    taker.accept(line.decode(0, line.length(), charset));
  }

  /** Whether there were more lines than were given. */
  public boolean isFull() {
    return full;
  }
}
