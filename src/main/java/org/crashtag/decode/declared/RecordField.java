package org.crashtag.decode.declared;

import java.util.ArrayList;
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
 * @param tests what must hold in a record for it to have a value
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
  /** A field of the record where the test holds as well. */
  RecordField onlyIf(ValueReader.Test test) {
    List<ValueReader.Test> all = new ArrayList<>(tests);
    all.add(test);
    return new RecordField(type, path, column, offset, bitPosition, bits, dimensions, all, inHead);
  }

  /** An element of the array that it is. */
  RecordField element(CType element, ValueReader.Dimension dimension) {
    List<ValueReader.Dimension> all = new ArrayList<>(dimensions);
    all.add(dimension);
    return new RecordField(element, path, column, offset, -1, -1, all, tests, inHead);
  }

  /** Where its bytes, and those of its tests in the record, end. */
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
        dimensions,
        tests,
        inHead);
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
