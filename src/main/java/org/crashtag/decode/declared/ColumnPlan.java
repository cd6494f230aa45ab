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

  /** A part of the record. */
  private record Part(
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
      return Member.number(type, offset, bitPosition, bits);
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

  /** What a part's values are, and what reads them. */
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
    plan.add(new Part(record, "", "", 0, -1, -1, List.of()));
    met.addAll(plan.met);
    return List.copyOf(plan.columns.values());
  }

  private DeclarationException fault(String message) {
    return new DeclarationException(declaration.record().place(), message);
  }

  private DeclarationException fault(Part part, String message) {
    return fault(record.name() + "." + part.path + " " + message);
  }

  private void add(Part part) throws DeclarationException {
    ColumnChoice choice = choices.get(part.path);
    if (choice == null) {
      addByType(part);
      return;
    }
    met.add(part.path);
    if (choice.as() != As.SKIP) {
      addChosen(part, choice);
    }
  }

  private void addByType(Part part) throws DeclarationException {
    Optional<Value> value = value(part);
    if (value.isPresent()) {
      addColumn(part, value.get(), "");
    } else if (part.type instanceof CType.Structure structure) {
      for (CType.Field field : structure.fields()) {
        add(inner(part, field));
      }
    } else if (part.type instanceof CType.Array array) {
      addByType(element(part, array));
    } else if (!isNothing(part.type)) {
      throw fault(part, "is no value that a column can hold: " + describe(part) + "; skip it");
    }
  }

  private static boolean isNothing(CType type) {
    return type instanceof CType.Scalar scalar && scalar.kind() == CType.Scalar.Kind.NONE;
  }

  private static Part inner(Part part, CType.Field field) {
    long offset = part.offset + field.offset();
    boolean named = !field.name().isEmpty();
    return new Part(
        field.type(),
        named ? join(part.path, ".", field.name()) : part.path,
        named ? join(part.column, "_", SnakeCase.of(field.name())) : part.column,
        offset,
        field.bitPosition(),
        field.bits(),
        part.dimensions);
  }

  private static String join(String outer, String between, String inner) {
    return outer.isEmpty() ? inner : outer + between + inner;
  }

  private Part element(Part part, CType.Array array) throws DeclarationException {
    if (array.element().size() <= 0) {
      throw fault(part, "is an array of elements without bytes; skip it");
    }
    long stride = array.element().size();
    int count = ValueReader.Dimension.REST;
    if (array.count() == 0) {
      checkMayGoOn(part);
    } else {
      long all = array.count();
      for (ValueReader.Dimension outer : part.dimensions) {
        all *= Math.abs(outer.count());
      }
      if (array.count() > ValueReader.MOST_ELEMENTS || all > ValueReader.MOST_ELEMENTS) {
        throw fault(
            part,
            "has more than "
                + ValueReader.MOST_ELEMENTS
                + " elements; skip it, or take it as"
                + " bytes");
      }
      count = (int) array.count();
    }
    List<ValueReader.Dimension> dimensions = new ArrayList<>(part.dimensions);
    dimensions.add(new ValueReader.Dimension(count, (int) stride, part.at()));
    return new Part(array.element(), part.path, part.column, part.offset, -1, -1, dimensions);
  }

  /** An array without a bound can only end the one record of a blob. */
  private void checkMayGoOn(Part part) throws DeclarationException {
    if (declaration.shape().kind() != Kind.SINGLE || !part.dimensions.isEmpty()) {
      throw fault(part, "has no bound, which only the shape single can have; skip it");
    }
  }

  /** What a type is without being told; empty where it has to be taken apart. */
  private Optional<Value> value(Part part) throws DeclarationException {
    if (part.type instanceof CType.Array array) {
      return characters(part, array);
    }
    Optional<WellKnown> known = WellKnown.of(part.type);
    if (known.isPresent()) {
      return Optional.of(wellKnown(part, known.get()));
    }
    if (part.type instanceof CType.Structure) {
      return Optional.empty();
    }
    if (part.type instanceof CType.Scalar scalar && scalar.kind() == CType.Scalar.Kind.FLOAT) {
      boolean known48 = scalar.size() == Float.BYTES || scalar.size() == Double.BYTES;
      return known48
          ? Optional.of(
              Value.of(ColumnType.DOUBLE, new ValueReader.Real(part.at(), (int) scalar.size())))
          : Optional.empty();
    }
    return part.number().map(number -> number(part, number));
  }

  private Optional<Value> characters(Part part, CType.Array array) throws DeclarationException {
    if (array.element() instanceof CType.Scalar scalar) {
      switch (scalar.kind()) {
        case CHARACTER -> {
          return Optional.of(bytes(part, ColumnType.TEXT, ValueReader.RestOfBytes.Kind.TEXT));
        }
        case WIDE_CHARACTER -> {
          return Optional.of(bytes(part, ColumnType.TEXT, ValueReader.RestOfBytes.Kind.WIDE_TEXT));
        }
        case SIGNED, UNSIGNED, FLOAT, BOOLEAN, NONE -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Value wellKnown(Part part, WellKnown known) {
    return switch (known) {
      case GUID -> Value.of(ColumnType.GUID, new ValueReader.GuidValue(part.at()));
      case FILE_TIME -> Value.of(ColumnType.TIMESTAMP, new ValueReader.FileTimeValue(part.at()));
      case SIGNED_64, UNSIGNED_64 -> number(part, part.number().orElseThrow());
    };
  }

  private static Value number(Part part, NumberField number) {
    ValueReader whole = new ValueReader.Whole(number);
    if (part.type instanceof CType.Pointer) {
      return Value.of(ColumnType.HEX64, whole);
    }
    if (part.type instanceof CType.Enumeration enumeration) {
      return Value.of(ColumnType.TEXT, new ValueReader.Constant(number, enumeration.constants()));
    }
    if (part.type instanceof CType.Scalar scalar) {
      if (scalar.kind() == CType.Scalar.Kind.BOOLEAN) {
        return Value.of(ColumnType.BOOLEAN, new ValueReader.Truth(number));
      }
      if (scalar.name().equals("NTSTATUS") && !part.isBits()) {
        return Value.of(ColumnType.TEXT, new ValueReader.Status(number));
      }
    }
    boolean wide = !number.signed() && number.bits() == Long.SIZE;
    return new Value(wide ? ColumnType.UNSIGNED64 : ColumnType.BIGINT, !number.signed(), whole);
  }

  private void addChosen(Part part, ColumnChoice choice) throws DeclarationException {
    Optional<Value> value = chosen(part, choice);
    if (value.isPresent()) {
      addColumn(part, value.get(), ", as " + choice.as().label());
    } else if (part.type instanceof CType.Array array) {
      addChosen(element(part, array), choice);
    } else {
      throw new DeclarationException(
          choice.member().place(),
          record.name()
              + "."
              + part.path
              + " can't be taken as "
              + choice.as().label()
              + ": "
              + describe(part));
    }
  }

  private static String describe(Part part) {
    String name = part.type.name().isEmpty() ? "a type without a name" : part.type.name();
    return part.isBits()
        ? name + ", " + part.bits + " bits"
        : name + ", " + part.type.size() + " bytes";
  }

  /** Empty where the type can't be taken so; of an array, perhaps its elements can. */
  private Optional<Value> chosen(Part part, ColumnChoice choice) throws DeclarationException {
    return switch (choice.as()) {
      case TEXT -> rowOf(part, 1, ValueReader.RestOfBytes.Kind.TEXT);
      case UTF_16 -> {
        Optional<Value> wide = rowOf(part, 2, ValueReader.RestOfBytes.Kind.WIDE_TEXT);
        yield wide.isPresent() ? wide : rowOf(part, 1, ValueReader.RestOfBytes.Kind.WIDE_TEXT);
      }
      case BYTES ->
          part.isBits()
              ? Optional.empty()
              : Optional.of(bytes(part, ColumnType.BYTES, ValueReader.RestOfBytes.Kind.BYTES));
      case HEX -> {
        Optional<Value> digits = rowOf(part, 1, ValueReader.RestOfBytes.Kind.DIGITS);
        yield digits.isPresent()
            ? digits
            : part.number()
                .map(number -> Value.of(ColumnType.HEX64, new ValueReader.Whole(number)));
      }
      case GUID ->
          hasBytes(part, 16)
              ? Optional.of(Value.of(ColumnType.GUID, new ValueReader.GuidValue(part.at())))
              : Optional.empty();
      case IPV4 ->
          hasBytes(part, 4)
              ? Optional.of(Value.of(ColumnType.TEXT, new ValueReader.Address(part.at())))
              : Optional.empty();
      case FILETIME ->
          hasBytes(part, Long.BYTES)
              ? Optional.of(
                  Value.of(ColumnType.TIMESTAMP, new ValueReader.FileTimeValue(part.at())))
              : Optional.empty();
      case NTSTATUS ->
          part.number().map(number -> Value.of(ColumnType.TEXT, new ValueReader.Status(number)));
      case INTERRUPT_TIME ->
          part.number()
              .map(number -> Value.of(ColumnType.TIMESTAMP, new ValueReader.InterruptTime(number)));
      case QPC -> counter(part, choice);
      case FLAGS -> flags(part, choice);
      case SKIP -> Optional.empty();
    };
  }

  /** Of that size, and nothing that its elements could rather be taken for. */
  private static boolean hasBytes(Part part, int bytes) {
    boolean single = !(part.type instanceof CType.Array) || part.isArrayOf(1);
    return !part.isBits() && part.type.size() == bytes && single;
  }

  private Optional<Value> rowOf(Part part, int bytes, ValueReader.RestOfBytes.Kind kind)
      throws DeclarationException {
    return part.isArrayOf(bytes)
        ? Optional.of(bytes(part, ColumnType.TEXT, kind))
        : Optional.empty();
  }

  private Value bytes(Part part, ColumnType type, ValueReader.RestOfBytes.Kind kind)
      throws DeclarationException {
    if (part.isWithoutBound()) {
      checkMayGoOn(part);
      return Value.of(type, new ValueReader.RestOfBytes(part.at(), kind));
    }
    int size = (int) part.type.size();
    return Value.of(
        type,
        switch (kind) {
          case TEXT -> new ValueReader.Text(part.at(), size);
          case WIDE_TEXT -> new ValueReader.WideText(part.at(), size);
          case BYTES -> new ValueReader.Raw(part.at(), size);
          case DIGITS -> new ValueReader.Digits(part.at(), size);
        });
  }

  private Optional<Value> counter(Part part, ColumnChoice choice) throws DeclarationException {
    Optional<NumberField> number = part.number();
    if (number.isEmpty() || choice.frequency().isEmpty()) {
      return number.map(found -> number(part, found));
    }
    Name frequency = choice.frequency().get();
    if (frequency.text().matches("[1-9][0-9]{0,17}")) {
      long steps = Long.parseLong(frequency.text());
      return Optional.of(
          Value.of(
              ColumnType.TIMESTAMP, new ValueReader.CounterTime(number.get(), steps, null, false)));
    }
    CType.Structure structure = head.orElse(record);
    NumberField field =
        Member.find(structure, frequency.text())
            .flatMap(Member::number)
            .orElseThrow(
                () ->
                    new DeclarationException(
                        frequency.place(),
                        "frequency is neither a number nor a number's name in "
                            + structure.name()
                            + Member.hint(structure, frequency.text())));
    return Optional.of(
        Value.of(
            ColumnType.TIMESTAMP,
            new ValueReader.CounterTime(number.get(), 0, field, head.isEmpty())));
  }

  private Optional<Value> flags(Part part, ColumnChoice choice) throws DeclarationException {
    Optional<NumberField> number = part.number();
    if (number.isEmpty()) {
      return Optional.empty();
    }
    Name of =
        choice
            .of()
            .orElseThrow(
                () ->
                    new DeclarationException(
                        choice.member().place(), "flags want of: the name of their enumeration"));
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

  private void addColumn(Part part, Value value, String as) throws DeclarationException {
    if (!part.column.matches("[a-z][a-z0-9_]*")) {
      throw fault(part, "gives no column a name; skip it");
    }
    Column column =
        new Column(
            part.column,
            value.type,
            part.path + " of " + record.name() + ": " + describe(part) + as + ".");
    ValueReader reader = value.reader;
    if (!part.dimensions.isEmpty()) {
      column = column.asList();
      reader = new ValueReader.Elements(reader, List.copyOf(part.dimensions));
    }
    Planned before =
        columns.putIfAbsent(part.column, new Planned(column, value.isUnsigned, part.path, reader));
    if (before != null) {
      throw fault(
          part,
          "and "
              + record.name()
              + "."
              + before.member
              + " would both be the column "
              + part.column
              + "; skip one");
    }
    if (columns.size() > MOST_COLUMNS) {
      throw fault(record.name() + " makes more than " + MOST_COLUMNS + " columns; skip some");
    }
  }
}
