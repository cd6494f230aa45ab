package org.crashtag.layout.pdb;

/**
 * The kinds of type records, and of parts of a field list, that layouts need.
 *
 * <p>Source: microsoft/microsoft-pdb, {@code cvinfo.h} (MIT); LLVM's {@code CodeViewTypes.def}
 * (Apache-2.0 with LLVM exceptions).
 */
final class Leaf {
  static final int VTSHAPE = 0x000A;
  static final int MODIFIER = 0x1001;
  static final int POINTER = 0x1002;
  static final int PROCEDURE = 0x1008;
  static final int MFUNCTION = 0x1009;
  static final int FIELDLIST = 0x1203;
  static final int BITFIELD = 0x1205;
  static final int ARRAY = 0x1503;
  static final int CLASS = 0x1504;
  static final int STRUCTURE = 0x1505;
  static final int UNION = 0x1506;
  static final int ENUM = 0x1507;
  static final int ALIAS = 0x150A;
  static final int INTERFACE = 0x1519;

  /** With more than 65,535 members, and therefore another layout. */
  static final int CLASS2 = 0x1608;

  static final int STRUCTURE2 = 0x1609;

  static final int BASE_CLASS = 0x1400;
  static final int VIRTUAL_BASE = 0x1401;
  static final int INDIRECT_VIRTUAL_BASE = 0x1402;
  static final int CONTINUATION = 0x1404;
  static final int VIRTUAL_TABLE = 0x1409;
  static final int FRIEND_CLASS = 0x140A;
  static final int VIRTUAL_TABLE_AT = 0x140C;
  static final int ENUMERATE = 0x1502;
  static final int FRIEND_FUNCTION = 0x150C;
  static final int MEMBER = 0x150D;
  static final int STATIC_MEMBER = 0x150E;
  static final int METHODS = 0x150F;
  static final int NESTED_TYPE = 0x1510;
  static final int ONE_METHOD = 0x1511;
  static final int NESTED_TYPE_EX = 0x1512;
  static final int BASE_INTERFACE = 0x151A;

  private Leaf() {}
}
