package org.crashtag.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crashtag.decode.Column;
import org.crashtag.decode.TableSchema;
import org.crashtag.table.PartWriter;

/** Writes parts where a run would put them. */
final class PartFolder {
  private final Path output;

  PartFolder(Path output) {
    this.output = output;
  }

  /** A part {@code <table>/run=<run>/part-0.parquet} with {@code rows}. */
  View.PartFile write(TableSchema table, String run, Object[]... rows) throws IOException {
    Path part = output.resolve(table.name()).resolve("run=" + run).resolve("part-0.parquet");
    Files.createDirectories(part.getParent());
    try (PartWriter writer = new PartWriter(table, Files.newOutputStream(part))) {
      for (Object[] row : rows) {
        writer.write(row);
      }
    }
    return new View.PartFile(
        part.toString(), run, table.columns().stream().map(Column::name).toList());
  }
}
