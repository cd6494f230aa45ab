package org.crashtag.sample;

import org.crashtag.bytes.Guid;

/**
 * Builds the blob of PCI configurations.
 *
 * <pre>
 * "PCfg" | u32 size | u32 parts | u32 bus, device, function | 44 bytes of pointers | header, 64 bytes | rest
 * </pre>
 */
public final class PciTree {
  /** The tag of the blob. */
  public static final Guid TAG = Guid.constant("9276c055-eb87-425c-b8b5-04e4d247f6cd");

  private static final int BEFORE_HEADER = 60;
  private static final int BARE_RECORD = 124;

  private final Pen pen = new Pen(4000);

  /**
   * The place and the maker of a function.
   *
   * @param code class, subclass and interface in 24 bits
   */
  public record Function(
      int bus, int device, int function, int vendor, int id, int revision, int code) {}

  /**
   * Adds a device.
   *
   * @param capabilities bytes after the header's record
   */
  public PciTree device(Function at, int subsystemVendor, int subsystem, int capabilities) {
    int header = begin(at, BARE_RECORD + capabilities, 0);
    pen.at(header + 44).u16(subsystemVendor).u16(subsystem);
    return end(header, capabilities);
  }

  /** Adds a bridge to another bus. */
  public PciTree bridge(Function at, int secondaryBus) {
    int header = begin(at, BARE_RECORD, 1);
    pen.at(header + 24).number(at.bus, 1).number(secondaryBus, 1).number(secondaryBus, 1);
    return end(header, 0);
  }

  private int begin(Function at, int size, int type) {
    int header = pen.position() + BEFORE_HEADER;
    pen.ascii("PCfg").u32(size).u32(1);
    pen.u32((long) at.bus * 256 + at.device * 8L + at.function);
    pen.at(header).u16(at.vendor).u16(at.id).u32(0x00100406);
    pen.number(at.revision, 1).number(at.code, 3).at(header + 14).number(type, 1);
    return header;
  }

  private PciTree end(int header, int capabilities) {
    pen.at(header + BARE_RECORD - BEFORE_HEADER).raw(new byte[capabilities]);
    return this;
  }

  /** The blob's data. */
  public byte[] toBytes() {
    return pen.toBytes();
  }
}
