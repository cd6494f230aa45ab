package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** The file of the statements that were typed, which only the user may read. */
final class PromptHistory {
  /** Names the folder of the user's state, as a system property; for tests. */
  static final String FOLDER_PROPERTY = "crashtag.state";

  private PromptHistory() {}

  /** The file, made if it isn't there. */
  static Path file(Map<String, String> environment) throws IOException {
    Path folder = folder(environment);
    Files.createDirectories(folder);
    Path file = folder.resolve("sql-history");
    boolean posix =
        Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class);
    FileAttribute<?>[] permissions =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(file, permissions);
    } catch (FileAlreadyExistsException e) {
      // An earlier prompt made it.
      return file;
    }
    return file;
  }

  private static Path folder(Map<String, String> environment) {
    String given = System.getProperty(FOLDER_PROPERTY, "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    String home = System.getProperty("user.home");
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    String variable = environment.getOrDefault(windows ? "LOCALAPPDATA" : "XDG_STATE_HOME", "");
    Path state =
        variable.isEmpty()
            ? Path.of(home, windows ? "AppData/Local" : ".local/state")
            : Path.of(variable);
    return state.resolve("crashtag");
  }
}
