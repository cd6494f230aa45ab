package org.crashtag.layout.pdb;

/**
 * The record of a named type: a structure, union or enumeration.
 *
 * <pre>
 * STRUCTURE, CLASS, INTERFACE   UNION             ENUM                 STRUCTURE2, CLASS2
 *   u16 members                   u16 members       u16 constants        u32 properties
 *   u16 properties                u16 properties    u16 properties       u32 field list
 *   u32 field list                u32 field list    u32 stored as        u32 derived from
 *   u32 derived from              number  bytes     u32 field list       u32 shape of vtable
 *   u32 shape of vtable           name              name                 number  members
 *   number  bytes                 unique name       unique name          number  bytes
 *   name                                                                 name
 *   unique name                                                          unique name
 * </pre>
 *
 * The unique name is present if a property says so. Source: microsoft/microsoft-pdb, {@code
 * cvinfo.h} (MIT); for the last column microsoft/microsoft-pdb issue 50.
 *
 * @param index of the record
 * @param kind of the type
 * @param isForward whether this is a forward declaration, defined by another record
 * @param fields index of the field list, or 0
 * @param storedAs index of an enumeration's underlying type, or 0
 * @param size in bytes; 0 for an enumeration
 * @param name such as {@code _ACME_EVENT}
 * @param uniqueName name that links a declaration to its definition; empty if there is none
 * @param offset of the record's body in the file
 */
record TypeDefinition(
    int index,
    Kind kind,
    boolean isForward,
    int fields,
    int storedAs,
    long size,
    String name,
    String uniqueName,
    long offset) {
  enum Kind {
    STRUCTURE,
    UNION,
    ENUMERATION
  }

  private static final int IS_FORWARD = 0x80;
  private static final int HAS_UNIQUE_NAME = 0x200;

  /** Whether a record defines or declares such a type. */
  static boolean is(TypeRecord record) {
    return switch (record.leaf()) {
      case Leaf.STRUCTURE,
          Leaf.CLASS,
          Leaf.INTERFACE,
          Leaf.STRUCTURE2,
          Leaf.CLASS2,
          Leaf.UNION,
          Leaf.ENUM ->
          true;
      default -> false;
    };
  }

  static TypeDefinition of(TypeRecord record) {
    LeafReader reader = record.reader();
    return switch (record.leaf()) {
      case Leaf.UNION -> union(record, reader);
      case Leaf.ENUM -> enumeration(record, reader);
      case Leaf.STRUCTURE2, Leaf.CLASS2 -> largeStructure(record, reader);
      default -> structure(record, reader);
    };
  }

  private static TypeDefinition structure(TypeRecord record, LeafReader reader) {
    reader.u16();
    int properties = reader.u16();
    int fields = reader.type();
    reader.u32();
    reader.u32();
    return named(record, reader, Kind.STRUCTURE, properties, fields, 0, reader.size());
  }

  private static TypeDefinition largeStructure(TypeRecord record, LeafReader reader) {
    int properties = (int) reader.u32();
    int fields = reader.type();
    reader.u32();
    reader.u32();
    reader.number();
    return named(record, reader, Kind.STRUCTURE, properties, fields, 0, reader.size());
  }

  private static TypeDefinition union(TypeRecord record, LeafReader reader) {
    reader.u16();
    int properties = reader.u16();
    int fields = reader.type();
    return named(record, reader, Kind.UNION, properties, fields, 0, reader.size());
  }

  private static TypeDefinition enumeration(TypeRecord record, LeafReader reader) {
    reader.u16();
    int properties = reader.u16();
    int storedAs = reader.type();
    return named(record, reader, Kind.ENUMERATION, properties, reader.type(), storedAs, 0);
  }

  private static TypeDefinition named(
      TypeRecord record,
      LeafReader reader,
      Kind kind,
      int properties,
      int fields,
      int storedAs,
      long size) {
    String name = reader.name();
    return new TypeDefinition(
        record.index(),
        kind,
        (properties & IS_FORWARD) != 0,
        fields,
        storedAs,
        size,
        name,
        (properties & HAS_UNIQUE_NAME) != 0 ? reader.name() : "",
        record.body().offset());
  }

  /** The name that links a declaration to its definition. */
  String key() {
    return uniqueName.isEmpty() ? name : uniqueName;
  }
}
