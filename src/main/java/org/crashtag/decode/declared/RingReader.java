package org.crashtag.decode.declared;

import java.util.List;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.declared.Declaration.Index;
import org.crashtag.layout.NumberField;

/**
 * Reads a ring: records are written to consecutive slots and, after the last slot, to slot 0 again.
 *
 * <pre>
 * head: next, capacity, written | slot 0 | slot 1 | ... | slot capacity - 1
 *                                          ^ next: the oldest record if the ring is full
 * </pre>
 */
final class RingReader {
  private final BlobRecords records;
  private final BlobLayout layout;
  private final Index index;
  private final int stride;

  /** Number of slots. */
  private final long capacity;

  /** Whether the number of slots is certain, rather than the length of a blob that may be cut. */
  private final boolean isCapacityKnown;

  /** Number of slots that are completely in the blob. */
  private final int present;

  /**
   * @param index the meaning of the ring's index; null if only a member orders the records
   * @param claimed size of the blob according to its header; the file may be cut before
   */
  RingReader(BlobRecords records, Index index, long claimed) {
    this.records = records;
    this.layout = records.layout();
    this.index = index;
    this.stride = records.base().size();
    int room = records.data().length() - records.start();
    long whole = Math.max(claimed - records.start(), room);
    if (layout.capacity() != null) {
      this.capacity = records.count(layout.capacity());
    } else {
      this.capacity = layout.bound() > 0 ? layout.bound() : whole / stride;
    }
    this.present = (int) Math.min(capacity, room / stride);
    this.isCapacityKnown =
        layout.capacity() != null
            || layout.bound() > 0
            || whole > room
            || isRestZero(slot(present));
    if (!isCapacityKnown) {
      records.reject(
          Reason.TRUNCATED,
          slot(present),
          "the last slot has " + room % stride + " of " + stride + " bytes");
    }
  }

  /** Zeros after the last slot aren't a cut record: the driver's buffer was a little larger. */
  private boolean isRestZero(int from) {
    return records.data().isZero(from, records.data().length() - from);
  }

  private int slot(long number) {
    return records.start() + (int) number * stride;
  }

  /** Emits the records, oldest first. */
  void read() {
    if (capacity == 0) {
      return;
    }
    if (index == null) {
      byOrder();
      return;
    }
    long next = records.number(layout.next());
    boolean inRange = Long.compareUnsigned(next, capacity) < 0;
    if (inRange || (index == Index.COUNTER && isCapacityKnown)) {
      byIndex(next);
    } else {
      rejectIndex(next);
      byOrder();
    }
  }

  private void rejectIndex(long next) {
    boolean ordered = records.base().order() != null;
    records.reject(
        Reason.CORRUPT,
        layout.next().offset(),
        "the index is "
            + Long.toUnsignedString(next)
            + ", the ring has "
            + capacity
            + " slots"
            + (ordered ? "" : "; no order says which record is the oldest"));
  }

  private void byOrder() {
    if (records.base().order() == null) {
      return;
    }
    SortedRecords sorted = new SortedRecords(records);
    for (int i = 0; i < present; i++) {
      if (records.isWritten(slot(i))) {
        sorted.add(slot(i));
      }
    }
    sorted.emit();
  }

  private void byIndex(long next) {
    List<SlotRange> claimed = claimed(next);
    if (isCapacityKnown && SlotRange.end(claimed) > present) {
      records.reject(
          Reason.TRUNCATED, slot(present), "the blob ends in slot " + present + " of " + capacity);
    }
    StaleSlots stale = StaleSlots.NONE;
    if (index == Index.COUNTER && records.base().order() != null) {
      stale = staleSlots(claimed);
    }
    for (SlotRange range : claimed) {
      for (long i = range.from(); i < Math.min(range.to(), present); i++) {
        int at = slot(i);
        boolean torn = !records.isWritten(at) || stale.isStale(order(at), i + range.counterBase());
        records.row(at, torn);
      }
    }
  }

  /** The slots that drivers claimed for records, complete or not, oldest first. */
  private List<SlotRange> claimed(long next) {
    boolean byCounter = index == Index.COUNTER;
    long slot = Long.remainderUnsigned(next, capacity);
    boolean full = Long.compareUnsigned(next, capacity) >= 0;
    if (layout.written() != null) {
      long written = records.count(layout.written());
      if (written < capacity) {
        return SlotRange.written(capacity, slot, next - slot, written);
      }
      full = true;
    }
    if (!full && !isAnyWritten(slot)) {
      return SlotRange.written(capacity, slot, 0, slot);
    }
    return byCounter
        ? SlotRange.allByCounter(capacity, next, layout.next().mask())
        : SlotRange.allBySlot(capacity, next);
  }

  /** Whether any slot from here on was written, which means that the ring has been full. */
  private boolean isAnyWritten(long from) {
    for (long i = from; i < present; i++) {
      if (records.isWritten(slot(i))) {
        return true;
      }
    }
    return false;
  }

  private StaleSlots staleSlots(List<SlotRange> claimed) {
    return StaleSlots.among(
        action -> {
          for (SlotRange range : claimed) {
            for (long i = range.from(); i < Math.min(range.to(), present); i++) {
              if (records.isWritten(slot(i))) {
                action.take(order(slot(i)), i + range.counterBase());
              }
            }
          }
        },
        records.base().order().mask());
  }

  private long order(int at) {
    RecordLayout record = records.layoutAt(at);
    NumberField order = (record == null ? records.base() : record).order();
    return order == null ? 0 : order.read(records.data(), at);
  }
}
