package org.crashtag.sample;

import java.util.List;
import java.util.SplittableRandom;

/** Random numbers that depend only on a seed, a purpose and an index. */
final class Draws {
  /** The purpose of the numbers: draws for one purpose never affect another's. */
  enum Purpose {
    ROLE(0x526F6C65L),
    MACHINE(0x4D616368L),
    CRASH(0x43726173L),
    CONTENT(0x436F6E74L),
    DRIVER(0x44726976L),
    HARDWARE(0x48617264L),
    NAMES(0x4E616D65L);

    private final long salt;

    Purpose(long salt) {
      this.salt = salt;
    }
  }

  private Draws() {}

  static SplittableRandom of(long seed, Purpose purpose, long index) {
    return new SplittableRandom(scramble(scramble(seed ^ purpose.salt) + index));
  }

  /** Random bytes. */
  static byte[] bytes(SplittableRandom draw, int count) {
    byte[] bytes = new byte[count];
    draw.nextBytes(bytes);
    return bytes;
  }

  /** True with a probability of {@code percent}. */
  static boolean chance(SplittableRandom draw, int percent) {
    return draw.nextInt(100) < percent;
  }

  static <T> T oneOf(SplittableRandom draw, List<T> choices) {
    return choices.get(draw.nextInt(choices.size()));
  }

  /** An address like those in the kernel's pool, a multiple of 16. */
  static long poolAddress(SplittableRandom draw, MachineKind machine) {
    return machine.wide()
        ? 0xFFFF_8000_0000_0000L + 16 * draw.nextLong(1L << 40)
        : 0x8600_0000L + 16L * draw.nextInt(1 << 22);
  }

  /** MurmurHash3's 64-bit finalizer. */
  private static long scramble(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }
}
