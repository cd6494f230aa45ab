package org.crashtag.source.cab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.MalformedException;
import org.junit.jupiter.api.Test;

/** LZX frames, bit by bit: some that no encoder writes, and some that few encoders write. */
class LzxFramesTest {
  private static final int VERBATIM = 1;
  private static final int ALIGNED = 2;
  private static final int RAW = 3;

  /** The given frames, and the bytes that they unpack to. */
  private static final class Frames implements FolderEncoder {
    private final List<byte[]> packed = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();

    Frames add(byte[] frame, int bytes) {
      packed.add(frame);
      sizes.add(bytes);
      return this;
    }

    @Override
    public int method() {
      return 3 | 16 << 8;
    }

    @Override
    public void encode(InputStream content, Sink sink) throws IOException {
      for (int i = 0; i < packed.size(); i++) {
        sink.block(packed.get(i), sizes.get(i));
      }
    }

    /** All bytes that the frames unpack to. */
    String read() throws IOException {
      int size = sizes.stream().mapToInt(Integer::intValue).sum();
      byte[] cabinet =
          new CabinetBuilder()
              .folder(this)
              .file("a", Math.max(1, size), InputStream::nullInputStream)
              .toBytes();
      Cabinet opened = Cabinet.open(new Channel(cabinet), Long.MAX_VALUE);
      try (InputStream in = opened.open(opened.files().get(0))) {
        return new String(in.readAllBytes(), US_ASCII);
      }
    }

    void assertRefused(String message) {
      assertThatThrownBy(this::read)
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining(message);
    }
  }

  /** A frame of blocks; only a folder's first one tells whether the output is translated. */
  private static LzxBitWriter frame(boolean first) {
    LzxBitWriter frame = new LzxBitWriter();
    if (first) {
      frame.write(0, 1);
    }
    return frame;
  }

  private static LzxBitWriter block(LzxBitWriter frame, int kind, int bytes) {
    frame.write(kind, 3);
    frame.write(bytes, 24);
    return frame;
  }

  private static LzxBitWriter raw(LzxBitWriter frame, int stated, String text) {
    block(frame, RAW, stated).startRaw();
    for (int i = 0; i < 3; i++) {
      frame.rawInt(1);
    }
    frame.raw(text.getBytes(US_ASCII), 0, text.length());
    return frame;
  }

  private static byte[] padded(LzxBitWriter frame) {
    frame.rawByte(0);
    return frame.take();
  }

  @Test
  void rawBlocksOfEvenAndOddSize() throws IOException {
    assertThat(new Frames().add(padded(raw(frame(true), 1, "a")), 1).read()).isEqualTo("a");
    assertThat(new Frames().add(raw(frame(true), 2, "ab").take(), 2).read()).isEqualTo("ab");
    assertThat(new Frames().add(padded(raw(frame(true), 3, "abc")), 3).read()).isEqualTo("abc");
    LzxBitWriter two = raw(frame(true), 3, "abc");
    two.rawByte(0);
    assertThat(new Frames().add(padded(raw(two, 3, "def")), 6).read()).isEqualTo("abcdef");
  }

  /**
   * The byte that fills up a raw block's last word may be the next frame's first, or be left out.
   */
  @Test
  void padByteBetweenFrames() throws IOException {
    byte[] within = padded(raw(frame(true), 3, "abc"));
    byte[] without = raw(frame(true), 3, "abc").take();
    byte[] next = raw(frame(false), 2, "de").take();
    LzxBitWriter startsWithPad = frame(false);
    startsWithPad.rawByte(0);
    byte[] nextWithPad = raw(startsWithPad, 2, "de").take();

    assertThat(new Frames().add(within, 3).add(next, 2).read()).isEqualTo("abcde");
    assertThat(new Frames().add(without, 3).add(nextWithPad, 2).read()).isEqualTo("abcde");
    assertThat(new Frames().add(without, 3).read()).isEqualTo("abc");
    new Frames().add(within, 3).add(nextWithPad, 2).assertRefused("LZX");
    new Frames().add(without, 3).add(next, 2).assertRefused("LZX");
  }

  @Test
  void frameOfThePadByteAloneHasNoBits() {
    byte[] without = raw(frame(true), 3, "abc").take();

    new Frames().add(without, 3).add(new byte[0], 1).assertRefused("an LZX frame without bytes");
    new Frames().add(without, 3).add(new byte[1], 1).assertRefused("bits end too early");
  }

  /** A raw block that continues in the next frame is padded only after its last byte. */
  @Test
  void oddRawBlockOverTwoFrames() throws IOException {
    byte[] first = raw(frame(true), 3, "ab").take();
    LzxBitWriter second = new LzxBitWriter();
    second.raw(new byte[] {'c', 0}, 0, 2);
    assertThat(new Frames().add(first, 2).add(second.take(), 1).read()).isEqualTo("abc");

    LzxBitWriter unpadded = new LzxBitWriter();
    unpadded.raw(new byte[] {'c'}, 0, 1);
    assertThat(new Frames().add(first, 2).add(unpadded.take(), 1).read()).isEqualTo("abc");
  }

  @Test
  void rawBytesEndWithTheFrame() {
    new Frames().add(raw(frame(true), 3, "ab").take(), 3).assertRefused("raw bytes end too early");
    LzxBitWriter offsets = block(frame(true), RAW, 2);
    offsets.startRaw();
    offsets.rawInt(1);
    offsets.rawInt(1);
    offsets.raw(new byte[3], 0, 3);
    new Frames().add(offsets.take(), 2).assertRefused("raw bytes end too early");
  }

  @Test
  void blocksOfNoBytesAreRefused() {
    for (int kind : new int[] {VERBATIM, ALIGNED, RAW}) {
      new Frames()
          .add(raw(block(frame(true), kind, 0), 2, "ab").take(), 2)
          .assertRefused("an LZX block of no bytes");
    }
    LzxBitWriter empty = raw(frame(true), 0, "");
    new Frames().add(raw(empty, 2, "ab").take(), 2).assertRefused("an LZX block of no bytes");
    LzxBitWriter behind = raw(frame(true), 2, "ab");
    raw(behind, 0, "");
    new Frames().add(raw(behind, 2, "cd").take(), 4).assertRefused("an LZX block of no bytes");
  }

  @Test
  void framesOfNoBytesAreRefused() {
    new Frames().add(raw(frame(true), 2, "ab").take(), 0).assertRefused("a block of 0 bytes");
    new Frames()
        .add(raw(frame(true), 2, "ab").take(), 2)
        .add(new byte[2], 0)
        .add(raw(frame(false), 2, "cd").take(), 2)
        .assertRefused("a block of 0 bytes");
  }

  @Test
  void unknownKindsOfBlocksAreRefused() {
    for (int kind : new int[] {0, 4, 5, 6, 7}) {
      new Frames()
          .add(raw(block(frame(true), kind, 2), 2, "ab").take(), 2)
          .assertRefused("LZX block type " + kind);
    }
  }
}
