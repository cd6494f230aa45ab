package org.crashtag.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.zip.GZIPInputStream;

/**
 * Reads a file of many small entries.
 *
 * <pre>
 * gzip; for each entry a line: name, tab, JSON in one line
 * </pre>
 */
final class PackedLines {
  /** Of the text; a longer file is neither written nor read. */
  static final int MOST_CHARS = 256 << 20;

  private PackedLines() {}

  /** Receives the entries of a file. */
  interface Entries {
    /** The next entry. */
    void add(String name, byte[] json) throws IOException;
  }

  /**
   * Reads all entries.
   *
   * @throws IOException if the bytes aren't such a file, or if it is too long
   */
  static void read(byte[] packed, Entries entries) throws IOException {
    try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed));
        BufferedReader lines = new BufferedReader(new InputStreamReader(gzip, UTF_8))) {
      StringBuilder line = new StringBuilder();
      long chars = 0;
      for (int next = lines.read(); next >= 0; next = lines.read()) {
        chars++;
        if (chars > MOST_CHARS) {
          throw new IOException("it is too long");
        }
        if (next == '\n') {
          add(line, entries);
          line.setLength(0);
        } else {
          line.append((char) next);
        }
      }
    }
  }

  private static void add(StringBuilder line, Entries entries) throws IOException {
    int tab = line.indexOf("\t");
    if (tab < 0) {
      throw new IOException("a line has no name");
    }
    entries.add(line.substring(0, tab), line.substring(tab + 1).getBytes(UTF_8));
  }
}
