package org.crashtag.sample;

import org.crashtag.bytes.Guid;

/**
 * Builds the blob of BIOS and processor values.
 *
 * <pre>
 * u32 name bytes | name, UTF-16, NUL | u32 registry type | u32 data bytes | data, repeated
 * </pre>
 */
public final class BiosValues {
  /** The tag of the blob. */
  public static final Guid TAG = Guid.constant("6c7ac389-4313-47dc-9f34-a8800a0fb56c");

  private static final int REG_SZ = 1;
  private static final int REG_DWORD = 4;
  private static final int REG_QWORD = 11;

  private final Pen pen = new Pen(600);

  /** Adds a text. */
  public BiosValues text(String name, String value) {
    return value(name, REG_SZ, new Pen(64).utf16(value).u16(0).toBytes());
  }

  /** Adds a 32-bit number. */
  public BiosValues number(String name, long value) {
    return value(name, REG_DWORD, new Pen(4).u32(value).toBytes());
  }

  /** Adds a 64-bit number. */
  public BiosValues wideNumber(String name, long value) {
    return value(name, REG_QWORD, new Pen(8).u64(value).toBytes());
  }

  /** Adds a value of any registry type. */
  public BiosValues value(String name, long type, byte[] data) {
    pen.u32(2L * name.length() + 2).utf16(name).u16(0).u32(type).u32(data.length).raw(data);
    return this;
  }

  /** The blob's data. */
  public byte[] toBytes() {
    return pen.toBytes();
  }
}
