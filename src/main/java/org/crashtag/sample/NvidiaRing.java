package org.crashtag.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds a circular log of NVIDIA's driver with times in seconds.
 *
 * <pre>
 * u64 | u32 size | tag | u32 flags | u32 position | i32 threads | u32 overflows | size bytes
 * record: words | u32 seconds | 5 in 3 bits, GPU in 5, file in 24 | 6 in 3 bits, 0 in 4, words in 7, 0 in 2, line in 16
 * </pre>
 */
public final class NvidiaRing {
  /** Means no GPU. */
  public static final int NO_GPU = 31;

  private final String tag;
  private final int size;
  private final List<Integer> words = new ArrayList<>();

  /**
   * A ring of print records.
   *
   * @param tag four characters
   * @param size of its data in bytes, a multiple of 4
   */
  public NvidiaRing(String tag, int size) {
    this.tag = tag;
    this.size = size;
  }

  /** Adds a record, which becomes the newest. */
  public NvidiaRing add(long seconds, int file, int line, int gpu, int... arguments) {
    Arrays.stream(arguments).forEach(words::add);
    words.add((int) seconds);
    words.add((5 << 29) | (gpu << 24) | file);
    words.add((6 << 29) | (arguments.length << 18) | line);
    return this;
  }

  /** The log's buffer; records that don't fit are overwritten by later ones. */
  public byte[] toBytes() {
    int written = 4 * words.size();
    Pen pen = new Pen(32 + size);
    pen.u64(0).u32(size).ascii(tag).u32(0xB0).u32(written % size).u32(1);
    pen.u32(written / size).raw(new byte[size]);
    int place = 0;
    for (int word : words) {
      pen.at(32 + place).u32(word);
      place = (place + 4) % size;
    }
    return pen.toBytes();
  }
}
