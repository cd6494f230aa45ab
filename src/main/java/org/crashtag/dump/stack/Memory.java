package org.crashtag.dump.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.dump.TriageBytes;

/**
 * The memory that a triage dump contains: the call stack, and blocks whose table precedes them.
 *
 * <pre>
 * data block, also in 32-bit dumps: 0x00 u64 Address   0x08 u32 file offset   0x0C u32 size
 * </pre>
 *
 * <p>In 32-bit dumps the address is sign-extended. Bytes come from the call stack if it contains
 * them all, otherwise from the first block of the table that does; blocks are never joined. Because
 * a file is read forward only, all needed ranges are requested first and then read in one pass.
 */
final class Memory {
  static final int BLOCK_BYTES = 16;

  private final TriageBytes dump;
  private final CallStack stack;
  private final Bytes table;
  private final long addressBits;
  private final List<Wanted> wanted = new ArrayList<>();

  /**
   * @param table of data blocks
   * @param wide whether addresses have 64 bits
   */
  Memory(TriageBytes dump, CallStack stack, Bytes table, boolean wide) {
    this.dump = dump;
    this.stack = stack;
    this.table = table;
    this.addressBits = wide ? -1 : 0xFFFFFFFFL;
  }

  /** A requested range. */
  static final class Wanted {
    private final long address;
    private final int size;
    private long offset = -1;
    private Bytes bytes;

    private Wanted(long address, int size) {
      this.address = address;
      this.size = size;
    }

    /** Its bytes after {@link #load}; null if they aren't in the dump. */
    Bytes bytes() {
      return bytes;
    }
  }

  private int blocks() {
    return table.length() / BLOCK_BYTES;
  }

  private long address(int block) {
    return table.i64(block * BLOCK_BYTES) & addressBits;
  }

  /** The place of a block's bytes; a block that isn't in the dump has no size. */
  private long offset(int block) {
    return table.u32(block * BLOCK_BYTES + 8);
  }

  private long size(int block) {
    long size = table.u32(block * BLOCK_BYTES + 12);
    long end = dump.triage().sizeOfDump();
    long offset = offset(block);
    return offset == 0 || offset > end || size > end - offset ? 0 : size;
  }

  /** Requests bytes that {@link #load} will read. */
  Wanted want(long address, int size) {
    Wanted range = new Wanted(address, size);
    wanted.add(range);
    return range;
  }

  /** Reads all requested bytes. */
  void load() throws IOException {
    List<Wanted> open = new ArrayList<>();
    for (Wanted one : wanted) {
      one.bytes = stack.read(one.address, one.size);
      if (one.bytes == null) {
        open.add(one);
      }
    }
    locate(open);
    open.removeIf(one -> one.offset < 0);
    open.sort(Comparator.comparingLong(one -> one.offset));
    for (Wanted one : open) {
      one.bytes = own(dump.peek(one.offset, one.size), one.size);
    }
  }

  /** Finds the block of each range: each block searches for ranges that have no block yet. */
  private void locate(List<Wanted> open) {
    if (open.isEmpty()) {
      return;
    }
    open.sort((a, b) -> Long.compareUnsigned(a.address, b.address));
    Unfound unfound = new Unfound(open.size());
    long[] addresses = new long[open.size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = open.get(i).address;
    }
    long lowest = addresses[0];
    long highest = addresses[addresses.length - 1];
    for (int block = 0; block < blocks(); block++) {
      long start = address(block);
      long size = size(block);
      boolean near =
          Long.compareUnsigned(start, highest) <= 0
              && (Long.compareUnsigned(start, lowest) >= 0
                  || Long.compareUnsigned(lowest - start, size) < 0);
      if (near) {
        assign(open, addresses, unfound, start, size, offset(block));
      }
    }
  }

  private static void assign(
      List<Wanted> open, long[] addresses, Unfound unfound, long start, long size, long offset) {
    int at = unfound.from(firstAtOrAfter(addresses, start));
    while (at < addresses.length && Long.compareUnsigned(addresses[at] - start, size) < 0) {
      long before = addresses[at] - start;
      if (size - before >= open.get(at).size) {
        open.get(at).offset = offset + before;
        unfound.found(at);
      }
      at = unfound.from(at + 1);
    }
  }

  private static int firstAtOrAfter(long[] addresses, long start) {
    int low = 0;
    int high = addresses.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(addresses[middle], start) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The ranges that have no block yet; ranges that have one are skipped in almost constant time.
   */
  private static final class Unfound {
    private final int[] next;

    Unfound(int count) {
      next = new int[count + 1];
      for (int i = 0; i <= count; i++) {
        next[i] = i;
      }
    }

    void found(int at) {
      next[at] = at + 1;
    }

    /** The first at or after {@code at}; the count if there is none. */
    int from(int at) {
      int last = at;
      while (next[last] != last) {
        last = next[last];
      }
      int step = at;
      while (next[step] != last && step != last) {
        int following = next[step];
        next[step] = last;
        step = following;
      }
      return last;
    }
  }

  /** Holds all blocks in memory, for callers that find the next address while they read. */
  void hold() throws IOException {
    long from = Long.MAX_VALUE;
    long to = 0;
    for (int block = 0; block < blocks(); block++) {
      long size = size(block);
      if (size > 0) {
        from = Math.min(from, offset(block));
        to = Math.max(to, offset(block) + size);
      }
    }
    dump.hold(from, to);
  }

  /** Bytes of the call stack or of a block that is held; null if they aren't in the dump. */
  Bytes readHeld(long address, int size) {
    Bytes ofStack = stack.read(address, size);
    if (ofStack != null) {
      return ofStack;
    }
    for (int block = 0; block < blocks(); block++) {
      long before = address - address(block);
      long bytes = size(block);
      if (Long.compareUnsigned(before, bytes) < 0 && bytes - before >= size) {
        return own(dump.peekHeld(offset(block) + before, size), size);
      }
    }
    return null;
  }

  /** Copies the bytes, because a window's buffer is larger. */
  private static Bytes own(Bytes bytes, int size) {
    return bytes.length() == size ? Bytes.of(bytes.toArray()) : null;
  }
}
