package org.crashtag.source.cab;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Content whose CALLs were made absolute, frame by frame, as an LZX writer does. */
@SuppressWarnings({"ArrayRecordComponent", "OperatorPrecedence", "UnnecessaryParentheses"})
final class E8Preparation extends FilterInputStream {
  private final int translationSize;
  private byte[] frame = new byte[0];
  private int at;
  private int place;

  E8Preparation(InputStream content, int translationSize) {
    super(content);
    this.translationSize = translationSize;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int size) throws IOException {
    if (at == frame.length) {
      place += frame.length;
      frame = in.readNBytes(FolderEncoder.BLOCK_BYTES);
      at = 0;
      prepare();
    }
    int count = Math.min(size, frame.length - at);
    System.arraycopy(frame, at, into, from, count);
    at += count;
    return frame.length == 0 ? -1 : count;
  }

  private void prepare() {
    ByteBuffer bytes = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    int next = 0;
    while (next < frame.length - 10) {
      if (frame[next] != (byte) 0xE8) {
        next++;
        continue;
      }
      long relative = bytes.getInt(next + 1);
      long here = (long) place + next;
      if (relative >= -here && relative < translationSize - here) {
        bytes.putInt(next + 1, (int) (relative + here));
      } else if (relative >= translationSize - here && relative < translationSize) {
        bytes.putInt(next + 1, (int) (relative - translationSize));
      }
      next += 5;
    }
  }
}
