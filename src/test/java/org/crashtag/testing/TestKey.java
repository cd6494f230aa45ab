package org.crashtag.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A key for tests, always the same, in a separate folder below the build folder. */
public final class TestKey {
  private static final Path FOLDER = make();

  private TestKey() {}

  /** Replaces the user's configuration folder. */
  public static Path folder() {
    return FOLDER;
  }

  /** The key. */
  public static Path file() {
    return FOLDER.resolve("private.key");
  }

  private static Path make() {
    try {
      Path folder = Files.createDirectories(Path.of("target", "test-config").toAbsolutePath());
      Files.write(folder.resolve("private.key"), "a key for tests only".getBytes(US_ASCII));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
