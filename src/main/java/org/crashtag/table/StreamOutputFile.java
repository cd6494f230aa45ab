package org.crashtag.table;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A stream as Parquet's output file. Parquet needs only the current position from it. */
final class StreamOutputFile implements OutputFile, Closeable {
  private final CountingStream stream;

  StreamOutputFile(OutputStream target) {
    this.stream = new CountingStream(new BufferedOutputStream(target));
  }

  /** Bytes written so far. */
  long position() {
    return stream.position;
  }

  /**
   * The stream's first fault, if there is one; otherwise {@code fault}. Parquet replaces a fault of
   * the stream by one of its own, which doesn't say what happened.
   */
  IOException causeOf(IOException fault) {
    return stream.fault == null ? fault : stream.fault;
  }

  /** Closes the stream, even if Parquet didn't finish; does nothing if it is closed already. */
  @Override
  public void close() throws IOException {
    stream.close();
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return stream;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return stream;
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  private static final class CountingStream extends PositionOutputStream {
    private final OutputStream target;
    private long position;

    /** Null if there was none. */
    private IOException fault;

    CountingStream(OutputStream target) {
      this.target = target;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) throws IOException {
      try {
        target.write(value);
      } catch (IOException e) {
        throw first(e);
      }
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        target.write(bytes, offset, length);
      } catch (IOException e) {
        throw first(e);
      }
      position += length;
    }

    private IOException first(IOException e) {
      if (fault == null) {
        fault = e;
      }
      return e;
    }

    @Override
    public void flush() throws IOException {
      target.flush();
    }

    @Override
    public void close() throws IOException {
      target.close();
    }
  }
}
