package org.crashtag.layout.pdb;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * The members of a structure, union or enumeration, each with a u16 for its kind, followed by:
 *
 * <pre>
 * MEMBER                u16 attributes, u32 type, number offset, name
 * ENUMERATE             u16 attributes, number value, name
 * BASE_CLASS            u16 attributes, u32 type, number offset     BASE_INTERFACE likewise
 * VIRTUAL_BASE          u16 attributes, u32 type, u32 type of pointer, number offset of pointer,
 *                       number index in the table                   INDIRECT_VIRTUAL_BASE likewise
 * VIRTUAL_TABLE         u16, u32 type                               at offset 0
 * VIRTUAL_TABLE_AT      u16, u32 type, u32 offset
 * STATIC_MEMBER         u16 attributes, u32 type, name
 * METHODS               u16 count, u32 list, name
 * ONE_METHOD            u16 attributes, u32 type, [u32 table position, if new], name
 * NESTED_TYPE           u16 attributes, u32 type, name              NESTED_TYPE_EX likewise
 * FRIEND_CLASS          u16, u32 type
 * FRIEND_FUNCTION       u16, u32 type, name
 * CONTINUATION          u16, u32 list that continues this one
 * </pre>
 *
 * Source: microsoft/microsoft-pdb, {@code cvinfo.h} (MIT).
 */
final class FieldList {
  /**
   * Maximum for one type; a record of 64 KB has room for about 6,000, and lists can continue in
   * other records.
   */
  private static final int MOST_MEMBERS = 100_000;

  /** Kinds of methods that occupy an entry in the table of virtual functions. */
  private static final int NEW_VIRTUAL = 4;

  private static final int NEW_PURE_VIRTUAL = 6;

  /** The name that the debugger shows. */
  private static final String VIRTUAL_TABLE_NAME = "__VFN_table";

  private final List<FieldListMember> members = new ArrayList<>();
  private int bytes;

  private FieldList() {}

  /** Reads the list with this index and its continuations; 0 is an empty list. */
  static FieldList of(TypeStream types, int index) throws IOException {
    FieldList list = new FieldList();
    Set<Integer> seen = new HashSet<>();
    for (int next = index; next != 0; ) {
      TypeRecord record = types.record(next);
      long offset = record.body().offset();
      verify(seen.add(next), Reason.CORRUPT, offset, "a field list continues in itself");
      verify(record.leaf() == Leaf.FIELDLIST, Reason.CORRUPT, offset, "not a field list");
      next = list.read(record.reader());
      list.bytes += record.body().length();
    }
    return list;
  }

  List<FieldListMember> members() {
    return members;
  }

  /** Number of members that were read. */
  int bytes() {
    return bytes;
  }

  /** The index of the list that continues this one, or 0. */
  private int read(LeafReader reader) {
    int next = 0;
    while (reader.hasMore()) {
      long offset = reader.offset();
      int leaf = reader.u16();
      if (leaf == Leaf.CONTINUATION) {
        reader.u16();
        next = reader.type();
      } else {
        readMember(leaf, reader, offset);
      }
      verify(
          members.size() <= MOST_MEMBERS,
          Reason.LIMIT,
          offset,
          "a type of more than 100,000 members");
      if (reader.hasMore()) {
        reader.skipPadding();
      }
    }
    return next;
  }

  private void readMember(int leaf, LeafReader reader, long offset) {
    int attributes = reader.u16();
    switch (leaf) {
      case Leaf.ENUMERATE -> {
        long value = reader.number();
        members.add(new FieldListMember(FieldListMember.Kind.CONSTANT, reader.name(), 0, value));
      }
      case Leaf.MEMBER -> {
        int type = reader.type();
        long at = reader.size();
        members.add(new FieldListMember(FieldListMember.Kind.FIELD, reader.name(), type, at));
      }
      case Leaf.BASE_CLASS, Leaf.BASE_INTERFACE ->
          members.add(
              new FieldListMember(FieldListMember.Kind.BASE, "", reader.type(), reader.size()));
      case Leaf.VIRTUAL_BASE, Leaf.INDIRECT_VIRTUAL_BASE -> skipVirtualBase(reader);
      case Leaf.VIRTUAL_TABLE -> addTable(reader.type(), 0);
      case Leaf.VIRTUAL_TABLE_AT -> addTable(reader.type(), reader.u32());
      case Leaf.ONE_METHOD -> {
        reader.type();
        int kind = attributes >> 2 & 7;
        if (kind == NEW_VIRTUAL || kind == NEW_PURE_VIRTUAL) {
          reader.u32();
        }
        reader.name();
      }
      case Leaf.STATIC_MEMBER,
          Leaf.METHODS,
          Leaf.NESTED_TYPE,
          Leaf.NESTED_TYPE_EX,
          Leaf.FRIEND_FUNCTION -> {
        reader.type();
        reader.name();
      }
      case Leaf.FRIEND_CLASS -> reader.type();
      default ->
          throw new MalformedException(
              Reason.UNSUPPORTED, offset, "a member of kind 0x%04X".formatted(leaf));
    }
  }

  private void addTable(int type, long offset) {
    members.add(new FieldListMember(FieldListMember.Kind.FIELD, VIRTUAL_TABLE_NAME, type, offset));
  }

  /** The position of a virtual base is known only at run time. */
  private static void skipVirtualBase(LeafReader reader) {
    reader.type();
    reader.type();
    reader.number();
    reader.number();
  }
}
