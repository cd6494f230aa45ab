package org.crashtag.decode.windows;

import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.TableSchema;

/** What the decoders of this package have in common: one or two tags, and fixed tables. */
abstract class WindowsDecoder implements Decoder {
  private final String name;
  private final String sentence;
  private final List<Guid> tags;
  private final List<TableSchema> tables;

  WindowsDecoder(String name, String sentence, List<Guid> tags, TableSchema... tables) {
    this.name = name;
    this.sentence = sentence;
    this.tags = List.copyOf(tags);
    this.tables = List.of(tables);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public final String sentence() {
    return sentence;
  }

  @Override
  public final List<TableSchema> tables() {
    return tables;
  }

  @Override
  public final boolean accepts(Guid tag) {
    return tags.contains(tag);
  }
}
