package org.crashtag.store;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import org.crashtag.bytes.Sha256;
import org.crashtag.source.SourceFile;

/**
 * What a committed run knows about a source or a dump.
 *
 * <pre>
 * 24 bytes, big endian:  0x00 key, 16 bytes   0x10 kind, 1 byte   0x11 value, 7 bytes
 * </pre>
 *
 * @param high first half of the key: a source's fingerprint or a dump's id
 * @param low second half
 * @param kind what is known
 * @param value for a dump: bytes after its region's start, or of all that there is of a cut one
 */
public record IndexEntry(long high, long low, Kind kind, long value) implements Serializable {
  static final int BYTES = 24;

  /** Slices of the index. */
  public static final int SLICES = 64;

  private static final long VALUE_MASK = (1L << 56) - 1;

  /** By key, then by what is known: the order in which a slice is written. */
  static final Comparator<IndexEntry> ORDER =
      Comparator.comparingLong(IndexEntry::high)
          .thenComparingLong(IndexEntry::low)
          .thenComparingLong(IndexEntry::kindAndValue);

  /** What is known. */
  public enum Kind {
    /** A source that was read. */
    SOURCE(1),
    /** A source that was read and rejected. */
    REJECTED_SOURCE(2),
    /** A dump that the run has completely: its region has a terminator. */
    DUMP(3),
    /** A dump that the run has as far as its file went: a longer file may have more. */
    PARTIAL_DUMP(4),
    /** A source that could not be read to its end: as good as unknown. */
    UNREAD_SOURCE(5),
    /** A dump whose file ends before its region could begin: any that goes further holds more. */
    CUT_DUMP(6);

    private final int stored;

    Kind(int stored) {
      this.stored = stored;
    }

    private static Kind of(int stored) throws IOException {
      for (Kind kind : values()) {
        if (kind.stored == stored) {
          return kind;
        }
      }
      throw new StoreException("an index entry of the unknown kind " + stored);
    }
  }

  /**
   * The entry of a source, from its path, length and tag or, on a disk, time: it changes if the
   * file does.
   */
  public static IndexEntry ofSource(SourceFile file, Kind kind) {
    String version = file.tag().isEmpty() ? Long.toString(file.modifiedMicros()) : file.tag();
    String text = distinct(file.path()) + '\0' + file.bytes() + '\0' + version;
    return of(Sha256.shortHex(text.getBytes(StandardCharsets.UTF_8)), kind, 0);
  }

  /** With each half of a surrogate pair, which UTF-8 gives the same byte, spelled out. */
  private static String distinct(String path) {
    StringBuilder distinct = new StringBuilder(path.length());
    path.codePoints()
        .forEach(
            point -> {
              if (Character.getType(point) == Character.SURROGATE) {
                distinct.append('\0').append(point);
              } else {
                distinct.appendCodePoint(point);
              }
            });
    return distinct.toString();
  }

  /**
   * The entry of a dump.
   *
   * @param bytes after the start of its tagged region
   */
  public static IndexEntry ofDump(String dumpId, boolean whole, long bytes) {
    return of(dumpId, whole ? Kind.DUMP : Kind.PARTIAL_DUMP, Math.max(0, bytes));
  }

  /**
   * Of a dump whose file ends before its tagged region could begin.
   *
   * @param bytes of the file
   */
  public static IndexEntry ofCutDump(String dumpId, long bytes) {
    return of(dumpId, Kind.CUT_DUMP, Math.max(0, bytes));
  }

  private static IndexEntry of(String hex, Kind kind, long value) {
    return new IndexEntry(
        HexFormat.fromHexDigitsToLong(hex, 0, 16),
        HexFormat.fromHexDigitsToLong(hex, 16, 32),
        kind,
        value & VALUE_MASK);
  }

  static IndexEntry of(long high, long low, long kindAndValue) throws IOException {
    Kind kind = Kind.of((int) (kindAndValue >>> 56));
    return new IndexEntry(high, low, kind, kindAndValue & VALUE_MASK);
  }

  long kindAndValue() {
    return ((long) kind.stored << 56) | value;
  }

  /** Whether it is a dump's and not a source's. */
  public boolean isDump() {
    return switch (kind) {
      case DUMP, PARTIAL_DUMP, CUT_DUMP -> true;
      case SOURCE, REJECTED_SOURCE, UNREAD_SOURCE -> false;
    };
  }

  /** Its slice, 0 to 63: the first 6 bits of the key. */
  public int slice() {
    return (int) (high >>> 58);
  }

  /** The bucket of the key; neighbouring slices share one. */
  public static int bucket(int slice, int buckets) {
    return slice * buckets / SLICES;
  }
}
