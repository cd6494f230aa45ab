package org.crashtag.layout.pdb;

import org.crashtag.layout.CType;

/**
 * Whether types are laid out alike. C and C++ give other names to what has none in the source, and
 * so a PDB of both defines {@code _LARGE_INTEGER} twice: types' names don't count, fields' do.
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
