package org.crashtag.layout.pdb;

/**
 * A member of a field list that occupies space, unlike methods and nested names.
 *
 * @param name empty for a base class
 * @param type index; 0 for a constant
 * @param value value of a constant; for all others the offset in bytes
 */
record FieldListMember(Kind kind, String name, int type, long value) {
  enum Kind {
    FIELD,
    /** A base class at a known offset. */
    BASE,
    /** A constant of an enumeration. */
    CONSTANT
  }
}
