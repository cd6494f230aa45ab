package org.crashtag.layout.pdb;

import org.crashtag.layout.CType;

/**
 * Compares layouts. C and C++ compilers give different names to unnamed types, so a PDB with code
 * in both defines {@code _LARGE_INTEGER} twice. Therefore names of fields are compared, but names
 * of types are not.
 */
final class SameLayout {
  private SameLayout() {}

  static boolean is(CType one, CType other) {
    if (one == other) {
      return true;
    }
    if (one.getClass() != other.getClass() || one.size() != other.size()) {
      return false;
    }
    if (one instanceof CType.Structure structure) {
      return isStructure(structure, (CType.Structure) other);
    }
    if (one instanceof CType.Array array) {
      return is(array.element(), ((CType.Array) other).element());
    }
    if (one instanceof CType.Enumeration enumeration) {
      return enumeration.constants().equals(((CType.Enumeration) other).constants());
    }
    return !(one instanceof CType.Scalar scalar) || scalar.kind() == ((CType.Scalar) other).kind();
  }

  private static boolean isStructure(CType.Structure one, CType.Structure other) {
    if (one.isUnion() != other.isUnion() || one.fields().size() != other.fields().size()) {
      return false;
    }
    for (int i = 0; i < one.fields().size(); i++) {
      if (!isField(one.fields().get(i), other.fields().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isField(CType.Field one, CType.Field other) {
    return one.name().equals(other.name())
        && one.offset() == other.offset()
        && one.bitPosition() == other.bitPosition()
        && one.bits() == other.bits()
        && is(one.type(), other.type());
  }
}
