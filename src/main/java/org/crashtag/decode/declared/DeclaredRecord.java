package org.crashtag.decode.declared;

import java.util.Optional;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.declared.Declaration.Kind;
import org.crashtag.layout.CType;

/**
 * The record that a declaration names, and checks of its fields.
 *
 * @param head the structure before the records
 */
record DeclaredRecord(
    Declaration declaration, CType.Structure type, Optional<CType.Structure> head) {
  DeclarationException fault(String message) {
    return new DeclarationException(declaration.record().place(), message);
  }

  DeclarationException fault(RecordField field, String message) {
    return fault(owner(field) + "." + field.path() + " " + message);
  }

  /** The name of the structure that contains the field. */
  String owner(RecordField field) {
    return (field.inHead() ? head.orElseThrow() : type).name();
  }

  /** Checks that an array without a bound is at the end of a blob's single record. */
  void checkMayGoOn(RecordField field) throws DeclarationException {
    if (field.inHead()) {
      throw fault(field, "has no bound; only members with one can be included");
    }
    if (declaration.shape().kind() != Kind.SINGLE || !field.dimensions().isEmpty()) {
      throw fault(field, "has no bound, which only the shape single can have; skip it");
    }
  }

  /** A reader of consecutive bytes; up to the end of the blob if the array has no bound. */
  ColumnValue bytes(RecordField field, ColumnType as, ValueReader.RestOfBytes.Kind kind)
      throws DeclarationException {
    if (field.isWithoutBound()) {
      checkMayGoOn(field);
      return ColumnValue.of(as, new ValueReader.RestOfBytes(field.at(), kind));
    }
    int size = (int) field.type().size();
    return ColumnValue.of(
        as,
        switch (kind) {
          case TEXT -> new ValueReader.Text(field.at(), size);
          case WIDE_TEXT -> new ValueReader.WideText(field.at(), size);
          case BYTES -> new ValueReader.Raw(field.at(), size);
          case DIGITS -> new ValueReader.Digits(field.at(), size);
        });
  }
}
