package org.crashtag.bench;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Made-up memory pages that, like those of real dumps, can be packed to about a third: zeros,
 * structures of pointers, code, UTF-16 text, and incompressible bytes.
 */
final class DumpLikeContent extends InputStream {
  private static final int PAGE_BYTES = 4096;
  private static final int CODE_RUNS = 4096;
  private static final String[] WORDS = {
    "\\Device\\", "HarddiskVolume", "System32", "ntoskrnl.exe", "Registry", "Machine", "driver"
  };

  private final Random random;
  private final byte[][] codeRuns = new byte[CODE_RUNS][];
  private final ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long left;

  DumpLikeContent(long bytes, long seed) {
    this.left = bytes;
    this.random = new Random(seed);
    for (int i = 0; i < CODE_RUNS; i++) {
      codeRuns[i] = new byte[3 + random.nextInt(14)];
      random.nextBytes(codeRuns[i]);
    }
    page.position(PAGE_BYTES);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int at, int size) {
    if (left == 0) {
      return -1;
    }
    if (!page.hasRemaining()) {
      page.clear();
      fill(random.nextInt(20));
      page.rewind();
    }
    int count = (int) Math.min(left, Math.min(size, page.remaining()));
    page.get(into, at, count);
    left -= count;
    return count;
  }

  private void fill(int kind) {
    if (kind < 5) {
      page.put(new byte[PAGE_BYTES]);
    } else if (kind < 11) {
      fillPointers();
    } else if (kind < 16) {
      fillCode();
    } else if (kind < 18) {
      fillText();
    } else {
      random.nextBytes(page.array());
    }
  }

  private void fillPointers() {
    long region = 0xFFFFF80100000000L + (random.nextInt(64) << 24);
    while (page.hasRemaining()) {
      int kind = random.nextInt(8);
      long value = region + (random.nextInt(1 << 16) << 4);
      page.putLong(kind < 3 ? 0 : kind < 5 ? random.nextInt(256) : value);
    }
  }

  private void fillCode() {
    while (page.hasRemaining()) {
      double squared = random.nextDouble() * random.nextDouble();
      byte[] run = codeRuns[(int) (squared * CODE_RUNS)];
      page.put(run, 0, Math.min(run.length, page.remaining()));
      if (page.hasRemaining() && random.nextInt(3) == 0) {
        page.put((byte) random.nextInt());
      }
    }
  }

  private void fillText() {
    while (page.hasRemaining()) {
      byte[] word =
          (WORDS[random.nextInt(WORDS.length)] + random.nextInt(1000))
              .getBytes(StandardCharsets.UTF_16LE);
      page.put(word, 0, Math.min(word.length, page.remaining()));
    }
  }
}
