package org.crashtag.decode;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.dump.DumpHeader;
import org.crashtag.tag.TagRange;
import org.crashtag.tag.TaggedBlob;

/**
 * Turns one tag's blobs into rows. An implementation is stateless and is found by {@link
 * java.util.ServiceLoader}, so it can come from a user's jar on the class path. {@link TagDecoder}
 * is a base class for most decoders.
 */
public interface Decoder {
  /** The name: short, lower case, unique. */
  String name();

  /** The version, to be incremented whenever the same blob yields different rows. */
  int version();

  /** The name and version, as recorded with the decoder's output. */
  default String label() {
    return name() + " " + version();
  }

  /** A few words that say what is decoded. */
  String sentence();

  /** The tables that it yields rows for. */
  List<TableSchema> tables();

  /** Whether its blobs contain values that identify a machine or a person. */
  default boolean hasPrivateColumns() {
    return tables().stream()
        .flatMap(table -> table.columns().stream())
        .anyMatch(column -> column.secrecy() != Column.Secrecy.PUBLIC);
  }

  /** The tags, or families of tags, whose blobs it decodes. */
  List<TagRange> tags();

  /**
   * The settings that a pipeline file can contain under this decoder's name: their names and
   * possible values. {@link DumpContext#setting} returns the chosen value.
   */
  default Map<String, List<String>> settings() {
    return Map.of();
  }

  /** Whether it calls {@link DumpContext#modules}: reading the modules takes time. */
  default boolean needsModules() {
    return false;
  }

  /**
   * Whether its blobs are decoded after all other blobs of a dump, because information about them
   * can come later in the dump.
   */
  default boolean waits(Bytes data) {
    return false;
  }

  /**
   * Decodes one blob.
   *
   * @param blob its header; it claims more bytes than {@code data} has if the file is truncated
   * @param data the blob's bytes
   * @param dump what else is known about the dump: its header, modules and options
   * @param sink receives the rows in order, and each fault
   * @throws MalformedException if decoding cannot continue; rows already yielded are kept
   */
  void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink);

  /**
   * Formats all its records of a dump as one page, instead of one table after another; empty if
   * they are shown by table.
   *
   * @param header of the dump
   * @param rows the records by table, in order, with private values replaced
   * @param columns maximum length of a line
   */
  default List<String> page(DumpHeader header, Function<TableSchema, List<Row>> rows, int columns) {
    return List.of();
  }

  /** The heading of a table when its records are displayed. */
  default String heading(TableSchema table) {
    return '[' + table.name() + ']';
  }

  /** Formats a record like {@link #text}, in several lines if one is too short. */
  default List<String> lines(Row row) {
    return List.of(text(row));
  }

  /**
   * Formats a record in one line, as users of the debugger know it; private values are replaced.
   */
  default String text(Row row) {
    return TextLine.values(row);
  }
}
