package org.crashtag.table;

import java.util.Arrays;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Values of variable length. Equal ones are kept once, in their encoded form; a cell is the id of
 * one. If nearly all of the first thousands are distinct, the others are not compared.
 *
 * @param <V> class of the values
 */
abstract class DistinctValues<V> extends Values {
  /** An encoded value's place in the arrays, and the array that holds it. */
  static final int ENTRY_BYTES = 40;

  private static final int MOST_DICTIONARY_BYTES = 1 << 22;

  /**
   * The number of distinct values after which it is decided whether nearly all values are distinct.
   */
  private static final int PROBE = 4096;

  /** As in {@link NumberDictionary}. */
  private static final int MOST_STEPS = 16;

  /** A column chunk with longer values has no range: Parquet would not store it. */
  private static final int LONGEST_IN_RANGE = 1 << 10;

  private static final int FIRST_SLOTS = 64;

  private byte[][] entries = new byte[FIRST_SLOTS / 2][];
  private int[] hashes = new int[FIRST_SLOTS / 2];
  private int size;

  /** Ids plus one. */
  private int[] slots = new int[FIRST_SLOTS];

  private long cells;
  private boolean isUnique;

  /** For each id, the last range that the value was part of. */
  private int[] seenIn = new int[0];

  private int ranges;

  DistinctValues(PrimitiveType type) {
    super(type);
  }

  /** The encoded form of a value. */
  abstract byte[] encode(V value);

  /** A hash of a value that {@link #isComparable}. */
  abstract int hash(V value);

  /** Whether it is worth looking for an equal value. */
  abstract boolean isComparable(V value);

  /** Whether the value with an id, whose hash is equal, is {@code value}. */
  abstract boolean isSame(int id, V value);

  /** Keeps what {@link #isSame} needs; returns the bytes of memory that it takes. */
  abstract int keep(int id, V value);

  /** The encoded value with an id. */
  final byte[] entry(int id) {
    return entries[id];
  }

  /** The id of an equal value, or of this new one. */
  final int id(V value) {
    cells++;
    if (isUnique || !isComparable(value)) {
      return append(value);
    }
    int hash = hash(value) * 0x9E3779B9;
    hash ^= hash >>> 16;
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (int step = 0; step < MOST_STEPS; step++) {
      int id = slots[slot] - 1;
      if (id < 0) {
        return add(value, hash, slot);
      }
      if (hashes[id] == hash && isSame(id, value)) {
        return id;
      }
      slot = slot + 1 & mask;
    }
    return append(value);
  }

  private int add(V value, int hash, int slot) {
    int id = append(value);
    slots[slot] = id + 1;
    hashes[id] = hash;
    grow(keep(id, value));
    if (size > slots.length / 2) {
      isUnique = size >= PROBE && cells < size + size / 4;
      if (!isUnique) {
        growSlots();
      }
    }
    return id;
  }

  private int append(V value) {
    byte[] bytes = encode(value);
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, 2 * size);
      hashes = Arrays.copyOf(hashes, 2 * size);
    }
    entries[size] = bytes;
    grow(bytes.length + ENTRY_BYTES);
    return size++;
  }

  private void growSlots() {
    int[] old = slots;
    slots = new int[2 * old.length];
    int mask = slots.length - 1;
    for (int filled : old) {
      if (filled != 0) {
        int slot = hashes[filled - 1] & mask;
        int steps = 0;
        while (slots[slot] != 0 && steps < MOST_STEPS) {
          slot = slot + 1 & mask;
          steps++;
        }
        if (steps < MOST_STEPS) {
          slots[slot] = filled;
        }
      }
    }
  }

  @Override
  int dictionary(long[] ids, int count) {
    if (isUnique) {
      return -1;
    }
    long dictionary = 0;
    for (int id = 0; id < size; id++) {
      dictionary += Integer.BYTES + entries[id].length;
    }
    long plain = -(long) count * NumberDictionary.idBits(size) / Byte.SIZE;
    for (int i = 0; i < count; i++) {
      plain += Integer.BYTES + entries[(int) ids[i]].length;
    }
    return dictionary <= MOST_DICTIONARY_BYTES && dictionary < plain ? size : -1;
  }

  @Override
  void putDictionary(PageBuffer page) {
    for (int id = 0; id < size; id++) {
      page.putBinary(entries[id]);
    }
  }

  @Override
  int fitting(long[] ids, int from, int to, int bytes) {
    long left = bytes;
    int at = from;
    do {
      left -= Integer.BYTES + entries[(int) ids[at++]].length;
    } while (at < to && left >= Integer.BYTES + entries[(int) ids[at]].length);
    return at - from;
  }

  @Override
  void putPlain(PageBuffer page, long[] ids, int from, int to) {
    for (int i = from; i < to; i++) {
      page.putBinary(entries[(int) ids[i]]);
    }
  }

  @Override
  Statistics<?> range(long[] ids, int from, int to, boolean isDictionary) {
    if (seenIn.length < size) {
      seenIn = new int[size];
      ranges = 0;
    }
    ranges++;
    byte[] min = null;
    byte[] max = null;
    for (int i = from; i < to; i++) {
      int id = (int) ids[i];
      if (seenIn[id] != ranges) {
        seenIn[id] = ranges;
        byte[] value = entries[id];
        if (value.length > LONGEST_IN_RANGE) {
          return null;
        }
        min = min == null || Arrays.compareUnsigned(value, min) < 0 ? value : min;
        max = max == null || Arrays.compareUnsigned(value, max) > 0 ? value : max;
      }
    }
    Statistics<?> range = Statistics.createStats(type);
    range.updateStats(Binary.fromConstantByteArray(min));
    range.updateStats(Binary.fromConstantByteArray(max));
    return range;
  }

  @Override
  void clear() {
    entries = new byte[FIRST_SLOTS / 2][];
    hashes = new int[FIRST_SLOTS / 2];
    slots = new int[FIRST_SLOTS];
    seenIn = new int[0];
    ranges = 0;
    size = 0;
    cells = 0;
    isUnique = false;
  }
}
