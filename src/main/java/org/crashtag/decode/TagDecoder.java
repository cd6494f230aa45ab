package org.crashtag.decode;

import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.tag.TagRange;

/**
 * Base class of decoders with a fixed name, tags and tables. A decoder extends it, passes these to
 * the constructor, and implements {@link #decode}.
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
   * @param version incremented whenever the same blob yields different rows
   * @param sentence a few words that say what is decoded
   * @param tables tables that it yields rows for
   */
  protected TagDecoder(
      String name, int version, String sentence, Guid tag, TypedTable<?>... tables) {
    this(name, version, sentence, List.of(TagRange.of(tag)), tables);
  }

  /**
   * A decoder of several tags or families of tags.
   *
   * @param name short, lower case, unique
   * @param version incremented whenever the same blob yields different rows
   * @param sentence a few words that say what is decoded
   * @param tables tables that it yields rows for
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
