package org.crashtag.layout.pdb;

import org.crashtag.layout.CType;
import org.crashtag.layout.CType.Scalar;
import org.crashtag.layout.CType.Scalar.Kind;

/**
 * Built-in types, which are encoded in their index: bits 0 to 7 are the type, bits 8 to 11 the
 * width of a pointer to it, 0 if it is not a pointer.
 *
 * <p>Source: LLVM's documentation "The PDB TPI and IPI Streams" (Apache-2.0 with LLVM exceptions).
 */
final class SimpleType {
  private SimpleType() {}

  /** The type of an index below {@link TypeStream#FIRST_RECORD}. */
  static CType of(int index) {
    Scalar scalar = scalar(index & 0xFF);
    int bytes = pointerBytes(index >> 8);
    return bytes == 0 ? scalar : pointer(bytes, scalar.name());
  }

  /** A pointer, named as in the debugger. */
  static CType.Pointer pointer(int bytes, String to) {
    String name = ("Ptr" + 8 * bytes + " " + to).strip();
    return new CType.Pointer(name, bytes, Math.max(1, Integer.lowestOneBit(bytes)));
  }

  private static int pointerBytes(int mode) {
    return switch (mode) {
      case 0 -> 0;
      case 1 -> 2;
      case 2, 3, 4 -> 4;
      case 5 -> 6;
      case 7 -> 16;
      default -> 8;
    };
  }

  private static Scalar scalar(int type) {
    return switch (type) {
      case 0x03 -> scalar("void", Kind.NONE, 0);
      case 0x08 -> scalar("HRESULT", Kind.SIGNED, 4);
      case 0x10 -> scalar("signed char", Kind.SIGNED, 1);
      case 0x20 -> scalar("unsigned char", Kind.UNSIGNED, 1);
      case 0x70 -> scalar("char", Kind.CHARACTER, 1);
      case 0x7C -> scalar("char8_t", Kind.CHARACTER, 1);
      case 0x71 -> scalar("wchar_t", Kind.WIDE_CHARACTER, 2);
      case 0x7A -> scalar("char16_t", Kind.WIDE_CHARACTER, 2);
      case 0x7B -> scalar("char32_t", Kind.UNSIGNED, 4);
      case 0x68 -> scalar("__int8", Kind.SIGNED, 1);
      case 0x69 -> scalar("unsigned __int8", Kind.UNSIGNED, 1);
      case 0x11, 0x72 -> scalar("short", Kind.SIGNED, 2);
      case 0x21, 0x73 -> scalar("unsigned short", Kind.UNSIGNED, 2);
      case 0x12 -> scalar("long", Kind.SIGNED, 4);
      case 0x22 -> scalar("unsigned long", Kind.UNSIGNED, 4);
      case 0x74 -> scalar("int", Kind.SIGNED, 4);
      case 0x75 -> scalar("unsigned int", Kind.UNSIGNED, 4);
      case 0x13, 0x76 -> scalar("__int64", Kind.SIGNED, 8);
      case 0x23, 0x77 -> scalar("unsigned __int64", Kind.UNSIGNED, 8);
      case 0x30 -> scalar("bool", Kind.BOOLEAN, 1);
      case 0x31 -> scalar("__bool16", Kind.BOOLEAN, 2);
      case 0x32 -> scalar("__bool32", Kind.BOOLEAN, 4);
      case 0x33 -> scalar("__bool64", Kind.BOOLEAN, 8);
      case 0x40 -> scalar("float", Kind.FLOAT, 4);
      case 0x41 -> scalar("double", Kind.FLOAT, 8);
      case 0x42 -> scalar("__float80", Kind.NONE, 10);
      case 0x43 -> scalar("__float128", Kind.NONE, 16);
      case 0x44 -> scalar("__float48", Kind.NONE, 6);
      case 0x46 -> scalar("_Float16", Kind.NONE, 2);
      case 0x14, 0x78 -> scalar("__int128", Kind.NONE, 16);
      case 0x24, 0x79 -> scalar("unsigned __int128", Kind.NONE, 16);
      case 0x50 -> scalar("float _Complex", Kind.NONE, 8);
      case 0x51 -> scalar("double _Complex", Kind.NONE, 16);
      default -> scalar("unknown type 0x%02X".formatted(type), Kind.NONE, 0);
    };
  }

  private static Scalar scalar(String name, Kind kind, int bytes) {
    return new Scalar(name, kind, bytes, Math.max(1, Integer.lowestOneBit(bytes)));
  }
}
