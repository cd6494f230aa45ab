package org.crashtag.layout;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A C type, laid out for one architecture as Microsoft's compiler does it. Built from a header or a
 * PDB; immutable, and small enough to be sent to workers.
 */
public sealed interface CType extends Serializable {
  /** The type's name in its source, such as {@code ULONG} or {@code _ACME_EVENT}; may be empty. */
  String name();

  /** Size in bytes. */
  long size();

  /** Alignment in bytes, a power of two. */
  int alignment();

  /**
   * A number, a character or a boolean.
   *
   * @param name the outermost meaningful name: {@code NTSTATUS} rather than {@code long}
   */
  record Scalar(String name, Kind kind, long size, int alignment) implements CType {
    /** How the bits are interpreted. */
    public enum Kind {
      SIGNED,
      UNSIGNED,
      FLOAT,
      /** A one-byte character. */
      CHARACTER,
      /** A UTF-16 code unit. */
      WIDE_CHARACTER,
      BOOLEAN,
      /** No value: the target of {@code void *}, or a type that a PDB does not describe. */
      NONE
    }
  }

  /**
   * A pointer.
   *
   * @param name for example {@code Ptr64 _ACME_DEVICE}
   */
  record Pointer(String name, long size, int alignment) implements CType {}

  /**
   * An enumeration.
   *
   * @param underlying the integer type that stores it
   * @param constants names by value; if several names share a value, the first
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
   * @param count number of elements; 0 for {@code []} at the end of a structure, whose elements
   *     extend to the end of the data
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
   * A structure, or a union if {@code isUnion}.
   *
   * @param fields in declaration order, each with its own offset, in a union too
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
   * @param name empty for an anonymous structure or union, whose members belong to the enclosing
   *     type
   * @param offset in bytes from the start of the structure; for a bit-field, the offset of its
   *     storage unit
   * @param bitPosition lowest bit in the storage unit, from 0; -1 if it is not a bit-field
   * @param bits width in bits; -1 if it is not a bit-field
   */
  record Field(String name, CType type, long offset, int bitPosition, int bits)
      implements Serializable {
    /** A member that is not a bit-field. */
    public Field(String name, CType type, long offset) {
      this(name, type, offset, -1, -1);
    }

    /** Whether this member is a bit-field. */
    public boolean isBitField() {
      return bits >= 0;
    }
  }
}
