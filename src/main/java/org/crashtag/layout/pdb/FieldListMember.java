package org.crashtag.layout.pdb;

/**
 * What counts of a field list: the rest of it, methods and nested names, takes no room.
 *
 * @param name empty for a base class
 * @param type index; 0 for a constant
 * @param value a constant's; the offset of everything else, in bytes
 */
record FieldListMember(Kind kind, String name, int type, long value) {
  enum Kind {
    FIELD,
    /** A base class whose place is known. */
    BASE,
    /** One name of an enumeration. */
    CONSTANT
  }
}
