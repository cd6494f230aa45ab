package org.crashtag.sample;

import org.crashtag.bytes.Guid;

/**
 * Builds the blob of Intel's Wi-Fi driver.
 *
 * <pre>
 * u32 size | u32 header bytes | header: u16[4] version backwards, ... | {u16 type | u16 length | u16 0 | data}
 * </pre>
 */
public final class WifiSections {
  /** The tag of the blob. */
  public static final Guid TAG = Guid.constant("41c9ed64-e466-41c3-9726-b1a68f6ebb1c");

  private static final int HEADER = 56;

  private final Pen pen = new Pen(500);

  /** A blob without sections. */
  public WifiSections(int major, int minor, int build, int revision) {
    pen.u32(0).u32(HEADER).u16(revision).u16(build).u16(minor).u16(major);
    pen.raw(new byte[HEADER - 8]);
  }

  /** Adds a section. */
  public WifiSections add(int type, byte[] data) {
    pen.u16(type).u16(data.length).u16(0).raw(data);
    return this;
  }

  /** The blob's data. */
  public byte[] toBytes() {
    int size = pen.position();
    return pen.at(0).u32(size).at(size).toBytes();
  }
}
