package org.crashtag.decode.declared;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.crashtag.decode.Column;
import org.crashtag.decode.declared.Declaration.As;
import org.crashtag.decode.declared.Declaration.ColumnChoice;
import org.crashtag.decode.declared.Declaration.Include;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.layout.CType;
import org.crashtag.layout.ResolvedField;

/**
 * Plans the columns of one layout of a record. Members of nested structures become {@code
 * outer_inner}, each view of a union becomes columns, and arrays become lists.
 */
final class ColumnPlan {
  private static final int MOST_COLUMNS = 1000;

  /** The maximum size of a blob, and so of a record. */
  private static final long MOST_BYTES = org.crashtag.decode.DumpWalker.MOST_DECODED_BYTES;

  private final DeclaredRecord record;
  private final ChosenValue chosen;
  private final Conditions conditions;
  private final Map<String, ColumnChoice> choices = new LinkedHashMap<>();
  private final Map<String, Planned> columns = new LinkedHashMap<>();
  private final Set<String> met = new HashSet<>();

  /**
   * A column.
   *
   * @param isUnsigned whether its values are unsigned numbers
   * @param member path of the member that it shows
   * @param end offset of the end of the bytes that it needs, from the start of the record
   */
  record Planned(Column column, boolean isUnsigned, String member, ValueReader reader, long end) {}

  /** Finds the names of bits. */
  interface FlagSource {
    /** Returns the constants that {@code of} names, by value. */
    Map<Long, String> flags(Name of) throws DeclarationException;
  }

  private ColumnPlan(DeclaredRecord record, FlagSource flagSource) {
    this.record = record;
    this.chosen = new ChosenValue(record, flagSource);
    this.conditions = new Conditions(record.type(), record.head(), flagSource);
    for (ColumnChoice choice : record.declaration().columns()) {
      choices.put(choice.member().text(), choice);
    }
  }

  /**
   * Plans the columns of a record, in the order of its members.
   *
   * @param head the structure before the records
   * @param met receives the names of the choices for which there is a member
   */
  static List<Planned> of(
      Declaration declaration,
      CType.Structure record,
      Optional<CType.Structure> head,
      FlagSource flagSource,
      Set<String> met)
      throws DeclarationException {
    DeclaredRecord declared = new DeclaredRecord(declaration, record, head);
    ColumnPlan plan = new ColumnPlan(declared, flagSource);
    if (record.size() > MOST_BYTES) {
      throw declared.fault(
          record.name()
              + " has "
              + record.size()
              + " bytes; no blob of more than "
              + MOST_BYTES
              + " is decoded");
    }
    plan.add(new RecordField(record, "", "", 0, -1, -1, List.of(), List.of(), false));
    for (Include include : declaration.include()) {
      plan.include(include);
    }
    met.addAll(plan.met);
    return List.copyOf(plan.columns.values());
  }

  private void include(Include include) throws DeclarationException {
    CType.Structure structure = record.head().orElseThrow();
    String member = include.member().text();
    ResolvedField found =
        ResolvedField.find(structure, member)
            .orElseThrow(
                () ->
                    new DeclarationException(
                        include.member().place(),
                        structure.name()
                            + " has no member "
                            + member
                            + ResolvedField.hint(structure, member)));
    if (!include.column().text().matches("[a-z][a-z0-9_]{0,62}")) {
      throw new DeclarationException(
          include.column().place(),
          "a column's name is a letter and up to 62 letters, digits and underscores, all lower"
              + " case");
    }
    add(
        new RecordField(
            found.field().type(),
            member,
            include.column().text(),
            found.offset(),
            found.field().bitPosition(),
            found.field().bits(),
            List.of(),
            List.of(),
            true));
  }

  private void add(RecordField field) throws DeclarationException {
    ColumnChoice choice = choices.get(field.path());
    if (choice == null) {
      addByType(field);
      return;
    }
    met.add(field.path());
    RecordField shown =
        choice.when().isPresent() ? field.onlyIf(test(choice.when().get(), field)) : field;
    if (choice.as().isEmpty()) {
      addByType(shown);
    } else if (choice.as().get() != As.SKIP) {
      addChosen(shown, choice);
    }
  }

  private ValueReader.Test test(Condition condition, RecordField field)
      throws DeclarationException {
    if (field.inHead() || !field.dimensions().isEmpty()) {
      throw new DeclarationException(
          condition.place(),
          record.owner(field)
              + "."
              + field.path()
              + (field.inHead()
                  ? " is no member of a record; when: is for members of records"
                  : " is a member of an array's elements; a list has no gaps, so when: is for the"
                      + " whole array"));
    }
    return conditions.test(condition);
  }

  private void addByType(RecordField field) throws DeclarationException {
    Optional<ColumnValue> value = NaturalValue.of(record, field);
    if (value.isPresent()) {
      addColumn(field, value.get(), "");
    } else if (field.type() instanceof CType.Structure structure) {
      for (CType.Field member : structure.fields()) {
        add(field.inner(member));
      }
    } else if (field.type() instanceof CType.Array array) {
      addByType(element(field, array));
    } else if (!isNothing(field.type())) {
      throw record.fault(
          field, "has a type that a column can't hold: " + field.describe() + "; skip it");
    }
  }

  private static boolean isNothing(CType type) {
    return type instanceof CType.Scalar scalar && scalar.kind() == CType.Scalar.Kind.NONE;
  }

  private RecordField element(RecordField field, CType.Array array) throws DeclarationException {
    if (array.element().size() <= 0) {
      throw record.fault(field, "is an array of elements without bytes; skip it");
    }
    long stride = array.element().size();
    int count = ValueReader.Dimension.REST;
    if (array.count() == 0) {
      record.checkMayGoOn(field);
    } else {
      long all = array.count();
      for (ValueReader.Dimension outer : field.dimensions()) {
        all *= Math.abs(outer.count());
      }
      if (array.count() > ValueReader.MOST_ELEMENTS || all > ValueReader.MOST_ELEMENTS) {
        throw record.fault(
            field,
            "has more than "
                + ValueReader.MOST_ELEMENTS
                + " elements; skip it, or read it as"
                + " bytes");
      }
      count = (int) array.count();
    }
    return field.element(
        array.element(), new ValueReader.Dimension(count, (int) stride, field.at()));
  }

  private void addChosen(RecordField field, ColumnChoice choice) throws DeclarationException {
    Optional<ColumnValue> value = chosen.of(field, choice);
    if (value.isPresent()) {
      addColumn(field, value.get(), ", as " + choice.as().orElseThrow().label());
    } else if (field.type() instanceof CType.Array array) {
      addChosen(element(field, array), choice);
    } else {
      throw new DeclarationException(
          choice.member().place(),
          record.owner(field)
              + "."
              + field.path()
              + " can't be read as "
              + choice.as().orElseThrow().label()
              + ": "
              + field.describe());
    }
  }

  private static ValueReader rotated(ValueReader reader) {
    boolean isText =
        reader instanceof ValueReader.Text
            || reader instanceof ValueReader.WideText
            || (reader instanceof ValueReader.RestOfBytes rest && rest.isText());
    return isText ? new ValueReader.Rot13(reader) : reader;
  }

  private void addColumn(RecordField field, ColumnValue value, String as)
      throws DeclarationException {
    if (!field.column().matches("[a-z][a-z0-9_]*")) {
      throw record.fault(field, "gives no column a name; skip it");
    }
    Column column =
        new Column(
            field.column(),
            value.type(),
            field.path() + " of " + record.owner(field) + ": " + field.describe() + as + ".");
    ValueReader reader = record.declaration().rot13() ? rotated(value.reader()) : value.reader();
    if (!field.dimensions().isEmpty()) {
      column = column.asList();
      reader = new ValueReader.Elements(reader, List.copyOf(field.dimensions()));
    }
    if (field.inHead()) {
      reader = new ValueReader.OfHead(reader, (int) field.end());
    } else if (!field.tests().isEmpty()) {
      reader = new ValueReader.OnlyIf(field.tests(), reader);
    }
    long end = field.inHead() ? 0 : field.end();
    Planned before =
        columns.putIfAbsent(
            field.column(), new Planned(column, value.isUnsigned(), field.path(), reader, end));
    if (before != null) {
      throw record.fault(
          field,
          "and "
              + record.type().name()
              + "."
              + before.member
              + " would both be the column "
              + field.column()
              + "; skip one");
    }
    if (columns.size() > MOST_COLUMNS) {
      throw record.fault(
          record.type().name() + " makes more than " + MOST_COLUMNS + " columns; skip some");
    }
  }
}
