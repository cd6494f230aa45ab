package org.crashtag.decode.declared;

import java.util.Optional;
import org.crashtag.decode.ColumnType;
import org.crashtag.layout.CType;
import org.crashtag.layout.NumberField;
import org.crashtag.layout.WellKnown;

/** Selects the reader of a field by its type, if the declaration doesn't select one. */
final class NaturalValue {
  private NaturalValue() {}

  /** Empty if the field becomes several columns, or none. */
  static Optional<ColumnValue> of(DeclaredRecord record, RecordField field)
      throws DeclarationException {
    if (field.type() instanceof CType.Array array) {
      return characters(record, field, array);
    }
    Optional<WellKnown> known = WellKnown.of(field.type());
    if (known.isPresent()) {
      return Optional.of(wellKnown(field, known.get()));
    }
    if (field.type() instanceof CType.Structure) {
      return Optional.empty();
    }
    if (field.type() instanceof CType.Scalar scalar && scalar.kind() == CType.Scalar.Kind.FLOAT) {
      boolean known48 = scalar.size() == Float.BYTES || scalar.size() == Double.BYTES;
      return known48
          ? Optional.of(
              ColumnValue.of(
                  ColumnType.DOUBLE, new ValueReader.Real(field.at(), (int) scalar.size())))
          : Optional.empty();
    }
    return field.number().map(number -> number(field, number));
  }

  private static Optional<ColumnValue> characters(
      DeclaredRecord record, RecordField field, CType.Array array) throws DeclarationException {
    if (array.element() instanceof CType.Scalar scalar) {
      switch (scalar.kind()) {
        case CHARACTER -> {
          return Optional.of(
              record.bytes(field, ColumnType.TEXT, ValueReader.RestOfBytes.Kind.TEXT));
        }
        case WIDE_CHARACTER -> {
          return Optional.of(
              record.bytes(field, ColumnType.TEXT, ValueReader.RestOfBytes.Kind.WIDE_TEXT));
        }
        case SIGNED, UNSIGNED, FLOAT, BOOLEAN, NONE -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static ColumnValue wellKnown(RecordField field, WellKnown known) {
    return switch (known) {
      case GUID -> ColumnValue.of(ColumnType.GUID, new ValueReader.GuidValue(field.at()));
      case FILE_TIME ->
          ColumnValue.of(ColumnType.TIMESTAMP, new ValueReader.FileTimeValue(field.at()));
      case SIGNED_64, UNSIGNED_64 -> number(field, field.number().orElseThrow());
    };
  }

  static ColumnValue number(RecordField field, NumberField number) {
    ValueReader whole = new ValueReader.Whole(number);
    if (field.type() instanceof CType.Pointer) {
      return ColumnValue.of(ColumnType.HEX64, whole);
    }
    if (field.type() instanceof CType.Enumeration enumeration) {
      return ColumnValue.of(
          ColumnType.TEXT, new ValueReader.Constant(number, enumeration.constants()));
    }
    if (field.type() instanceof CType.Scalar scalar) {
      if (scalar.kind() == CType.Scalar.Kind.BOOLEAN) {
        return ColumnValue.of(ColumnType.BOOLEAN, new ValueReader.Truth(number));
      }
      if (scalar.name().equals("NTSTATUS") && !field.isBits()) {
        return ColumnValue.of(ColumnType.TEXT, new ValueReader.Status(number));
      }
    }
    boolean wide = !number.signed() && number.bits() == Long.SIZE;
    return new ColumnValue(
        wide ? ColumnType.UNSIGNED64 : ColumnType.BIGINT, !number.signed(), whole);
  }
}
