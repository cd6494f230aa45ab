package org.crashtag.decode.manifest;

import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Guid;

/**
 * An event as defined in the manifest of its provider.
 *
 * @param provider GUID of the provider
 * @param id event id
 * @param version version of the event
 * @param fields fields of the payload, in order
 * @param message message with placeholders for the fields; null if it has none
 */
public record EventDefinition(
    Guid provider, int id, int version, List<Field> fields, String message) {
  public EventDefinition {
    fields = List.copyOf(fields);
  }

  /**
   * A field, or a structure of fields.
   *
   * @param name name of the field
   * @param inType how values are stored, such as {@code win:UInt32}; empty for a structure
   * @param outType how values should be displayed; empty if not specified
   * @param length length of a text or of bytes: a number, or the name of the field that contains
   *     it; empty if not specified
   * @param count length of an array: a number, or the name of the field that contains it; empty for
   *     a single value
   * @param names names of values; null if there are none
   * @param members members of a structure
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

    /** Whether the field is a structure. */
    public boolean isStructure() {
      return inType.isEmpty();
    }
  }

  /**
   * Names of values.
   *
   * @param ofBits whether the values are bits, several of which can be set
   * @param texts names by value, as unsigned 32-bit numbers
   */
  public record ValueNames(boolean ofBits, Map<Long, String> texts) {
    public ValueNames {
      texts = Map.copyOf(texts);
    }
  }
}
