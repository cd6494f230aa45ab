package org.crashtag.decode.windows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;

/** Names of SCSI commands by operation code. */
final class ScsiOperations {
  private static final String RESOURCE = "scsi-operations.tsv";
  private static final String[] NAMES = read();

  private ScsiOperations() {}

  /** The name in T10's list, or null. */
  static String name(int code) {
    return NAMES[code];
  }

  private static String[] read() {
    String[] names = new String[256];
    try (InputStream stream = ScsiOperations.class.getResourceAsStream(RESOURCE);
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .forEach(line -> names[Integer.parseInt(line[0], 16)] = line[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }
}
