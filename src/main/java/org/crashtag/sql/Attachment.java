package org.crashtag.sql;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A file of the user's that a session shows as a table.
 *
 * @param path of a local file
 * @param name of the table: that of the file without its ending
 * @param format how it is read
 */
public record Attachment(String path, String name, Format format) {
  /** Kinds of files, by their endings. */
  public enum Format {
    /** Comma-separated values with a line of names; separator and types are detected. */
    CSV,
    /** Apache Parquet. */
    PARQUET
  }

  /** A file as an attachment; empty if its ending is of neither kind. */
  public static Optional<Attachment> of(String path) {
    String file = Path.of(path).getFileName().toString();
    int dot = file.lastIndexOf('.');
    for (Format format : Format.values()) {
      if (dot > 0 && file.substring(dot + 1).toUpperCase(Locale.ROOT).equals(format.name())) {
        return Optional.of(new Attachment(path, file.substring(0, dot), format));
      }
    }
    return Optional.empty();
  }

  /** The statement that makes the table. */
  String statement() {
    String reader =
        switch (format) {
          case CSV -> "read_csv";
          case PARQUET -> "read_parquet";
        };
    return "CREATE VIEW "
        + ViewStatements.identifier(name)
        + " AS SELECT * FROM "
        + reader
        + "("
        + ViewStatements.literal(ViewStatements.pattern(View.absolute(path)))
        + ")";
  }
}
