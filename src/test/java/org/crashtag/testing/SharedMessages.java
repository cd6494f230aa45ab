package org.crashtag.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Messages, cases and PDBs in a folder next to the project, if present. */
public final class SharedMessages {
  public static final Path FOLDER = Path.of("../shared/messages");

  private SharedMessages() {}

  /** Skips the test, visibly, if they aren't there. */
  public static void assumePresent() {
    Assumptions.assumeTrue(Files.isDirectory(FOLDER), "the shared messages aren't here");
  }

  /** The rows of a file with columns separated by tabs, without the heading. */
  public static List<String[]> rows(String file) throws IOException {
    try (Stream<String> lines = Files.lines(FOLDER.resolve(file), UTF_8)) {
      return lines.skip(1).map(line -> line.split("\t", -1)).toList();
    }
  }

  /** All files below a folder, in the order of their paths. */
  public static List<Path> files(String folder) throws IOException {
    try (Stream<Path> paths = Files.walk(FOLDER.resolve(folder))) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
