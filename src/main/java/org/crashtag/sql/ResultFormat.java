package org.crashtag.sql;

import java.io.IOException;
import java.io.Writer;

/** How a result is printed. */
public enum ResultFormat {
  /**
   * Aligned columns for reading, and the number of rows. Text that doesn't fit the width ends in
   * {@code …}; control characters are escaped; times are UTC.
   */
  TABLE,
  /**
   * RFC 4180 with a line of names. NULL is empty and an empty text {@code ""}; times are ISO 8601,
   * those in UTC with Z; bytes are hex.
   */
  CSV,
  /**
   * JSON lines: an object per row. Numbers are exact, NaN and infinities are null; times are ISO
   * 8601, those in UTC with Z; bytes are hex; lists and structures are JSON.
   */
  JSON,
  /** A table of GitHub Flavored Markdown; NULL is empty, times are UTC. */
  MARKDOWN;

  /** A table as wide as its values are. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** The width of an ordinary terminal. */
  public static final int DEFAULT_WIDTH = 80;

  /**
   * Prints the remaining rows of {@code result}. A statement without a result prints nothing.
   *
   * @param width of the terminal, in characters, or {@link #UNLIMITED}; only used for tables
   */
  public void print(QueryResult result, int width, Writer out) throws IOException, SqlFault {
    if (result.columns().isEmpty()) {
      return;
    }
    switch (this) {
      case TABLE -> new TablePrinter(result, width, out).print();
      case CSV -> new CsvPrinter(result, out).print();
      case JSON -> new JsonPrinter(result, out).print();
      case MARKDOWN -> new MarkdownPrinter(result, out).print();
    }
    out.flush();
  }
}
