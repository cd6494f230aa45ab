package org.crashtag.decode.manifest;

import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Guid;

/**
 * An event as its provider's manifest defines it.
 *
 * @param provider that writes it
 * @param id its number
 * @param version of its layout
 * @param fields it carries, in their order
 * @param message what it means, with places for the fields; null if it has none
 */
public record EventDefinition(
    Guid provider, int id, int version, List<Field> fields, String message) {
  public EventDefinition {
    fields = List.copyOf(fields);
  }

  /**
   * A field, or a structure of fields.
   *
   * @param name of the field
   * @param inType how it is stored, such as {@code win:UInt32}; empty for a structure
   * @param outType how it is meant to be shown; empty if nothing is said
   * @param length of a text or of bytes: a number, or the name of the field that has it; empty
   * @param count of an array: a number, or the name of the field that has it; empty for one value
   * @param names of its values; null if they have none
   * @param members of a structure
   */
  public record Field(
      String name,
      String inType,
      String outType,
      String length,
      String count,
      ValueNames names,
      List<Field> members) {
    public Field {
      members = List.copyOf(members);
    }

    /** Whether it is a structure. */
    public boolean isStructure() {
      return inType.isEmpty();
    }
  }

  /**
   * What values are called.
   *
   * @param ofBits whether the values are bits, of which some can be set together
   * @param texts by value, as unsigned 32-bit numbers
   */
  public record ValueNames(boolean ofBits, Map<Long, String> texts) {
    public ValueNames {
      texts = Map.copyOf(texts);
    }
  }
}
