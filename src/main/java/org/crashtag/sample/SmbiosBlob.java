package org.crashtag.sample;

import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Guid;

/**
 * Builds the SMBIOS blob. Source: DMTF DSP0134.
 *
 * <pre>
 * u8 0  u8 major  u8 minor  u8 0  u32 bytes of the table
 * structure: u8 type  u8 4 + bytes of its fields  u16 handle  fields  strings, each with a NUL  NUL
 * </pre>
 */
public final class SmbiosBlob {
  /** The tag of the blob. */
  public static final Guid TAG = Guid.constant("bc5c008f-1e3a-44d7-988d-86f6884c6758");

  private final int major;
  private final int minor;
  private final Pen table = new Pen(1024);
  private int handle = 0x10;

  /** A table of this version without structures. */
  public SmbiosBlob(int major, int minor) {
    this.major = major;
    this.minor = minor;
  }

  /** A structure's fields, in their order, and the strings that they number. */
  public static final class Fields {
    private final Pen pen = new Pen(64);
    private final List<String> strings = new ArrayList<>();

    /** Numbers of one byte each. */
    public Fields u8(int... values) {
      for (int value : values) {
        pen.number(value, 1);
      }
      return this;
    }

    /** A number of two bytes. */
    public Fields u16(int value) {
      pen.u16(value);
      return this;
    }

    /** A number of four bytes. */
    public Fields u32(long value) {
      pen.u32(value);
      return this;
    }

    /** A GUID, as Windows writes it. */
    public Fields guid(Guid value) {
      pen.guid(value);
      return this;
    }

    /** The numbers of these strings; an empty string is omitted. */
    public Fields strings(String... texts) {
      for (String text : texts) {
        if (!text.isEmpty()) {
          strings.add(text);
        }
        u8(text.isEmpty() ? 0 : strings.size());
      }
      return this;
    }
  }

  /** Adds a structure. */
  public SmbiosBlob add(int type, Fields fields) {
    byte[] area = fields.pen.toBytes();
    table.number(type, 1).number(4 + area.length, 1).u16(handle++).raw(area);
    for (String text : fields.strings) {
      table.ascii(text).number(0, 1);
    }
    table.number(0, fields.strings.isEmpty() ? 2 : 1);
    return this;
  }

  /** The BIOS, type 0. */
  public SmbiosBlob bios(String vendor, String version, String date) {
    Fields fields = new Fields().strings(vendor, version).u16(0xE000).strings(date).u8(0xFF);
    return add(0, fields.u32(0x08098990L).u32(0).u16(0x0D03).u8(5, 17, 0xFF, 0xFF));
  }

  /** The system, type 1. */
  public SmbiosBlob system(
      String manufacturer,
      String product,
      String version,
      String serial,
      Guid uuid,
      String sku,
      String family) {
    Fields fields = new Fields().strings(manufacturer, product, version, serial).guid(uuid).u8(6);
    return add(1, fields.strings(sku, family));
  }

  /** The board, type 2. */
  public SmbiosBlob board(String manufacturer, String product, String serial) {
    Fields fields = new Fields().strings(manufacturer, product, "", serial, "").u8(9);
    return add(2, fields.strings("").u16(3).u8(10, 0));
  }

  /** The enclosure, type 3. */
  public SmbiosBlob enclosure(int type) {
    return add(3, new Fields().strings("").u8(type).strings("", "", "").u8(3, 3, 3, 3).u32(0));
  }

  /**
   * A processor, type 4.
   *
   * @param signature as CPUID leaf 1 has it in eax
   */
  public SmbiosBlob processor(
      String manufacturer, String name, long signature, int mhz, int cores, int threads) {
    Fields fields = new Fields().strings("CPU0").u8(3, 0xFE).strings(manufacturer).u32(signature);
    fields.u32(0x1F8BFBFFL).strings(name).u8(0x8B).u16(100).u16(mhz + 900).u16(mhz).u8(0x41, 6);
    fields.u16(7).u16(8).u16(9).strings("", "", "").u8(Math.min(cores, 0xFF));
    fields.u8(Math.min(cores, 0xFF), Math.min(threads, 0xFF)).u16(0xFC).u16(0xFE);
    return add(4, fields.u16(cores).u16(cores).u16(threads));
  }

  /**
   * A memory socket, type 17.
   *
   * @param megabytes of the module, 0 if the socket is empty
   */
  public SmbiosBlob memory(
      String locator, int megabytes, int speed, String manufacturer, String part, String serial) {
    boolean wide = megabytes > 0x7FFE;
    Fields fields = new Fields().u16(0x0F).u16(0xFFFE).u16(64).u16(64);
    fields.u16(wide ? 0x7FFF : megabytes).u8(9, 0).strings(locator, "BANK 0").u8(26).u16(0x80);
    fields.u16(speed).strings(manufacturer, serial, "", part).u8(1);
    return add(17, fields.u32(wide ? megabytes : 0).u16(speed).u16(1200).u16(1200).u16(1200));
  }

  /** The blob's data, with the structure that ends the table. */
  public byte[] toBytes() {
    add(127, new Fields());
    byte[] structures = table.toBytes();
    Pen blob = new Pen(structures.length + 8).number(0, 1).number(major, 1).number(minor, 1);
    return blob.number(0, 1).u32(structures.length).raw(structures).toBytes();
  }
}
