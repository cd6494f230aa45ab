package org.crashtag.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.FileTime;

/**
 * A logger of an {@link EtwTrace} with its buffers.
 *
 * <pre>
 * logger: u32 0x01EBAFE1  u32 id  u32 mode  u32 clock  u32 buffer size  u32 name bytes
 *         u64 start  u64 reference time  u64 reference clock  UTF-16 name, residue
 * buffer: u32 size  u32 saved  u32 current  i32 references  i64 time  i64 sequence  u64 pointer
 *         u16 processor  u16 logger id  u32 state  u32 offset  u16 flag  u16 type  16 bytes  records
 * </pre>
 */
public final class EtwLogger {
  /** Events are timed by a counter that runs since boot. */
  public static final int COUNTER = 1;

  /** Events are timed by FILETIMEs. */
  public static final int SYSTEM_TIME = 2;

  private static final int BUFFER_HEADER_BYTES = 72;
  private static final int FLAG_NEVER_USED = 0x100;

  private final String name;
  private final int id;
  private final long mode;
  private final int clock;
  private final int bufferBytes;
  private final Instant start;
  private final Instant reference;
  private final long referenceClock;
  private final List<Buffer> buffers = new ArrayList<>();
  private boolean residue = true;

  /** The records of one buffer; none in a buffer of zeros. */
  private static final class Buffer {
    private final int processor;
    private final int flag;
    private final boolean zero;
    private final List<byte[]> records = new ArrayList<>();
    private int recordBytes;

    Buffer(int processor, int flag, boolean zero) {
      this.processor = processor;
      this.flag = flag;
      this.zero = zero;
    }

    void add(byte[] record) {
      records.add(record);
      recordBytes += padded(record);
    }
  }

  /**
   * A logger without buffers.
   *
   * @param mode bits; 0x80000000 puts it into dumps
   * @param clock {@link #COUNTER} or {@link #SYSTEM_TIME}
   * @param bufferBytes size of each buffer in memory
   * @param reference the time at which the clock was at {@code referenceClock}
   */
  public EtwLogger(
      String name,
      int id,
      long mode,
      int clock,
      int bufferBytes,
      Instant start,
      Instant reference,
      long referenceClock) {
    this.name = name;
    this.id = id;
    this.mode = mode;
    this.clock = clock;
    this.bufferBytes = bufferBytes;
    this.start = start;
    this.reference = reference;
    this.referenceClock = referenceClock;
  }

  /** Omits the room after the name, as newer systems do. */
  public EtwLogger tightName() {
    residue = false;
    return this;
  }

  /** Adds an empty buffer of a processor. */
  public EtwLogger buffer(int processor) {
    return buffer(processor, 0);
  }

  /** Adds an empty buffer with flags: 2 events lost, 4 buffers lost, 0x40 compressed. */
  public EtwLogger buffer(int processor, int flag) {
    buffers.add(new Buffer(processor, flag, false));
    return this;
  }

  /** Adds a buffer that was never used. */
  public EtwLogger unusedBuffer() {
    return buffer(0, FLAG_NEVER_USED);
  }

  /** Adds a buffer in which only the sizes were ever written. */
  public EtwLogger zeroBuffer() {
    buffers.add(new Buffer(0, 0, true));
    return this;
  }

  /**
   * Adds a record to the last buffer, or to a new one if it has no room left.
   *
   * @throws IllegalArgumentException if no buffer has room for it
   */
  public EtwLogger add(byte[] record) {
    int room = bufferBytes - BUFFER_HEADER_BYTES;
    if (padded(record) > room) {
      throw new IllegalArgumentException(record.length + " bytes don't fit into a buffer");
    }
    Buffer last = buffers.isEmpty() ? null : buffers.get(buffers.size() - 1);
    if (last == null || last.zero || last.recordBytes + padded(record) > room) {
      buffer(last == null ? 0 : last.processor);
      last = buffers.get(buffers.size() - 1);
    }
    last.add(record.clone());
    return this;
  }

  private static int padded(byte[] record) {
    return (int) Pen.alignUp(record.length, 8);
  }

  void draw(Pen pen) {
    pen.u32(0x01EBAFE1).u32(id).u32(mode).u32(clock).u32(bufferBytes).u32(2L * name.length());
    pen.u64(FileTime.of(start)).u64(FileTime.of(reference)).u64(referenceClock).utf16(name);
    if (residue) {
      pen.raw(new byte[2 * name.length()]);
    }
    long sequence = 0;
    for (Buffer buffer : buffers) {
      draw(pen, buffer, sequence++);
    }
  }

  private void draw(Pen pen, Buffer buffer, long sequence) {
    int header = pen.position();
    int offset = BUFFER_HEADER_BYTES + buffer.recordBytes;
    pen.raw(new byte[offset]);
    int end = pen.position();
    pen.at(header).u32(bufferBytes);
    if (buffer.zero) {
      pen.at(header + 8).u32(offset).at(end);
      return;
    }
    pen.u32(offset).u32(offset).u32(0).u64(referenceClock).u64(sequence).u64(0);
    pen.u16(buffer.processor).u16(id).u32(buffer.records.isEmpty() ? 0 : 1);
    pen.u32(offset).u16(buffer.flag).u16(0).at(header + BUFFER_HEADER_BYTES);
    for (byte[] record : buffer.records) {
      pen.raw(record).raw(new byte[padded(record) - record.length]);
    }
    pen.at(end);
  }
}
