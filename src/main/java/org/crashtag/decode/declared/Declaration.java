package org.crashtag.decode.declared;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.crashtag.bytes.Guid;

/**
 * An entry of a pipeline file that declares a table of one tag's records.
 *
 * @param place file, line and column of the entry
 * @param tag the tag whose blobs contain the records
 * @param table name of the table
 * @param source the file that defines the types
 * @param sourceKind the kind of this file
 * @param define macros that are defined before a header is read, by name
 * @param includePath folders with files that the header includes
 * @param record name of the records' type
 * @param shape how the records are arranged in the blob
 * @param version selects the layout of a record, if there are several
 * @param xor how the driver obfuscates the bytes
 * @param rot13 whether its texts are ROT13-encoded
 * @param columns choices for individual members
 * @param include members of the structure before the records that become columns
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

  /** Returns a declaration with additional macros, which take precedence. */
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

  /** The kinds of files that define types. */
  public enum SourceKind {
    /** A C header. */
    HEADER,
    /** A PDB or a symbol store. */
    PDB
  }

  /**
   * A text of the pipeline file and its position.
   *
   * @param place file, line and column
   */
  public record Name(String text, String place) {}

  /**
   * How records are arranged in a blob. A member can be nested: {@code Ring.Head}.
   *
   * @param kind array, single or ring
   * @param after the structure before the records; it may end with their array
   * @param next member of that structure that determines the place of the next record
   * @param index the meaning of {@code next}; empty if there is no {@code next}
   * @param capacity member of that structure: the number of records for which there is room
   * @param written member of that structure: the number of records
   * @param order member of a record: a number that increases from record to record
   * @param valid member of a record: zero if the record is incomplete or was never written
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
    /** Records from the start to the end of the blob. */
    public static final Shape ARRAY = of(Kind.ARRAY);

    /** A single record. */
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
    /** Consecutive records, oldest first. */
    ARRAY,
    /** A single record. */
    SINGLE,
    /** A circular buffer: when it is full, each new record overwrites the oldest. */
    RING
  }

  /** The meaning of a ring's index. */
  public enum Index {
    /** The number of the next slot to write. */
    SLOT,
    /** The number of records written so far, modulo the range of its type. */
    COUNTER
  }

  /**
   * The layouts of a record.
   *
   * @param field member of the structure before the records, or of each record, that selects one
   * @param layouts names of types by the value of {@code field}
   */
  public record Version(Name field, SortedMap<Long, Name> layouts) {}

  /**
   * How a driver obfuscates its bytes.
   *
   * @param isGuidText whether the first record is XORed with the text of the tag
   * @param key the byte with which each byte of the blob is XORed; 0 if there is none
   */
  public record Xor(boolean isGuidText, int key) implements Serializable {
    /** Plain bytes. */
    public static final Xor NONE = new Xor(false, 0);

    /**
     * The first record is XORed with the 32 upper-case hexadecimal digits of its tag, repeatedly.
     * Source: microsoft/DMF (MIT), {@code Dmf_CrashDump.c}. Its loop over the bytes of a record
     * doesn't reset the counter, so that only the first record is changed.
     */
    public static final Xor GUID_TEXT = new Xor(true, 0);
  }

  /**
   * A member of the structure before the records that becomes a column of each record.
   *
   * @param member its name, {@code Outer.Inner} for a nested one
   * @param column name of the column, or prefix of the names of several
   */
  public record Include(Name member, Name column) {}

  /**
   * The choices for a member.
   *
   * @param member its name, {@code Outer.Inner} for a nested one
   * @param as how to read it; empty to follow its type
   * @param of for flags: an enumeration, or a prefix of names of constants and an asterisk
   * @param frequency for performance counters: steps per second, or a member that contains them
   * @param when condition for the member to have a value, for example for a view of a union
   */
  public record ColumnChoice(
      Name member,
      Optional<As> as,
      Optional<Name> of,
      Optional<Name> frequency,
      Optional<Condition> when) {}

  /** Ways to read a member. */
  public enum As {
    /** A FILETIME, as a time. */
    FILETIME,
    /** Steps of 100 ns since boot, as a time. */
    INTERRUPT_TIME,
    /** A performance counter, as a time if its frequency is known. */
    QPC,
    /** A number as 16 hexadecimal digits, or each byte as two. */
    HEX,
    /** 8-bit characters up to the first NUL. */
    TEXT,
    /** UTF-16 up to the first NUL. */
    UTF_16,
    /** A GUID of 16 bytes. */
    GUID,
    /** An NTSTATUS: its hexadecimal number and its name. */
    NTSTATUS,
    /** An IPv4 address in network byte order. */
    IPV4,
    /** Raw bytes. */
    BYTES,
    /** The names of the bits that are set. */
    FLAGS,
    /** No column. */
    SKIP;

    /** The name in pipeline files. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }
}
