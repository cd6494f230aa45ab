package org.crashtag.decode.declared.pdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.crashtag.decode.declared.CType;

/** C types as lines of text, in the words of {@link PdbutilTypes}. */
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
}
