package org.crashtag.layout;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A C type, laid out for one architecture as Microsoft's compiler does it. Made from a header or
 * from a PDB; immutable, and small enough to travel to workers.
 */
public sealed interface CType extends Serializable {
  /** The type's name in its source, such as {@code ULONG} or {@code _ACME_EVENT}; may be empty. */
  String name();

  /** In bytes. */
  long size();

  /** In bytes, a power of two. */
  int alignment();

  /**
   * A number, a character or a truth value.
   *
   * @param name the outermost name that means something to a reader: {@code NTSTATUS} rather than
   *     {@code long}
   */
  record Scalar(String name, Kind kind, long size, int alignment) implements CType {
    /** What the bits mean. */
    public enum Kind {
      SIGNED,
      UNSIGNED,
      FLOAT,
      /** One byte of text. */
      CHARACTER,
      /** Two bytes of UTF-16 text. */
      WIDE_CHARACTER,
      BOOLEAN,
      /** No value at all: what {@code void *} points to, or what a PDB doesn't say. */
      NONE
    }
  }

  /**
   * An address.
   *
   * @param name such as {@code Ptr64 _ACME_DEVICE}
   */
  record Pointer(String name, long size, int alignment) implements CType {}

  /**
   * An enumeration.
   *
   * @param underlying what it is stored as
   * @param constants value to name; where names share a value, the first
   */
  record Enumeration(String name, Scalar underlying, Map<Long, String> constants) implements CType {
    public Enumeration {
      constants = Map.copyOf(constants);
    }

    @Override
    public long size() {
      return underlying.size();
    }

    @Override
    public int alignment() {
      return underlying.alignment();
    }
  }

  /**
   * An array.
   *
   * @param count of elements; 0 for {@code []} at a structure's end, whose elements go on to the
   *     end of the data
   */
  record Array(CType element, long count) implements CType {
    @Override
    public String name() {
      return "[" + count + "] " + element.name();
    }

    @Override
    public long size() {
      return element.size() * count;
    }

    @Override
    public int alignment() {
      return element.alignment();
    }
  }

  /**
   * A structure, or a union where {@code isUnion}.
   *
   * @param fields in the order of their declaration; a union's all at their own offsets
   */
  record Structure(String name, boolean isUnion, long size, int alignment, List<Field> fields)
      implements CType {
    public Structure {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A member of a structure.
   *
   * @param name empty for an anonymous structure or union, whose members count as the outer one's
   * @param offset in bytes from the structure's start; of a bit-field, of the unit that holds it
   * @param bitPosition lowest bit in that unit, from 0; -1 where it is no bit-field
   * @param bits how many; -1 where it is no bit-field
   */
  record Field(String name, CType type, long offset, int bitPosition, int bits)
      implements Serializable {
    /** A member that is no bit-field. */
    public Field(String name, CType type, long offset) {
      this(name, type, offset, -1, -1);
    }

    /** Whether it is a part of a number. */
    public boolean isBitField() {
      return bits >= 0;
    }
  }
}
