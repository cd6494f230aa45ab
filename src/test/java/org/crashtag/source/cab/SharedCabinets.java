package org.crashtag.source.cab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Cabinets in a folder next to the project, if present. */
final class SharedCabinets {
  private static final Path FOLDER = Path.of("..", "shared", "cabs");

  private SharedCabinets() {}

  /** A folder's cabinets; the test is skipped if there is no such folder. */
  static List<Path> of(String folder) {
    Path path = FOLDER.resolve(folder);
    assumeTrue(Files.isDirectory(path), path + " is not there");
    try (Stream<Path> files = Files.list(path)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One cabinet; the test is skipped if it is missing. */
  static Path of(String folder, String name) {
    Path path = FOLDER.resolve(folder).resolve(name);
    assumeTrue(Files.isRegularFile(path), path + " is not there");
    return path;
  }

  static String name(Path file) {
    return file.getFileName().toString();
  }
}
