package org.crashtag.decode.declared;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.crashtag.bytes.Guid;

/**
 * What a pipeline file says of one tag's records.
 *
 * @param place where it stands: file, line and column
 * @param tag whose blobs hold the records
 * @param table that the records go to
 * @param source the file that has the types
 * @param sourceKind what that file is
 * @param record name of the records' type
 * @param shape how the records lie in the blob
 * @param version what names a record's layout where drivers differ
 * @param xor what the driver did to the bytes
 * @param columns what the file says of single members
 */
public record Declaration(
    String place,
    Guid tag,
    Name table,
    Name source,
    SourceKind sourceKind,
    Name record,
    Shape shape,
    Optional<Version> version,
    Xor xor,
    List<ColumnChoice> columns) {
  public Declaration {
    columns = List.copyOf(columns);
  }

  /** What a file with types is. */
  public enum SourceKind {
    /** A C header. */
    HEADER,
    /** A PDB, or a folder that is a symbol store. */
    PDB
  }

  /**
   * A text and where it stands.
   *
   * @param place file, line and column
   */
  public record Name(String text, String place) {}

  /**
   * How records lie in a blob. Members may be those of nested structures: {@code Ring.Head}.
   *
   * @param kind of shape
   * @param after the structure before the records, which may end in their array
   * @param next member of it: where the next record goes
   * @param index what {@code next} counts; empty where there is no {@code next}
   * @param capacity member of it: how many records there is room for
   * @param written member of it: how many records there are
   * @param order member of a record: a number that grows from record to record
   * @param valid member of a record: zero where it isn't written, or not to its end
   */
  public record Shape(
      Kind kind,
      Optional<Name> after,
      Optional<Name> next,
      Optional<Index> index,
      Optional<Name> capacity,
      Optional<Name> written,
      Optional<Name> order,
      Optional<Name> valid) {
    /** Records from the blob's start to its end. */
    public static final Shape ARRAY = of(Kind.ARRAY);

    /** One record. */
    public static final Shape SINGLE = of(Kind.SINGLE);

    private static Shape of(Kind kind) {
      return new Shape(
          kind,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /** The kinds of shape. */
  public enum Kind {
    /** One record behind the other, in their order. */
    ARRAY,
    /** One record. */
    SINGLE,
    /** As an array whose oldest record is overwritten when it is full. */
    RING
  }

  /** What a ring's index is. */
  public enum Index {
    /** The slot that is written next. */
    SLOT,
    /** How many records were ever written, modulo what fits its type. */
    COUNTER
  }

  /**
   * Which layout a record has.
   *
   * @param field member of the structure before the records, or else of each record
   * @param layouts the field's value to the name of a type
   */
  public record Version(Name field, SortedMap<Long, Name> layouts) {}

  /** What a driver did to its bytes. */
  public enum Xor {
    /** Nothing. */
    NONE,
    /**
     * The first record is XORed with the 32 upper-case hexadecimal digits of its tag, over and
     * over. Source: microsoft/DMF (MIT), {@code Dmf_CrashDump.c}, whose counter goes on from one
     * record to the next and so ends the loop over each but the first at once.
     */
    GUID_TEXT
  }

  /**
   * What a member becomes.
   *
   * @param member its name, {@code Outer.Inner} for a nested one
   * @param as what it is taken for
   * @param of of flags: an enumeration, or the beginning of constants' names and a star
   * @param frequency of a performance counter: steps a second, or a member that holds them
   */
  public record ColumnChoice(Name member, As as, Optional<Name> of, Optional<Name> frequency) {}

  /** What a member can be taken for. */
  public enum As {
    /** FILETIME to a time. */
    FILETIME,
    /** Steps of 100 ns since the start to a time. */
    INTERRUPT_TIME,
    /** A performance counter to a time where its frequency is known. */
    QPC,
    /** A number as 16 hexadecimal digits, or bytes as two each. */
    HEX,
    /** Bytes to the first NUL. */
    TEXT,
    /** UTF-16 to the first NUL. */
    UTF_16,
    /** 16 bytes. */
    GUID,
    /** An NTSTATUS in hexadecimal, and its name. */
    NTSTATUS,
    /** Four bytes in network order. */
    IPV4,
    /** Bytes as they are. */
    BYTES,
    /** Names of the bits. */
    FLAGS,
    /** No column. */
    SKIP;

    /** As pipeline files spell it. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }
}
