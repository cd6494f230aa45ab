package org.crashtag.source.cab;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Made-up contents of members. */
final class Contents {
  private static final byte[] WORDS =
      "the kernel dump of a driver that holds the lock ".getBytes(StandardCharsets.US_ASCII);

  private Contents() {}

  /** Noise, text, repeats from near and far, long runs, and CALLs with near and far targets. */
  static byte[] mixed(int size, long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[size];
    int at = 0;
    while (at < size) {
      int end = Math.min(size, at + 1 + random.nextInt(300));
      int offset = 1 + random.nextInt(random.nextBoolean() ? 8 : Math.max(8, at));
      switch (random.nextInt(4)) {
        case 0 -> noise(bytes, at, Math.min(end, at + 40), random);
        case 1 -> text(bytes, at, end, random);
        case 2 -> calls(bytes, at, end, random);
        default -> repeat(bytes, at, end, Math.min(offset, at));
      }
      at = end;
    }
    return bytes;
  }

  private static void noise(byte[] bytes, int from, int end, Random random) {
    for (int at = from; at < end; at++) {
      bytes[at] = (byte) random.nextInt();
    }
  }

  private static void text(byte[] bytes, int from, int end, Random random) {
    int word = random.nextInt(WORDS.length);
    for (int at = from; at < end; at++) {
      bytes[at] = WORDS[(word + at) % WORDS.length];
    }
  }

  private static void calls(byte[] bytes, int from, int end, Random random) {
    for (int at = from; at + 5 <= end; at += 5) {
      int target = random.nextInt(1 << 22) - (1 << 21);
      bytes[at] = (byte) 0xE8;
      for (int i = 0; i < 4; i++) {
        bytes[at + 1 + i] = (byte) (target >> (8 * i));
      }
    }
  }

  private static void repeat(byte[] bytes, int from, int end, int offset) {
    for (int at = from; at < end && offset > 0; at++) {
      bytes[at] = bytes[at - offset];
    }
  }
}
