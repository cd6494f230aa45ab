package org.crashtag.layout.header;

import java.util.ArrayList;
import java.util.List;
import org.crashtag.layout.CType;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.Type.Laid;

/**
 * Lays out a structure or union as Microsoft's compiler does.
 *
 * <pre>
 * a member      at the next multiple of its alignment; in a union, at 0
 * its alignment the type's, but at most the packing, but at least what __declspec(align) asks for
 * a bit-field   in the unit of the preceding member, if that is a bit-field of a type of the same
 *               size and has bits left; otherwise at the lowest bit of a new unit
 *               Bit-fields don't contribute to a union's alignment
 * zero width    after a bit-field, ends its unit and continues at the next multiple of the type's
 *               alignment; ignored elsewhere
 * size          a multiple of the alignment
 * packing       ignored if it is larger than an address
 * </pre>
 *
 * Source: LLVM's {@code RecordLayoutBuilder.cpp} (Apache-2.0 with LLVM exceptions), which
 * implements that compiler's rules, and Microsoft's documentation "align (C++)" and "C bit fields".
 */
final class StructureLayout {
  private static final long MOST_BYTES = Integer.MAX_VALUE;
  private static final int MOST_DEPTH = 64;
  private static final int MOST_MEMBERS = 100_000;

  private final boolean isUnion;

  /** In bytes; 0 if none. */
  private final int packing;

  private final List<CType.Field> fields = new ArrayList<>();
  private long size;
  private int alignment = 1;
  private int required;
  private int depth;
  private long members;
  private boolean isOpen;

  /**
   * Size in bytes of the preceding bit-field's unit; 0 if the preceding member is not a bit-field.
   */
  private long unitBytes;

  /** Number of free bits in that unit. */
  private int bitsLeft;

  StructureLayout(boolean isUnion, int packing, int pointerBytes) {
    this.isUnion = isUnion;
    this.packing = packing > pointerBytes ? 0 : packing;
  }

  private record Asked(int alignment, int required) {}

  private Asked asked(Laid laid, int attribute, boolean isBitField) {
    int natural = laid.type().alignment();
    int wanted = Math.max(attribute, laid.own());
    if (isBitField) {
      natural = Math.max(natural, wanted);
    } else {
      wanted = Math.max(wanted, laid.required());
    }
    int packed = packing == 0 ? natural : Math.min(natural, packing);
    return new Asked(Math.max(packed, wanted), isBitField ? 0 : wanted);
  }

  /**
   * Adds a member.
   *
   * @param attribute the alignment that its declaration requests; 0 if none
   */
  void add(Token name, String called, Laid laid, int attribute) throws UnknownTypeException {
    checkOpen(name);
    unitBytes = 0;
    Asked asked = asked(laid, attribute, false);
    required = Math.max(required, asked.required);
    long offset = location(name, laid.type().size(), asked.alignment);
    alignment = Math.max(alignment, asked.alignment);
    isOpen |= laid.isOpen();
    add(name, new CType.Field(called, laid.type(), offset), laid);
  }

  private void checkOpen(Token name) throws UnknownTypeException {
    if (isOpen && !isUnion) {
      throw name.location().fault("a member follows an array without a bound");
    }
  }

  private void add(Token name, CType.Field field, Laid laid) throws UnknownTypeException {
    depth = Math.max(depth, laid.depth() + 1);
    members += laid.members();
    if (members > MOST_MEMBERS) {
      throw name.location().fault("a structure of more than 100,000 members");
    }
    if (depth > MOST_DEPTH) {
      throw name.location().fault("structures nested more than 64 levels deep");
    }
    fields.add(field);
  }

  /** Reserves space. */
  private long location(Token name, long bytes, int at) throws UnknownTypeException {
    if (isUnion) {
      size = Math.max(size, bytes);
      return 0;
    }
    long offset = up(size, at);
    size = offset + bytes;
    if (size > MOST_BYTES) {
      throw name.location().fault("a structure larger than 2 GB");
    }
    return offset;
  }

  private static long up(long value, int to) {
    return (value + to - 1) & -(long) to;
  }

  /**
   * Adds a bit-field.
   *
   * @param called empty for padding
   */
  void addBits(Token name, String called, Laid laid, int bits, int attribute)
      throws UnknownTypeException {
    checkOpen(name);
    Asked asked = asked(laid, attribute, true);
    long bytes = laid.type().size();
    if (bits == 0) {
      endUnit(name, bytes, asked.alignment);
      return;
    }
    long offset;
    int position;
    if (!isUnion && unitBytes == bytes && bits <= bitsLeft) {
      offset = size - bytes;
      position = (int) (8 * bytes) - bitsLeft;
      bitsLeft -= bits;
    } else {
      offset = location(name, bytes, asked.alignment);
      position = 0;
      unitBytes = bytes;
      bitsLeft = (int) (8 * bytes) - bits;
      alignment = isUnion ? alignment : Math.max(alignment, asked.alignment);
    }
    if (!called.isEmpty()) {
      add(name, new CType.Field(called, laid.type(), offset, position, bits), laid);
    }
  }

  private void endUnit(Token name, long bytes, int at) throws UnknownTypeException {
    if (unitBytes == 0) {
      return;
    }
    unitBytes = 0;
    location(name, isUnion ? bytes : 0, at);
    alignment = isUnion ? alignment : Math.max(alignment, at);
  }

  /**
   * * Finishes the structure.
   *
   * @param aligned the alignment that its definition requests; 0 if none
   */
  Laid finish(Token keyword, String name, int aligned) throws UnknownTypeException {
    if (size == 0) {
      throw keyword.location().fault("a " + keyword.text() + " without members");
    }
    size = up(size, alignment);
    required = Math.max(required, aligned);
    alignment = Math.max(alignment, required);
    int rounded = packing == 0 ? alignment : Math.min(alignment, packing);
    size = up(size, Math.max(Math.max(1, rounded), required));
    if (size > MOST_BYTES) {
      throw keyword.location().fault("a structure larger than 2 GB");
    }
    CType.Structure structure = new CType.Structure(name, isUnion, size, alignment, fields);
    return new Laid(structure, required, aligned > 0 ? alignment : 0, depth, members, isOpen);
  }
}
