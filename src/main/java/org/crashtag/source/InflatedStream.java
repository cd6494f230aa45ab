package org.crashtag.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The unpacked data of a raw deflate stream (RFC 1951). */
final class InflatedStream extends InputStream {
  static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final Optional<PushbackInputStream> back;
  private final Inflater inflater = new Inflater(true);
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int end;
  private boolean finished;

  /** For packed bytes whose rest after the deflate stream is not needed. */
  InflatedStream(InputStream in) {
    this(in, Optional.empty());
  }

  private InflatedStream(InputStream in, Optional<PushbackInputStream> back) {
    this.in = in;
    this.back = back;
  }

  /** For packed bytes followed by other data, which is pushed back. */
  static InflatedStream over(PushbackInputStream in) {
    return new InflatedStream(in, Optional.of(in));
  }

  /** Packed bytes so far. */
  long packedBytes() {
    return inflater.getBytesRead();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int at, int size) throws IOException {
    if (size == 0) {
      return 0;
    }
    while (!finished) {
      int count = inflate(into, at, size);
      if (count > 0) {
        return count;
      }
      if (inflater.finished()) {
        finish();
      } else if (inflater.needsDictionary()) {
        throw new IOException("a dictionary in a deflate stream");
      } else {
        fill();
      }
    }
    return -1;
  }

  private int inflate(byte[] into, int at, int size) throws IOException {
    try {
      return inflater.inflate(into, at, size);
    } catch (DataFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void fill() throws IOException {
    end = in.read(buffer, 0, buffer.length);
    if (end < 0) {
      end = 0;
      throw new EOFException();
    }
    inflater.setInput(buffer, 0, end);
  }

  private void finish() throws IOException {
    finished = true;
    if (back.isPresent()) {
      int rest = inflater.getRemaining();
      back.get().unread(buffer, end - rest, rest);
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
