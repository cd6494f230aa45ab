package org.crashtag.layout.pdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.crashtag.layout.CType;

/** C types as lines of text, in the form of {@link PdbutilTypes}. */
final class Layouts {
  private Layouts() {}

  /** A structure and, a line each, its fields. */
  static List<String> of(CType type) {
    CType.Structure structure = (CType.Structure) type;
    List<String> lines = new ArrayList<>();
    lines.add(type(structure));
    for (CType.Field field : structure.fields()) {
      String bits = field.isBitField() ? " bits " + field.bitPosition() + " " + field.bits() : "";
      lines.add(field.name() + " +" + field.offset() + " " + type(field.type()) + bits);
    }
    return lines;
  }

  private static String type(CType type) {
    if (type instanceof CType.Scalar scalar) {
      String name = scalar.name().equals("unsigned int") ? "unsigned" : scalar.name();
      return "number " + name + " " + scalar.size();
    }
    if (type instanceof CType.Array array) {
      return "[" + array.count() + "] " + type(array.element());
    }
    if (type instanceof CType.Enumeration enumeration) {
      Map<Long, String> constants = new TreeMap<>(enumeration.constants());
      return "enum " + type.name() + " " + constants + " " + type(enumeration.underlying());
    }
    if (type instanceof CType.Structure structure) {
      return (structure.isUnion() ? "union " : "struct ") + type.name() + " " + type.size();
    }
    return "pointer " + type.size();
  }

  /**
   * A line for each number, pointer and enumeration in a structure, those of the structures in it
   * included: a header's anonymous structures have no names there, a PDB's no place.
   */
  static List<String> leaves(CType type) {
    List<String> lines = new ArrayList<>();
    lines.add(type.size() + " bytes");
    addLeaves((CType.Structure) type, "", 0, lines);
    return lines;
  }

  private static void addLeaves(
      CType.Structure structure, String prefix, long start, List<String> into) {
    for (CType.Field field : structure.fields()) {
      String name = prefix + field.name();
      long offset = start + field.offset();
      if (innermost(field.type()) instanceof CType.Structure inner) {
        String counts = field.type() instanceof CType.Array ? counts(field.type()) : "";
        addLeaves(inner, field.name().isEmpty() ? prefix : name + counts + ".", offset, into);
      } else if (!field.name().isEmpty()) {
        String bits = field.isBitField() ? " bits " + field.bitPosition() + " " + field.bits() : "";
        into.add(name + " +" + offset + " " + leaf(field.type()) + bits);
      }
    }
  }

  private static CType innermost(CType type) {
    return type instanceof CType.Array array ? innermost(array.element()) : type;
  }

  private static String counts(CType type) {
    return type instanceof CType.Array array
        ? "[" + array.count() + "]" + counts(array.element())
        : "";
  }

  private static String leaf(CType type) {
    if (type instanceof CType.Array array) {
      return "[" + array.count() + "] " + leaf(array.element());
    }
    if (type instanceof CType.Scalar scalar) {
      return scalar.kind() + " " + scalar.size();
    }
    if (type instanceof CType.Enumeration enumeration) {
      return "enum " + new TreeMap<>(enumeration.constants()) + " " + type.size();
    }
    return "pointer " + type.size();
  }
}
