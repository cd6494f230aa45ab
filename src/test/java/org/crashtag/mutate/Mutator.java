package org.crashtag.mutate;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes inputs from seeds; the same number gives the same input. */
final class Mutator {
  private static final int MOST_CHANGES = 6;
  private static final int MOST_MOVED_BYTES = 4096;
  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    4,
    7,
    8,
    0x10,
    0x20,
    0x7F,
    0x80,
    0xFF,
    0x100,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x10000,
    0x7FFFFFFFL,
    0x80000000L,
    0xFFFFFFFEL,
    0xFFFFFFFFL,
    0x100000000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -2,
    -1
  };

  private final List<byte[]> seeds;

  Mutator(List<byte[]> seeds) {
    this.seeds = seeds;
  }

  /** The seed from which the input of a number is made. */
  int seed(long number) {
    return new SplittableRandom(number).nextInt(seeds.size());
  }

  /** The input of a number. */
  byte[] input(long number) {
    SplittableRandom random = new SplittableRandom(number);
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    // Most inputs differ only slightly, so that the reader gets far.
    for (int changes = 1 + random.nextInt(random.nextInt(MOST_CHANGES) + 1);
        changes > 0;
        changes--) {
      bytes = changed(bytes, random);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes, SplittableRandom random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = place(bytes.length, random);
    switch (random.nextInt(10)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1, 2 -> bytes[at] = (byte) random.nextInt();
      case 3, 4, 5 -> number(bytes, at, random);
      case 6 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 7 -> {
        return moved(bytes, at, bytes, place(bytes.length, random), 0, random);
      }
      case 8 -> {
        int gone = Math.min(bytes.length - at, 1 + random.nextInt(MOST_MOVED_BYTES));
        return moved(bytes, at, bytes, 0, gone, random);
      }
      default -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        if (other.length > 0) {
          int from = place(other.length, random);
          int count = Math.min(other.length - from, bytes.length - at);
          System.arraycopy(other, from, bytes, at, random.nextInt(count) + 1);
        }
      }
    }
    return bytes;
  }

  /** Half of the places are near the start, where headers are. */
  private static int place(int length, SplittableRandom random) {
    return random.nextBoolean()
        ? random.nextInt(length)
        : random.nextInt(Math.min(length, 1 << (3 + random.nextInt(11))));
  }

  /** A number of 1, 2, 4 or 8 bytes, in either order, that readers often handle wrongly. */
  private static void number(byte[] bytes, int at, SplittableRandom random) {
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    int width = 1 << random.nextInt(4);
    boolean big = random.nextInt(8) == 0;
    for (int i = 0; i < width && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (number >>> (8 * (big ? width - 1 - i : i)));
    }
  }

  /** With some bytes removed or, if none are to be removed, with some inserted from elsewhere. */
  private static byte[] moved(
      byte[] bytes, int at, byte[] from, int start, int gone, SplittableRandom random) {
    int more = gone > 0 ? 0 : Math.min(from.length - start, 1 + random.nextInt(MOST_MOVED_BYTES));
    byte[] result = new byte[bytes.length - gone + more];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(from, start, result, at, more);
    System.arraycopy(bytes, at + gone, result, at + more, bytes.length - at - gone);
    return result;
  }
}
