package org.crashtag.sql;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.crashtag.decode.TableSchema;

/**
 * A table to be queried.
 *
 * @param schema its name, columns and sentences; the view also has the column {@code run}
 * @param parts its committed files; a table without rows has none
 * @param replaced dumps whose rows in a run no longer count
 */
public record View(TableSchema schema, List<PartFile> parts, List<Replaced> replaced) {
  /** Begins with a scheme; a drive has one letter. */
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://");

  public View {
    parts = List.copyOf(parts);
    replaced = List.copyOf(replaced);
  }

  /** A view of all rows. */
  public View(TableSchema schema, List<PartFile> parts) {
    this(schema, parts, List.of());
  }

  /** An absolute path for a local path; a URI unchanged. */
  public static String absolute(String path) {
    return isAddress(path) ? path : Path.of(path).toAbsolutePath().toString();
  }

  /** Whether it is a URI rather than a local path. */
  static boolean isAddress(String path) {
    return ADDRESS.matcher(path).lookingAt();
  }

  /** An absolute path or a URI as a URI. */
  public static String location(String path) {
    if (isAddress(path)) {
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
   * @param path of a local Parquet file in a folder {@code run=<run>}; taken literally, not as a
   *     pattern
   * @param run the run that wrote it
   * @param columns of the file; a column that an earlier version didn't write is NULL
   */
  public record PartFile(String path, String run, List<String> columns) {
    public PartFile {
      columns = List.copyOf(columns);
      String slashes = path.replace('\\', '/');
      String folder = slashes.substring(0, Math.max(0, slashes.lastIndexOf('/')));
      if (!folder.endsWith("/run=" + run)) {
        throw new IllegalArgumentException(path + " isn't in a folder run=" + run);
      }
    }

    /** The path for the engine: absolute, because the engine expands a leading {@code ~}. */
    String absolutePath() {
      return absolute(path);
    }
  }
}
