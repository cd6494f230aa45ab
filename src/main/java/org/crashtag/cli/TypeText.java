package org.crashtag.cli;

import java.io.PrintStream;
import java.util.Set;
import java.util.TreeMap;
import org.crashtag.bytes.Escape;
import org.crashtag.layout.CType;

/** Writes a type as the debugger's {@code dt} does. */
final class TypeText {
  private static final String INDENT = "   ";

  /** Structures that stand for one value each: a reader knows what is in them. */
  private static final Set<String> VALUES =
      Set.of("_LARGE_INTEGER", "_ULARGE_INTEGER", "_FILETIME", "_GUID");

  private final PrintStream out;

  TypeText(PrintStream out) {
    this.out = out;
  }

  /** The type with its members, and theirs. */
  void print(CType type, String architecture) {
    out.printf("%s (%s): 0x%x bytes%n", name(type), architecture, type.size());
    if (type instanceof CType.Structure structure) {
      members(structure, 0, INDENT);
    } else if (type instanceof CType.Enumeration enumeration) {
      new TreeMap<>(enumeration.constants())
          .forEach((value, name) -> out.println(INDENT + Escape.text(name) + " = 0n" + value));
    }
  }

  /** Of a structure without a name the members count as the outer one's. */
  private void members(CType.Structure structure, long start, String indent) {
    for (CType.Field field : structure.fields()) {
      long offset = start + field.offset();
      if (field.name().isEmpty() && field.type() instanceof CType.Structure inner) {
        members(inner, offset, indent);
        continue;
      }
      String type = field.isBitField() ? bits(field) : name(field.type());
      out.printf("%s+0x%03x %-16s : %s%n", indent, offset, Escape.text(field.name()), type);
      if (innermost(field.type()) instanceof CType.Structure inner
          && !VALUES.contains(inner.name())) {
        members(inner, 0, indent + INDENT);
      }
    }
  }

  private static CType innermost(CType type) {
    return type instanceof CType.Array array ? innermost(array.element()) : type;
  }

  private static String bits(CType.Field field) {
    String unit = field.bits() == 1 ? " Bit" : " Bits";
    return "Pos " + field.bitPosition() + ", " + field.bits() + unit;
  }

  private static String name(CType type) {
    if (type instanceof CType.Array array) {
      return "[" + array.count() + "] " + name(array.element());
    }
    if (type instanceof CType.Scalar scalar) {
      return number(scalar);
    }
    if (type instanceof CType.Pointer) {
      return Escape.text(type.name().replaceFirst(" void$", " Void"));
    }
    return type.name().isEmpty() ? "<unnamed-tag>" : Escape.text(type.name());
  }

  /** As the debugger calls numbers. */
  private static String number(CType.Scalar scalar) {
    boolean isByte = scalar.size() == 1;
    return switch (scalar.kind()) {
      case SIGNED -> isByte ? "Char" : "Int" + scalar.size() + "B";
      case UNSIGNED -> isByte ? "UChar" : "Uint" + scalar.size() + "B";
      case FLOAT -> scalar.size() == 4 ? "Float" : "Double";
      case CHARACTER -> "Char";
      case WIDE_CHARACTER -> "Wchar";
      case BOOLEAN -> isByte ? "Bool" : "Int" + scalar.size() + "B";
      case NONE -> "Void";
    };
  }
}
