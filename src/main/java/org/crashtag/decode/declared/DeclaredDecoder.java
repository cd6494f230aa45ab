package org.crashtag.decode.declared;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TypedTable;
import org.crashtag.dump.DumpHeader;
import org.crashtag.tag.TagRange;

/** Decodes one tag's blobs into a table that a pipeline file declares. */
public abstract sealed class DeclaredDecoder implements Decoder, Serializable
    permits RecordDecoder, TextDecoder {
  private static final long serialVersionUID = 1L;

  private final Guid tag;
  private final TableSchema table;
  private final String sentence;
  private final int version;

  private transient TypedTable<Object[]> rows;

  /**
   * @param sentence description of the blobs' contents
   * @param version differs between declarations that produce different rows
   */
  DeclaredDecoder(Guid tag, TableSchema table, String sentence, int version) {
    this.tag = tag;
    this.table = table;
    this.sentence = sentence;
    this.version = version;
  }

  /** The name of its table. */
  @Override
  public final String name() {
    return table.name();
  }

  @Override
  public final int version() {
    return version;
  }

  @Override
  public final String sentence() {
    return sentence;
  }

  /** The tag whose blobs it decodes. */
  public final Guid tag() {
    return tag;
  }

  /** The table of its rows. */
  public final TableSchema table() {
    return table;
  }

  @Override
  public final List<TableSchema> tables() {
    return List.of(table);
  }

  @Override
  public final List<TagRange> tags() {
    return List.of(TagRange.of(tag));
  }

  /** Created on first use, because it isn't serializable. */
  final TypedTable<Object[]> rows() {
    if (rows == null) {
      rows = TypedTable.ofValues(table);
    }
    return rows;
  }

  @Override
  public final String heading(TableSchema shown) {
    return '[' + shown.name() + ": " + sentence + ']';
  }

  @Override
  public final List<String> page(
      DumpHeader header, Function<TableSchema, List<Row>> records, int columns) {
    List<Row> of = records.apply(table);
    if (of.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of(heading(table)));
    lines.addAll(shown(of, columns));
    return lines;
  }

  /**
   * Formats records for people, without a heading.
   *
   * @param columns maximum length of a line
   */
  public abstract List<String> shown(List<Row> records, int columns);
}
