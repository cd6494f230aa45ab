package org.crashtag.decode.declared;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param define macros that a header is read with: name to value
 * @param includePath folders where the files that a header includes may be
 * @param record name of the records' type
 * @param shape how the records lie in the blob
 * @param version what names a record's layout where drivers differ
 * @param xor what the driver did to the bytes
 * @param rot13 whether the letters of its texts are moved half the alphabet on
 * @param columns what the file says of single members
 * @param include members of the structure before the records that each record shows
 */
public record Declaration(
    String place,
    Guid tag,
    Name table,
    Name source,
    SourceKind sourceKind,
    Map<String, String> define,
    List<Name> includePath,
    Name record,
    Shape shape,
    Optional<Version> version,
    Xor xor,
    boolean rot13,
    List<ColumnChoice> columns,
    List<Include> include)
    implements TableDeclaration {
  public Declaration {
    define = new LinkedHashMap<>(define);
    includePath = List.copyOf(includePath);
    columns = List.copyOf(columns);
    include = List.copyOf(include);
  }

  /** Reads a header with these macros too, which take precedence. */
  public Declaration withDefines(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(define);
    all.putAll(more);
    return new Declaration(
        place,
        tag,
        table,
        source,
        sourceKind,
        all,
        includePath,
        record,
        shape,
        version,
        xor,
        rot13,
        columns,
        include);
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

  /**
   * What a driver did to its bytes.
   *
   * @param isGuidText whether the first record is XORed with the text of the tag
   * @param key what each byte of the blob is XORed with; 0 for nothing
   */
  public record Xor(boolean isGuidText, int key) implements Serializable {
    /** Nothing. */
    public static final Xor NONE = new Xor(false, 0);

    /**
     * The first record is XORed with the 32 upper-case hexadecimal digits of its tag, over and
     * over. Source: microsoft/DMF (MIT), {@code Dmf_CrashDump.c}, whose counter goes on from one
     * record to the next and so ends the loop over each but the first at once.
     */
    public static final Xor GUID_TEXT = new Xor(true, 0);
  }

  /**
   * A member of the structure before the records that becomes a column of each record.
   *
   * @param member its name, {@code Outer.Inner} for a nested one
   * @param column the column's name, or the beginning of several
   */
  public record Include(Name member, Name column) {}

  /**
   * What a member becomes.
   *
   * @param member its name, {@code Outer.Inner} for a nested one
   * @param as what it is taken for; empty for what its type says
   * @param of of flags: an enumeration, or the beginning of constants' names and a star
   * @param frequency of a performance counter: steps a second, or a member that holds them
   * @param when whether the member has a value: a view of a union has one in some records only
   */
  public record ColumnChoice(
      Name member,
      Optional<As> as,
      Optional<Name> of,
      Optional<Name> frequency,
      Optional<Condition> when) {}

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
