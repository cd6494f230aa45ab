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
 * The walk through a ring: backwards from its newest record, over the ring's start to its end, as
 * far as records are whole. The records don't overlap, so there are no more of them than the ring
 * has room for, whatever it claims.
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
    /** At the first record ever written. */
    FIRST_RECORD,
    /** Where newer records have taken the place of older ones. */
    OVERWRITTEN,
    /** At a record that can't be one. */
    CORRUPT;

    /** The name as it stands in the table. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Walks.
   *
   * @param kind who writes it
   * @param ring its bytes
   * @param current offset where the next record would be written
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
    // A Current of 0 says that the next record goes to the start, wherever the newest one ends.
    verify(
        newest.end() == current || current == 0,
        Reason.CORRUPT,
        ring.offset() + previous,
        "the newest record ends at +" + newest.end() + ", not at Current, +" + current);
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
        "the record ends at +" + record.end() + ", the next begins at +" + newer.offset());
    verify(
        !kind.ordered() || record.sequence() < newer.sequence(),
        Reason.CORRUPT,
        at,
        "sequence " + record.sequence() + " comes before " + newer.sequence());
  }

  /** Whole records, oldest first. */
  List<RingRecord> records() {
    return records;
  }

  End end() {
    return end;
  }

  /** What made the walk end {@link End#CORRUPT}; else null. */
  MalformedException fault() {
    return fault;
  }
}
