package org.crashtag.decode.ring;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * Walks a ring backwards from its newest record, wrapping from its start to its end, as far as
 * records are complete. Records don't overlap, so their number is limited by the size of the ring,
 * whatever it claims.
 *
 * <p>Source: microsoft/Windows-Driver-Frameworks (MIT), {@code tracingifrreplay.cpp}.
 */
final class RingWalk {
  private final RingKind kind;
  private final Bytes ring;
  private final List<RingRecord> records = new ArrayList<>();
  private End end;
  private MalformedException fault;

  /** How a walk ended. */
  enum End {
    /** Nothing was ever written. */
    EMPTY,
    /** The walk reached the first record ever written. */
    FIRST_RECORD,
    /** The walk reached records that overwrote older ones. */
    OVERWRITTEN,
    /** The walk reached an invalid record. */
    CORRUPT;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name as used in the tables. */
    String label() {
      return label;
    }
  }

  /**
   * * Walks a ring.
   *
   * @param kind kind of writer
   * @param ring bytes of the ring
   * @param current offset of the next record to be written
   * @param previous offset of the newest record
   */
  RingWalk(RingKind kind, Bytes ring, int current, int previous) {
    this.kind = kind;
    this.ring = ring;
    if (current == 0 && previous == 0) {
      end = End.EMPTY;
      return;
    }
    try {
      end = walk(current, previous);
    } catch (MalformedException e) {
      end = End.CORRUPT;
      fault = e;
    }
    Collections.reverse(records);
  }

  private End walk(int current, int previous) {
    RingRecord newest = RingRecord.read(ring, previous);
    // A Current of 0 means that the next record goes to the start, wherever the newest one ends.
    verify(
        newest.end() == current || current == 0,
        Reason.CORRUPT,
        ring.offset() + previous,
        () -> "the newest record ends at +" + newest.end() + ", not at Current, +" + current);
    records.add(newest);
    RingRecord newer = newest;
    boolean wrapped = false;
    while (newer.offset() != 0 || newer.previous() != 0) {
      boolean wraps = newer.offset() == 0;
      wrapped |= wraps;
      if (wrapped && newer.previous() < newest.end()) {
        return End.OVERWRITTEN;
      }
      RingRecord record = RingRecord.read(ring, newer.previous());
      verifyOrder(record, newer, wraps);
      records.add(record);
      newer = record;
    }
    return End.FIRST_RECORD;
  }

  private void verifyOrder(RingRecord record, RingRecord newer, boolean wraps) {
    long at = ring.offset() + record.offset();
    verify(
        wraps || record.end() == newer.offset(),
        Reason.CORRUPT,
        at,
        () -> "the record ends at +" + record.end() + ", the next begins at +" + newer.offset());
    verify(
        !kind.ordered() || record.sequence() < newer.sequence(),
        Reason.CORRUPT,
        at,
        () -> "sequence " + record.sequence() + " comes before " + newer.sequence());
  }

  /** Complete records, oldest first. */
  List<RingRecord> records() {
    return records;
  }

  End end() {
    return end;
  }

  /** The fault if the walk ended with {@link End#CORRUPT}; otherwise null. */
  MalformedException fault() {
    return fault;
  }
}
