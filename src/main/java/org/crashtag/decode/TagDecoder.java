package org.crashtag.decode;

import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.tag.TagRange;

/**
 * What decoders have in common: a name, tags and tables that never change. A decoder extends it,
 * tells these to its constructor, and writes {@link #decode}.
 */
public abstract class TagDecoder implements Decoder {
  private final String name;
  private final int version;
  private final String sentence;
  private final List<TagRange> tags;
  private final List<TableSchema> tables;

  /**
   * A decoder of one tag.
   *
   * @param name short, lower case, unique
   * @param version raised whenever the same blob gives other rows
   * @param sentence what is decoded, in a few words
   * @param tables that it has rows for
   */
  protected TagDecoder(
      String name, int version, String sentence, Guid tag, TypedTable<?>... tables) {
    this(name, version, sentence, List.of(TagRange.of(tag)), tables);
  }

  /**
   * A decoder of several tags, or of families of them.
   *
   * @param name short, lower case, unique
   * @param version raised whenever the same blob gives other rows
   * @param sentence what is decoded, in a few words
   * @param tables that it has rows for
   */
  protected TagDecoder(
      String name, int version, String sentence, List<TagRange> tags, TypedTable<?>... tables) {
    this.name = name;
    this.version = version;
    this.sentence = sentence;
    this.tags = List.copyOf(tags);
    this.tables = Arrays.stream(tables).map(TypedTable::schema).toList();
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int version() {
    return version;
  }

  @Override
  public final String sentence() {
    return sentence;
  }

  @Override
  public final List<TagRange> tags() {
    return tags;
  }

  @Override
  public final List<TableSchema> tables() {
    return tables;
  }
}
