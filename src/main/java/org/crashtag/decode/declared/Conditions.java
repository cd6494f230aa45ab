package org.crashtag.decode.declared;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crashtag.decode.declared.ColumnPlan.FlagSource;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.layout.CType;
import org.crashtag.layout.NumberField;
import org.crashtag.layout.ResolvedField;

/** Resolves conditions for one architecture. */
final class Conditions {
  private final CType.Structure record;
  private final Optional<CType.Structure> head;
  private final FlagSource source;

  /**
   * @param head the structure before the records
   * @param source of named constants
   */
  Conditions(CType.Structure record, Optional<CType.Structure> head, FlagSource source) {
    this.record = record;
    this.head = head;
    this.source = source;
  }

  /**
   * Resolves the condition's member and values.
   *
   * @throws DeclarationException if there is no such member or constant, or if the member isn't a
   *     number
   */
  ValueReader.Test test(Condition condition) throws DeclarationException {
    String member = condition.member().text();
    Optional<ResolvedField> inRecord = ResolvedField.find(record, member);
    ResolvedField found =
        inRecord
            .or(() -> head.flatMap(structure -> ResolvedField.find(structure, member)))
            .orElseThrow(
                () ->
                    new DeclarationException(
                        condition.place(),
                        record.name()
                            + " has no member "
                            + member
                            + ResolvedField.hint(record, member)));
    NumberField number =
        found
            .number()
            .orElseThrow(
                () -> new DeclarationException(condition.place(), member + " is no number"));
    List<Long> values = new ArrayList<>();
    for (String text : condition.values()) {
      values.add(bits(number, value(text, found.field().type(), condition), text, condition));
    }
    return new ValueReader.Test(number, inRecord.isEmpty(), condition.isNegated(), values);
  }

  private static long bits(NumberField number, long value, String text, Condition condition)
      throws DeclarationException {
    long mask = number.mask();
    boolean isNegative = value < 0 && number.bits() < Long.SIZE;
    long least = -1L << (number.bits() - 1);
    if (isNegative ? value < least : (value & ~mask) != 0) {
      throw new DeclarationException(
          condition.place(),
          text + " doesn't fit the " + number.bits() + " bits of " + condition.member().text());
    }
    return value & mask;
  }

  /** Looks in the member's own enumeration first, then for a number, then in all constants. */
  private long value(String text, CType type, Condition condition) throws DeclarationException {
    if (type instanceof CType.Enumeration enumeration) {
      for (Map.Entry<Long, String> constant : enumeration.constants().entrySet()) {
        if (constant.getValue().equals(text)) {
          return constant.getKey();
        }
      }
    }
    if (text.matches("-?[0-9].*")) {
      return number(text, condition);
    }
    for (String name : List.of(text, text + "*")) {
      for (Map.Entry<Long, String> constant : constants(name, condition).entrySet()) {
        if (constant.getValue().equals(text)) {
          return constant.getKey();
        }
      }
    }
    throw new DeclarationException(
        condition.place(), text + " is neither a number nor the name of a constant");
  }

  private static long number(String text, Condition condition) throws DeclarationException {
    try {
      return text.matches("0[xX][0-9a-fA-F]{1,16}")
          ? Long.parseUnsignedLong(text.substring(2), 16)
          : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new DeclarationException(condition.place(), "\"" + text + "\" is no number of 64 bits");
    }
  }

  private Map<Long, String> constants(String name, Condition condition) {
    try {
      return source.flags(new Name(name, condition.place()));
    } catch (DeclarationException e) {
      return Map.of();
    }
  }
}
