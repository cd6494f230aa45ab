package org.crashtag.decode.declared;

import java.util.List;
import java.util.Optional;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.layout.CType;
import org.crashtag.layout.NumberField;
import org.crashtag.layout.ResolvedField;

/** Resolves the members that a shape names, and the offset of its records, on one architecture. */
final class Fields {
  private static final long MOST_HEAD_BYTES = org.crashtag.decode.DumpWalker.MOST_DECODED_BYTES;

  private final Declaration declaration;
  private final Optional<CType.Structure> head;
  private final List<CType.Structure> records;
  private final Optional<ResolvedField> array;

  /**
   * @param head the structure before the records
   * @param records the structure of the record, then those of its versions
   */
  Fields(Declaration declaration, Optional<CType.Structure> head, List<CType.Structure> records)
      throws DeclarationException {
    this.declaration = declaration;
    this.head = head;
    this.records = records;
    this.array = head.flatMap(structure -> arrayIn(structure, records.get(0), 0));
    if (head.isPresent() && head.get().size() > MOST_HEAD_BYTES) {
      throw new DeclarationException(
          declaration.shape().after().orElseThrow().place(),
          head.get().name()
              + " has "
              + head.get().size()
              + " bytes; no blob of more than "
              + MOST_HEAD_BYTES
              + " is decoded");
    }
  }

  private static Optional<ResolvedField> arrayIn(
      CType.Structure structure, CType.Structure record, long base) {
    for (CType.Field field : structure.fields()) {
      long offset = base + field.offset();
      if (field.type() instanceof CType.Array array && array.element().equals(record)) {
        return Optional.of(new ResolvedField(field.name(), field, offset));
      }
      if (field.name().isEmpty() && field.type() instanceof CType.Structure inner) {
        Optional<ResolvedField> found = arrayIn(inner, record, offset);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** The offset of the head's array of records, or of the end of the head. */
  int firstRecord() {
    return array
        .map(member -> (int) member.offset())
        .orElse(head.map(structure -> (int) structure.size()).orElse(0));
  }

  /** The declared length of the head's array of records; 0 if there is no array or no length. */
  long bound() {
    return array.map(member -> ((CType.Array) member.field().type()).count()).orElse(0L);
  }

  /** Resolves a number in the head; null if no name is given. */
  NumberField inHead(Optional<Name> name) throws DeclarationException {
    return name.isEmpty() ? null : number(head.orElseThrow(), name);
  }

  /** Resolves a number in a structure; null if no name is given. */
  static NumberField number(CType.Structure structure, Optional<Name> name)
      throws DeclarationException {
    if (name.isEmpty()) {
      return null;
    }
    String path = name.get().text();
    ResolvedField member =
        ResolvedField.find(structure, path)
            .orElseThrow(
                () ->
                    new DeclarationException(
                        name.get().place(),
                        structure.name()
                            + " has no member "
                            + path
                            + ResolvedField.hint(structure, path)));
    return member
        .number()
        .orElseThrow(
            () ->
                new DeclarationException(
                    name.get().place(), structure.name() + "." + path + " is not a number"));
  }

  /** Whether the version is in the head rather than in each record. */
  boolean isVersionInHead() {
    Optional<Name> field = declaration.version().map(Declaration.Version::field);
    return field.isPresent()
        && head.flatMap(structure -> ResolvedField.find(structure, field.get().text())).isPresent();
  }

  /** The number that selects the layout; null if there is only one. */
  NumberField version() throws DeclarationException {
    Optional<Name> field = declaration.version().map(Declaration.Version::field);
    if (field.isEmpty()) {
      return null;
    }
    if (isVersionInHead()) {
      return number(head.orElseThrow(), field);
    }
    NumberField first = number(records.get(0), field);
    for (CType.Structure record : records) {
      if (!number(record, field).equals(first)) {
        throw new DeclarationException(
            field.get().place(),
            field.get().text()
                + " has another offset in "
                + record.name()
                + " than in "
                + records.get(0).name());
      }
    }
    return first;
  }
}
