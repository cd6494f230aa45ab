package org.crashtag.sql;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.crashtag.decode.TableSchema;

/**
 * A table to be queried.
 *
 * @param schema its name, columns and sentences; the view has the column {@code run} besides
 * @param parts its committed files; none is a table without rows
 * @param replaced dumps whose rows in a run no longer count
 */
public record View(TableSchema schema, List<Part> parts, List<Replaced> replaced) {
  /** Begins with a scheme; a drive has one letter. */
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://");

  public View {
    parts = List.copyOf(parts);
    replaced = List.copyOf(replaced);
  }

  /** A view of all rows. */
  public View(TableSchema schema, List<Part> parts) {
    this(schema, parts, List.of());
  }

  /** A local path without what it leaves to the working folder; an address as it is. */
  static String absolute(String path) {
    return ADDRESS.matcher(path).lookingAt() ? path : Path.of(path).toAbsolutePath().toString();
  }

  /** An absolute path, or an address, as an address. */
  static String location(String path) {
    if (ADDRESS.matcher(path).lookingAt()) {
      return path;
    }
    String slashes = java.io.File.separatorChar == '/' ? path : path.replace('\\', '/');
    return "file://" + (slashes.startsWith("/") ? "" : "/") + slashes;
  }

  /**
   * A dump whose rows in one run no longer count: a later run holds more of it.
   *
   * @param run the earlier run
   */
  public record Replaced(String run, String dumpId) {}

  /**
   * A file of a table.
   *
   * @param path of a local Parquet file in a folder {@code run=<run>}; its characters stand for
   *     themselves, it is no pattern
   * @param run the run that wrote it
   * @param columns what the file has; a column that an earlier version didn't write reads as NULL
   */
  public record Part(String path, String run, List<String> columns) {
    public Part {
      columns = List.copyOf(columns);
      String slashes = path.replace('\\', '/');
      String folder = slashes.substring(0, Math.max(0, slashes.lastIndexOf('/')));
      if (!folder.endsWith("/run=" + run)) {
        throw new IllegalArgumentException(path + " isn't in a folder run=" + run);
      }
    }

    /** As the engine is to open it: absolute, since it takes a leading {@code ~} for a home. */
    String absolutePath() {
      return absolute(path);
    }
  }
}
