package org.crashtag.source.cab;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The bytes of one member. */
final class CabinetFileStream extends InputStream {
  private final Cabinet cabinet;
  private final CabinetFile file;
  private long position;

  CabinetFileStream(Cabinet cabinet, CabinetFile file) {
    this.cabinet = cabinet;
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int at, int size) throws IOException {
    Objects.checkFromIndexSize(at, size, into.length);
    if (size == 0) {
      return 0;
    }
    int wanted = (int) Math.min(size, file.bytes() - position);
    if (wanted == 0) {
      return -1;
    }
    int count = cabinet.read(file.folder(), file.offset() + position, into, at, wanted);
    position += count;
    return count;
  }

  /** Skips all of {@code size}, up to the member's end. */
  @Override
  public long skip(long size) throws IOException {
    long count = Math.max(0, Math.min(size, file.bytes() - position));
    if (count > 0) {
      cabinet.skipTo(file.folder(), file.offset() + position + count);
      position += count;
    }
    return count;
  }
}
