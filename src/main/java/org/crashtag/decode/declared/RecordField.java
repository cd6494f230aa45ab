package org.crashtag.decode.declared;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.crashtag.layout.CType;
import org.crashtag.layout.NumberField;
import org.crashtag.layout.ResolvedField;

/**
 * A field of a record, or the elements of an array.
 *
 * @param path the names of the enclosing structures and its own, separated by dots
 * @param column name of its column
 * @param offset in bytes from the start of the record
 * @param bitPosition lowest bit; -1 if it isn't a bit-field
 * @param bits number of bits; -1 if it isn't a bit-field
 * @param dimensions of the enclosing arrays, outermost first
 * @param tests the conditions for it to have a value
 * @param inHead whether it is a member of the structure before the records
 */
record RecordField(
    CType type,
    String path,
    String column,
    long offset,
    int bitPosition,
    int bits,
    List<ValueReader.Dimension> dimensions,
    List<ValueReader.Test> tests,
    boolean inHead) {
  /** The same field with an additional condition. */
  RecordField onlyIf(ValueReader.Test test) {
    List<ValueReader.Test> all = new ArrayList<>(tests);
    all.add(test);
    return new RecordField(type, path, column, offset, bitPosition, bits, dimensions, all, inHead);
  }

  /** The elements of this field, which is an array. */
  RecordField element(CType element, ValueReader.Dimension dimension) {
    List<ValueReader.Dimension> all = new ArrayList<>(dimensions);
    all.add(dimension);
    return new RecordField(element, path, column, offset, -1, -1, all, tests, inHead);
  }

  /** The offset of the end of its bytes, including those that its conditions read. */
  long end() {
    long end = offset + type.size();
    for (ValueReader.Dimension dimension : dimensions) {
      end += (long) Math.max(0, dimension.count() - 1) * dimension.stride();
    }
    for (ValueReader.Test test : tests) {
      if (!test.inHead()) {
        end = Math.max(end, test.number().offset() + test.number().size());
      }
    }
    return end;
  }

  boolean isBits() {
    return bits >= 0;
  }

  int at() {
    return (int) offset;
  }

  Optional<NumberField> number() {
    return ResolvedField.number(type, offset, bitPosition, bits);
  }

  /** Whether it is a one-dimensional array of elements of this size. */
  boolean isArrayOf(int elementBytes) {
    return type instanceof CType.Array array
        && array.element().size() == elementBytes
        && !(array.element() instanceof CType.Array);
  }

  boolean isWithoutBound() {
    return type instanceof CType.Array array && array.count() == 0;
  }

  /** A member of this field, which is a structure. */
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
        dimensions,
        tests,
        inHead);
  }

  private static String join(String outer, String between, String inner) {
    return outer.isEmpty() ? inner : outer + between + inner;
  }

  /** The name and size of its type, for messages and for the sentences of columns. */
  String describe() {
    String name = type.name().isEmpty() ? "an unnamed type" : type.name();
    return isBits() ? name + ", " + bits + " bits" : name + ", " + type.size() + " bytes";
  }
}
