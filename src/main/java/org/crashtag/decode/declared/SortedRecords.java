package org.crashtag.decode.declared;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.crashtag.bytes.Reason;
import org.crashtag.layout.NumberField;

/** Sorts records by a number that increases from record to record. */
final class SortedRecords {
  private static final int MOST = 1 << 20;

  private final BlobRecords records;
  private final List<Aged> found = new ArrayList<>();

  private record Aged(long order, int at) {}

  SortedRecords(BlobRecords records) {
    this.records = records;
  }

  /** Adds the record at this offset. */
  void add(int at) {
    verify(
        found.size() < MOST,
        Reason.LIMIT,
        records.data().offset() + at,
        "more than " + MOST + " records to be sorted");
    RecordLayout record = records.layoutAt(at);
    NumberField order = (record == null ? records.base() : record).order();
    found.add(new Aged(order.read(records.data(), at) & order.mask(), at));
  }

  /**
   * Emits the records, oldest first. The number may have overflowed, so the oldest record is the
   * one after the widest gap.
   */
  void emit() {
    found.sort(Comparator.comparing(Aged::order, Long::compareUnsigned));
    int oldest = oldest();
    for (int i = 0; i < found.size(); i++) {
      records.row(found.get((oldest + i) % found.size()).at, false);
    }
  }

  private int oldest() {
    long mask = records.base().order().mask();
    int oldest = 0;
    long widest = -1;
    for (int i = 0; i < found.size(); i++) {
      long before = found.get(i == 0 ? found.size() - 1 : i - 1).order;
      long gap = found.get(i).order - before & mask;
      if (widest == -1 || Long.compareUnsigned(gap, widest) > 0) {
        widest = gap;
        oldest = i;
      }
    }
    return oldest;
  }
}
