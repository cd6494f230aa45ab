package org.crashtag.decode.declared;

import java.util.List;
import java.util.Optional;
import org.crashtag.layout.CType;
import org.crashtag.layout.NumberField;
import org.crashtag.layout.ResolvedField;

/**
 * A field of a record, or an element of one that is an array.
 *
 * @param path its name, after those of the structures around it and dots
 * @param column the name of the column that it makes
 * @param offset from the record's start
 * @param bitPosition lowest bit, -1 if it is no bit-field
 * @param bits how many, -1 if it is no bit-field
 * @param dimensions of the arrays around it, outermost first
 */
record RecordField(
    CType type,
    String path,
    String column,
    long offset,
    int bitPosition,
    int bits,
    List<ValueReader.Dimension> dimensions) {
  boolean isBits() {
    return bits >= 0;
  }

  int at() {
    return (int) offset;
  }

  Optional<NumberField> number() {
    return ResolvedField.number(type, offset, bitPosition, bits);
  }

  /** Whether it is a row of such elements, which can be taken as a whole. */
  boolean isArrayOf(int elementBytes) {
    return type instanceof CType.Array array
        && array.element().size() == elementBytes
        && !(array.element() instanceof CType.Array);
  }

  boolean isWithoutBound() {
    return type instanceof CType.Array array && array.count() == 0;
  }

  /** A member of the structure that it is. */
  RecordField inner(CType.Field member) {
    long memberOffset = offset + member.offset();
    boolean named = !member.name().isEmpty();
    return new RecordField(
        member.type(),
        named ? join(path, ".", member.name()) : path,
        named ? join(column, "_", SnakeCase.of(member.name())) : column,
        memberOffset,
        member.bitPosition(),
        member.bits(),
        dimensions);
  }

  private static String join(String outer, String between, String inner) {
    return outer.isEmpty() ? inner : outer + between + inner;
  }

  /** For messages and columns' sentences: its type's name and size. */
  String describe() {
    String name = type.name().isEmpty() ? "an unnamed type" : type.name();
    return isBits() ? name + ", " + bits + " bits" : name + ", " + type.size() + " bytes";
  }
}
