package org.crashtag.decode.declared;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;
import org.crashtag.layout.CType.Scalar.Kind;
import org.crashtag.layout.TypeSource;
import org.crashtag.layout.UnknownTypeException;

/** Types with explicit layouts, the same on every architecture. */
final class HandLaid implements TypeSource {
  static final CType.Scalar U8 = new CType.Scalar("UCHAR", Kind.UNSIGNED, 1, 1);
  static final CType.Scalar U16 = new CType.Scalar("USHORT", Kind.UNSIGNED, 2, 2);
  static final CType.Scalar U32 = new CType.Scalar("ULONG", Kind.UNSIGNED, 4, 4);
  static final CType.Scalar U64 = new CType.Scalar("ULONGLONG", Kind.UNSIGNED, 8, 8);
  static final CType.Scalar I32 = new CType.Scalar("LONG", Kind.SIGNED, 4, 4);
  static final CType.Scalar I64 = new CType.Scalar("LONGLONG", Kind.SIGNED, 8, 8);
  static final CType.Scalar CHAR = new CType.Scalar("CHAR", Kind.CHARACTER, 1, 1);
  static final CType.Scalar WCHAR = new CType.Scalar("WCHAR", Kind.WIDE_CHARACTER, 2, 2);
  static final CType.Scalar BOOLEAN = new CType.Scalar("BOOLEAN", Kind.BOOLEAN, 1, 1);
  static final CType.Scalar NTSTATUS = new CType.Scalar("NTSTATUS", Kind.SIGNED, 4, 4);
  static final CType.Scalar FLOAT = new CType.Scalar("float", Kind.FLOAT, 4, 4);
  static final CType.Scalar DOUBLE = new CType.Scalar("double", Kind.FLOAT, 8, 8);
  static final CType.Scalar VOID = new CType.Scalar("void", Kind.NONE, 0, 1);
  static final CType.Pointer POINTER = new CType.Pointer("Ptr64 void", 8, 8);

  private final Map<String, CType.Structure> types = new HashMap<>();
  private final Map<String, Map<Long, String>> constants = new HashMap<>();

  /** Adds a structure. */
  HandLaid add(CType.Structure type) {
    types.put(type.name(), type);
    return this;
  }

  /** Adds an enumeration's constants, or a family of constants. */
  HandLaid constants(String name, Map<Long, String> values) {
    constants.put(name, values);
    return this;
  }

  /** A structure of this size; members are offset, type and name, one after another. */
  static CType.Structure structure(String name, long size, Object... members) {
    return new CType.Structure(name, false, size, 8, fields(members));
  }

  static CType.Structure union(String name, long size, Object... members) {
    return new CType.Structure(name, true, size, 8, fields(members));
  }

  private static List<CType.Field> fields(Object... members) {
    List<CType.Field> fields = new ArrayList<>();
    for (int i = 0; i < members.length; ) {
      if (members[i] instanceof CType.Field field) {
        fields.add(field);
        i++;
      } else {
        fields.add(
            new CType.Field((String) members[i + 2], (CType) members[i + 1], (Integer) members[i]));
        i += 3;
      }
    }
    return fields;
  }

  static CType.Array array(CType element, long count) {
    return new CType.Array(element, count);
  }

  @Override
  public CType.Structure structure(String name, Architecture architecture)
      throws UnknownTypeException {
    CType.Structure type = types.get(name);
    if (type == null) {
      throw new UnknownTypeException("acme.h: no structure " + name);
    }
    return type;
  }

  @Override
  public Map<Long, String> constants(String name, Architecture architecture)
      throws UnknownTypeException {
    Map<Long, String> values = constants.get(name);
    if (values == null) {
      throw new UnknownTypeException("acme.h: no enumeration " + name);
    }
    return values;
  }
}
