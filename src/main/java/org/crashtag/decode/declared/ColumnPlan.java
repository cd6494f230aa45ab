package org.crashtag.decode.declared;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.declared.Declaration.As;
import org.crashtag.decode.declared.Declaration.ColumnChoice;
import org.crashtag.decode.declared.Declaration.Kind;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.layout.CType;
import org.crashtag.layout.NumberField;
import org.crashtag.layout.ResolvedField;
import org.crashtag.layout.WellKnown;

/**
 * The columns that one layout of a record makes: nested structures become {@code outer_inner},
 * unions every view, arrays lists.
 */
final class ColumnPlan {
  private static final int MOST_COLUMNS = 1000;

  /** What holds a whole blob at most; no larger record can be in one. */
  private static final long MOST_BYTES = org.crashtag.decode.DumpWalker.MOST_DECODED_BYTES;

  private final Declaration declaration;
  private final CType.Structure record;
  private final Optional<CType.Structure> head;
  private final FlagSource flagSource;
  private final Map<String, ColumnChoice> choices = new LinkedHashMap<>();
  private final Map<String, Planned> columns = new LinkedHashMap<>();
  private final Set<String> met = new HashSet<>();

  /**
   * A column.
   *
   * @param isUnsigned whether its numbers are never negative
   * @param member of the record that it shows
   */
  record Planned(Column column, boolean isUnsigned, String member, ValueReader reader) {}

  /** Finds the names of bits. */
  interface FlagSource {
    /** The constants that {@code of} names, by value. */
    Map<Long, String> flags(Name of) throws DeclarationException;
  }

  /** A field of the record, or an element of one that is an array. */
  private record RecordField(
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
  }

  /** What a field's values are, and what reads them. */
  private record Value(ColumnType type, boolean isUnsigned, ValueReader reader) {
    static Value of(ColumnType type, ValueReader reader) {
      return new Value(type, false, reader);
    }
  }

  private ColumnPlan(
      Declaration declaration,
      CType.Structure record,
      Optional<CType.Structure> head,
      FlagSource flagSource) {
    this.declaration = declaration;
    this.record = record;
    this.head = head;
    this.flagSource = flagSource;
    for (ColumnChoice choice : declaration.columns()) {
      choices.put(choice.member().text(), choice);
    }
  }

  /**
   * Plans the columns of a record, in the order of its members.
   *
   * @param head the structure before the records
   * @param met takes the names of the choices that met a member
   */
  static List<Planned> of(
      Declaration declaration,
      CType.Structure record,
      Optional<CType.Structure> head,
      FlagSource flagSource,
      Set<String> met)
      throws DeclarationException {
    ColumnPlan plan = new ColumnPlan(declaration, record, head, flagSource);
    if (record.size() > MOST_BYTES) {
      throw plan.fault(
          record.name()
              + " has "
              + record.size()
              + " bytes; no blob of more than "
              + MOST_BYTES
              + " is decoded");
    }
    plan.add(new RecordField(record, "", "", 0, -1, -1, List.of()));
    met.addAll(plan.met);
    return List.copyOf(plan.columns.values());
  }

  private DeclarationException fault(String message) {
    return new DeclarationException(declaration.record().place(), message);
  }

  private DeclarationException fault(RecordField field, String message) {
    return fault(record.name() + "." + field.path + " " + message);
  }

  private void add(RecordField field) throws DeclarationException {
    ColumnChoice choice = choices.get(field.path);
    if (choice == null) {
      addByType(field);
      return;
    }
    met.add(field.path);
    if (choice.as() != As.SKIP) {
      addChosen(field, choice);
    }
  }

  private void addByType(RecordField field) throws DeclarationException {
    Optional<Value> value = value(field);
    if (value.isPresent()) {
      addColumn(field, value.get(), "");
    } else if (field.type instanceof CType.Structure structure) {
      for (CType.Field member : structure.fields()) {
        add(inner(field, member));
      }
    } else if (field.type instanceof CType.Array array) {
      addByType(element(field, array));
    } else if (!isNothing(field.type)) {
      throw fault(field, "has a type that a column can't hold: " + describe(field) + "; skip it");
    }
  }

  private static boolean isNothing(CType type) {
    return type instanceof CType.Scalar scalar && scalar.kind() == CType.Scalar.Kind.NONE;
  }

  private static RecordField inner(RecordField outer, CType.Field member) {
    long offset = outer.offset + member.offset();
    boolean named = !member.name().isEmpty();
    return new RecordField(
        member.type(),
        named ? join(outer.path, ".", member.name()) : outer.path,
        named ? join(outer.column, "_", SnakeCase.of(member.name())) : outer.column,
        offset,
        member.bitPosition(),
        member.bits(),
        outer.dimensions);
  }

  private static String join(String outer, String between, String inner) {
    return outer.isEmpty() ? inner : outer + between + inner;
  }

  private RecordField element(RecordField field, CType.Array array) throws DeclarationException {
    if (array.element().size() <= 0) {
      throw fault(field, "is an array of elements without bytes; skip it");
    }
    long stride = array.element().size();
    int count = ValueReader.Dimension.REST;
    if (array.count() == 0) {
      checkMayGoOn(field);
    } else {
      long all = array.count();
      for (ValueReader.Dimension outer : field.dimensions) {
        all *= Math.abs(outer.count());
      }
      if (array.count() > ValueReader.MOST_ELEMENTS || all > ValueReader.MOST_ELEMENTS) {
        throw fault(
            field,
            "has more than "
                + ValueReader.MOST_ELEMENTS
                + " elements; skip it, or read it as"
                + " bytes");
      }
      count = (int) array.count();
    }
    List<ValueReader.Dimension> dimensions = new ArrayList<>(field.dimensions);
    dimensions.add(new ValueReader.Dimension(count, (int) stride, field.at()));
    return new RecordField(
        array.element(), field.path, field.column, field.offset, -1, -1, dimensions);
  }

  /** An array without a bound can only end the one record of a blob. */
  private void checkMayGoOn(RecordField field) throws DeclarationException {
    if (declaration.shape().kind() != Kind.SINGLE || !field.dimensions.isEmpty()) {
      throw fault(field, "has no bound, which only the shape single can have; skip it");
    }
  }

  /** What a type is without being told; empty where it has to be taken apart. */
  private Optional<Value> value(RecordField field) throws DeclarationException {
    if (field.type instanceof CType.Array array) {
      return characters(field, array);
    }
    Optional<WellKnown> known = WellKnown.of(field.type);
    if (known.isPresent()) {
      return Optional.of(wellKnown(field, known.get()));
    }
    if (field.type instanceof CType.Structure) {
      return Optional.empty();
    }
    if (field.type instanceof CType.Scalar scalar && scalar.kind() == CType.Scalar.Kind.FLOAT) {
      boolean known48 = scalar.size() == Float.BYTES || scalar.size() == Double.BYTES;
      return known48
          ? Optional.of(
              Value.of(ColumnType.DOUBLE, new ValueReader.Real(field.at(), (int) scalar.size())))
          : Optional.empty();
    }
    return field.number().map(number -> number(field, number));
  }

  private Optional<Value> characters(RecordField field, CType.Array array)
      throws DeclarationException {
    if (array.element() instanceof CType.Scalar scalar) {
      switch (scalar.kind()) {
        case CHARACTER -> {
          return Optional.of(bytes(field, ColumnType.TEXT, ValueReader.RestOfBytes.Kind.TEXT));
        }
        case WIDE_CHARACTER -> {
          return Optional.of(bytes(field, ColumnType.TEXT, ValueReader.RestOfBytes.Kind.WIDE_TEXT));
        }
        case SIGNED, UNSIGNED, FLOAT, BOOLEAN, NONE -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Value wellKnown(RecordField field, WellKnown known) {
    return switch (known) {
      case GUID -> Value.of(ColumnType.GUID, new ValueReader.GuidValue(field.at()));
      case FILE_TIME -> Value.of(ColumnType.TIMESTAMP, new ValueReader.FileTimeValue(field.at()));
      case SIGNED_64, UNSIGNED_64 -> number(field, field.number().orElseThrow());
    };
  }

  private static Value number(RecordField field, NumberField number) {
    ValueReader whole = new ValueReader.Whole(number);
    if (field.type instanceof CType.Pointer) {
      return Value.of(ColumnType.HEX64, whole);
    }
    if (field.type instanceof CType.Enumeration enumeration) {
      return Value.of(ColumnType.TEXT, new ValueReader.Constant(number, enumeration.constants()));
    }
    if (field.type instanceof CType.Scalar scalar) {
      if (scalar.kind() == CType.Scalar.Kind.BOOLEAN) {
        return Value.of(ColumnType.BOOLEAN, new ValueReader.Truth(number));
      }
      if (scalar.name().equals("NTSTATUS") && !field.isBits()) {
        return Value.of(ColumnType.TEXT, new ValueReader.Status(number));
      }
    }
    boolean wide = !number.signed() && number.bits() == Long.SIZE;
    return new Value(wide ? ColumnType.UNSIGNED64 : ColumnType.BIGINT, !number.signed(), whole);
  }

  private void addChosen(RecordField field, ColumnChoice choice) throws DeclarationException {
    Optional<Value> value = chosen(field, choice);
    if (value.isPresent()) {
      addColumn(field, value.get(), ", as " + choice.as().label());
    } else if (field.type instanceof CType.Array array) {
      addChosen(element(field, array), choice);
    } else {
      throw new DeclarationException(
          choice.member().place(),
          record.name()
              + "."
              + field.path
              + " can't be read as "
              + choice.as().label()
              + ": "
              + describe(field));
    }
  }

  private static String describe(RecordField field) {
    String name = field.type.name().isEmpty() ? "an unnamed type" : field.type.name();
    return field.isBits()
        ? name + ", " + field.bits + " bits"
        : name + ", " + field.type.size() + " bytes";
  }

  /** Empty where the type can't be taken so; of an array, perhaps its elements can. */
  private Optional<Value> chosen(RecordField field, ColumnChoice choice)
      throws DeclarationException {
    return switch (choice.as()) {
      case TEXT -> rowOf(field, 1, ValueReader.RestOfBytes.Kind.TEXT);
      case UTF_16 -> {
        Optional<Value> wide = rowOf(field, 2, ValueReader.RestOfBytes.Kind.WIDE_TEXT);
        yield wide.isPresent() ? wide : rowOf(field, 1, ValueReader.RestOfBytes.Kind.WIDE_TEXT);
      }
      case BYTES ->
          field.isBits()
              ? Optional.empty()
              : Optional.of(bytes(field, ColumnType.BYTES, ValueReader.RestOfBytes.Kind.BYTES));
      case HEX -> {
        Optional<Value> digits = rowOf(field, 1, ValueReader.RestOfBytes.Kind.DIGITS);
        yield digits.isPresent()
            ? digits
            : field
                .number()
                .map(number -> Value.of(ColumnType.HEX64, new ValueReader.Whole(number)));
      }
      case GUID ->
          hasBytes(field, 16)
              ? Optional.of(Value.of(ColumnType.GUID, new ValueReader.GuidValue(field.at())))
              : Optional.empty();
      case IPV4 ->
          hasBytes(field, 4)
              ? Optional.of(Value.of(ColumnType.TEXT, new ValueReader.Address(field.at())))
              : Optional.empty();
      case FILETIME ->
          hasBytes(field, Long.BYTES)
              ? Optional.of(
                  Value.of(ColumnType.TIMESTAMP, new ValueReader.FileTimeValue(field.at())))
              : Optional.empty();
      case NTSTATUS ->
          field.number().map(number -> Value.of(ColumnType.TEXT, new ValueReader.Status(number)));
      case INTERRUPT_TIME ->
          field
              .number()
              .map(number -> Value.of(ColumnType.TIMESTAMP, new ValueReader.InterruptTime(number)));
      case QPC -> counter(field, choice);
      case FLAGS -> flags(field, choice);
      case SKIP -> Optional.empty();
    };
  }

  /** Of that size, and nothing that its elements could rather be taken for. */
  private static boolean hasBytes(RecordField field, int bytes) {
    boolean single = !(field.type instanceof CType.Array) || field.isArrayOf(1);
    return !field.isBits() && field.type.size() == bytes && single;
  }

  private Optional<Value> rowOf(RecordField field, int bytes, ValueReader.RestOfBytes.Kind kind)
      throws DeclarationException {
    return field.isArrayOf(bytes)
        ? Optional.of(bytes(field, ColumnType.TEXT, kind))
        : Optional.empty();
  }

  private Value bytes(RecordField field, ColumnType type, ValueReader.RestOfBytes.Kind kind)
      throws DeclarationException {
    if (field.isWithoutBound()) {
      checkMayGoOn(field);
      return Value.of(type, new ValueReader.RestOfBytes(field.at(), kind));
    }
    int size = (int) field.type.size();
    return Value.of(
        type,
        switch (kind) {
          case TEXT -> new ValueReader.Text(field.at(), size);
          case WIDE_TEXT -> new ValueReader.WideText(field.at(), size);
          case BYTES -> new ValueReader.Raw(field.at(), size);
          case DIGITS -> new ValueReader.Digits(field.at(), size);
        });
  }

  private Optional<Value> counter(RecordField field, ColumnChoice choice)
      throws DeclarationException {
    Optional<NumberField> number = field.number();
    if (number.isEmpty() || choice.frequency().isEmpty()) {
      return number.map(found -> number(field, found));
    }
    Name frequency = choice.frequency().get();
    if (frequency.text().matches("[1-9][0-9]{0,17}")) {
      long steps = Long.parseLong(frequency.text());
      return Optional.of(
          Value.of(
              ColumnType.TIMESTAMP, new ValueReader.CounterTime(number.get(), steps, null, false)));
    }
    CType.Structure structure = head.orElse(record);
    NumberField stepsPerSecond =
        ResolvedField.find(structure, frequency.text())
            .flatMap(ResolvedField::number)
            .orElseThrow(
                () ->
                    new DeclarationException(
                        frequency.place(),
                        "frequency is neither a number nor a number's name in "
                            + structure.name()
                            + ResolvedField.hint(structure, frequency.text())));
    return Optional.of(
        Value.of(
            ColumnType.TIMESTAMP,
            new ValueReader.CounterTime(number.get(), 0, stepsPerSecond, head.isEmpty())));
  }

  private Optional<Value> flags(RecordField field, ColumnChoice choice)
      throws DeclarationException {
    Optional<NumberField> number = field.number();
    if (number.isEmpty()) {
      return Optional.empty();
    }
    Name of =
        choice
            .of()
            .orElseThrow(
                () ->
                    new DeclarationException(
                        choice.member().place(),
                        "flags need of: with the name of their enumeration"));
    List<ValueReader.Flags.Flag> flags = new ArrayList<>();
    flagSource
        .flags(of)
        .forEach(
            (bits, name) -> {
              if (bits != 0) {
                flags.add(new ValueReader.Flags.Flag(bits & number.get().mask(), name));
              }
            });
    flags.removeIf(flag -> flag.bits() == 0);
    flags.sort(
        Comparator.<ValueReader.Flags.Flag>comparingInt(flag -> -Long.bitCount(flag.bits()))
            .thenComparing(ValueReader.Flags.Flag::bits, Long::compareUnsigned));
    return Optional.of(
        Value.of(ColumnType.TEXT, new ValueReader.Flags(number.get(), List.copyOf(flags))));
  }

  private void addColumn(RecordField field, Value value, String as) throws DeclarationException {
    if (!field.column.matches("[a-z][a-z0-9_]*")) {
      throw fault(field, "gives no column a name; skip it");
    }
    Column column =
        new Column(
            field.column,
            value.type,
            field.path + " of " + record.name() + ": " + describe(field) + as + ".");
    ValueReader reader = value.reader;
    if (!field.dimensions.isEmpty()) {
      column = column.asList();
      reader = new ValueReader.Elements(reader, List.copyOf(field.dimensions));
    }
    Planned before =
        columns.putIfAbsent(
            field.column, new Planned(column, value.isUnsigned, field.path, reader));
    if (before != null) {
      throw fault(
          field,
          "and "
              + record.name()
              + "."
              + before.member
              + " would both be the column "
              + field.column
              + "; skip one");
    }
    if (columns.size() > MOST_COLUMNS) {
      throw fault(record.name() + " makes more than " + MOST_COLUMNS + " columns; skip some");
    }
  }
}
