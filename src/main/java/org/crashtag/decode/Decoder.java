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
 * Turns one tag's blobs into rows. An implementation has no state, is found by {@link
 * java.util.ServiceLoader}, and so can come from a user's jar on the class path. {@link TagDecoder}
 * does what most of them have in common.
 */
public interface Decoder {
  /** Short, lower case, unique. */
  String name();

  /** Raised whenever the same blob gives other rows. */
  int version();

  /** The name and version, as they stand beside what it decoded. */
  default String label() {
    return name() + " " + version();
  }

  /** What is decoded, in a few words. */
  String sentence();

  /** The tables it has rows for. */
  List<TableSchema> tables();

  /** Whether its blobs hold what identifies a machine or a person. */
  default boolean hasPrivateColumns() {
    return tables().stream()
        .flatMap(table -> table.columns().stream())
        .anyMatch(column -> column.secrecy() != Column.Secrecy.PUBLIC);
  }

  /** The tags, or families of tags, whose blobs it decodes. */
  List<TagRange> tags();

  /**
   * What a pipeline file can choose under this decoder's name: each setting's name and its values.
   * {@link DumpContext#setting} tells what was chosen.
   */
  default Map<String, List<String>> settings() {
    return Map.of();
  }

  /** Whether {@link DumpContext#modules} is asked for the dump's modules: they cost reading. */
  default boolean needsModules() {
    return false;
  }

  /**
   * Whether a blob is decoded only when all others of its dump have been: what names its records
   * may stand behind it.
   */
  default boolean waits(Bytes data) {
    return false;
  }

  /**
   * Decodes one blob.
   *
   * @param blob where it stands; it claims more bytes than {@code data} has where the file is cut
   * @param data the blob's bytes
   * @param dump what else is known of the dump: its header, modules, what was asked for
   * @param sink takes the rows in their order, and each fault
   * @throws MalformedException what ends the decoding before the blob's end; rows already given
   *     stay
   */
  void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink);

  /**
   * All its records of a dump as one page, in place of table after table; empty where they are
   * shown by table.
   *
   * @param header of the dump
   * @param rows a table's records in their order, private values replaced
   * @param columns how long a line may be
   */
  default List<String> page(DumpHeader header, Function<TableSchema, List<Row>> rows, int columns) {
    return List.of();
  }

  /** What stands above a table's records where they are shown for reading. */
  default String heading(TableSchema table) {
    return '[' + table.name() + ']';
  }

  /** A record as {@link #text} has it, or in a few lines where one can't hold it. */
  default List<String> lines(Row row) {
    return List.of(text(row));
  }

  /** A record as the debugger's user knows it, in one line; private values are replaced. */
  default String text(Row row) {
    return TextLine.values(row);
  }
}
