package org.crashtag.decode.declared;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.declared.Declaration.ColumnChoice;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.layout.CType;
import org.crashtag.layout.NumberField;
import org.crashtag.layout.ResolvedField;

/** Applies the {@code as:} of a declaration to a field. */
final class ChosenValue {
  private final DeclaredRecord record;
  private final ColumnPlan.FlagSource flagSource;

  ChosenValue(DeclaredRecord record, ColumnPlan.FlagSource flagSource) {
    this.record = record;
    this.flagSource = flagSource;
  }

  /** Empty if a field of this type can't be read this way; an array's elements perhaps can. */
  Optional<ColumnValue> of(RecordField field, ColumnChoice choice) throws DeclarationException {
    return switch (choice.as().orElseThrow()) {
      case TEXT -> rowOf(field, 1, ValueReader.RestOfBytes.Kind.TEXT);
      case UTF_16 -> {
        Optional<ColumnValue> wide = rowOf(field, 2, ValueReader.RestOfBytes.Kind.WIDE_TEXT);
        yield wide.isPresent() ? wide : rowOf(field, 1, ValueReader.RestOfBytes.Kind.WIDE_TEXT);
      }
      case BYTES ->
          field.isBits()
              ? Optional.empty()
              : Optional.of(
                  record.bytes(field, ColumnType.BYTES, ValueReader.RestOfBytes.Kind.BYTES));
      case HEX -> {
        Optional<ColumnValue> digits = rowOf(field, 1, ValueReader.RestOfBytes.Kind.DIGITS);
        yield digits.isPresent()
            ? digits
            : field
                .number()
                .map(number -> ColumnValue.of(ColumnType.HEX64, new ValueReader.Whole(number)));
      }
      case GUID ->
          hasBytes(field, 16)
              ? Optional.of(ColumnValue.of(ColumnType.GUID, new ValueReader.GuidValue(field.at())))
              : Optional.empty();
      case IPV4 ->
          hasBytes(field, 4)
              ? Optional.of(ColumnValue.of(ColumnType.TEXT, new ValueReader.Address(field.at())))
              : Optional.empty();
      case FILETIME ->
          hasBytes(field, Long.BYTES)
              ? Optional.of(
                  ColumnValue.of(ColumnType.TIMESTAMP, new ValueReader.FileTimeValue(field.at())))
              : Optional.empty();
      case NTSTATUS ->
          field
              .number()
              .map(number -> ColumnValue.of(ColumnType.TEXT, new ValueReader.Status(number)));
      case INTERRUPT_TIME ->
          field
              .number()
              .map(
                  number ->
                      ColumnValue.of(ColumnType.TIMESTAMP, new ValueReader.InterruptTime(number)));
      case QPC -> counter(field, choice);
      case FLAGS -> flags(field, choice);
      case SKIP -> Optional.empty();
    };
  }

  /** Whether the field has this size and isn't an array whose elements could have it. */
  private static boolean hasBytes(RecordField field, int bytes) {
    boolean single = !(field.type() instanceof CType.Array) || field.isArrayOf(1);
    return !field.isBits() && field.type().size() == bytes && single;
  }

  private Optional<ColumnValue> rowOf(
      RecordField field, int bytes, ValueReader.RestOfBytes.Kind kind) throws DeclarationException {
    return field.isArrayOf(bytes)
        ? Optional.of(record.bytes(field, ColumnType.TEXT, kind))
        : Optional.empty();
  }

  private Optional<ColumnValue> counter(RecordField field, ColumnChoice choice)
      throws DeclarationException {
    Optional<NumberField> number = field.number();
    if (number.isEmpty() || choice.frequency().isEmpty()) {
      return number.map(found -> NaturalValue.number(field, found));
    }
    Name frequency = choice.frequency().get();
    if (frequency.text().matches("[1-9][0-9]{0,17}")) {
      long steps = Long.parseLong(frequency.text());
      return Optional.of(
          ColumnValue.of(
              ColumnType.TIMESTAMP, new ValueReader.CounterTime(number.get(), steps, null, false)));
    }
    CType.Structure structure = record.head().orElse(record.type());
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
        ColumnValue.of(
            ColumnType.TIMESTAMP,
            new ValueReader.CounterTime(number.get(), 0, stepsPerSecond, record.head().isEmpty())));
  }

  private Optional<ColumnValue> flags(RecordField field, ColumnChoice choice)
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
        ColumnValue.of(ColumnType.TEXT, new ValueReader.Flags(number.get(), List.copyOf(flags))));
  }
}
