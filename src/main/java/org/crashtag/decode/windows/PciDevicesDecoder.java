package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.HexFormat;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.tag.TaggedBlob;

/**
 * The configuration of PCI devices, in the order of the device tree.
 *
 * <pre>
 * record: 0x00 char "PCfg"  0x04 u32 size, 0x7C or more  0x08 u32 parts present
 *    0x0C u32 slot: bus &lt;&lt; 8 | device &lt;&lt; 3 | function  0x10 pointers  0x3C configuration header, 64 bytes
 * header, from 0x3C: 0x00 u16 vendor  0x02 u16 device  0x08 u8 revision  0x09 u24 class code  0x0E u8 type
 *    type 0: 0x2C u16 subsystem vendor, u16 subsystem   type 1: 0x18 u8 primary, secondary, subordinate bus
 * </pre>
 *
 * <p>Source: measured (35 dumps); each bus but 0 is the secondary bus of a bridge in the same blob.
 * The header is the standard one of the PCI Local Bus specification.
 */
public final class PciDevicesDecoder extends TagDecoder {
  private static final HexFormat HEX = HexFormat.of();

  /** The table {@code pci_devices}. */
  public static final TypedTable<Function> TABLE =
      TypedTable.ofRecords(Function.class, "pci_devices", "A function of a PCI device.")
          .bigint("bus", "Number of the bus.", function -> function.slot >> 8)
          .bigint("device", "Device number on the bus.", function -> (function.slot >> 3) & 31)
          .bigint("function", "Function number of the device.", function -> function.slot & 7)
          .text(
              "vendor_id",
              "Vendor id, four hexadecimal digits as in the PCI ID lists, such as 8086.",
              function -> hex16(function.header.u16(0x00)))
          .text(
              "device_id",
              "Device id, four hexadecimal digits.",
              function -> hex16(function.header.u16(0x02)))
          .bigint("revision", "Revision of the device.", function -> function.header.u8(0x08))
          .text(
              "class_code",
              "Class, subclass and interface, two hexadecimal digits each; 010802 is NVMe.",
              function -> HEX.toHexDigits(function.header.u32(0x08) >> 8, 6))
          .text(
              "subsystem_vendor_id",
              "Vendor of the card or board, four hexadecimal digits; NULL for bridges.",
              function -> function.isDevice() ? hex16(function.header.u16(0x2C)) : null)
          .text(
              "subsystem_id",
              "Id of the card or board, four hexadecimal digits; NULL for bridges.",
              function -> function.isDevice() ? hex16(function.header.u16(0x2E)) : null)
          .bigint("header_type", "0 device, 1 bridge, 2 CardBus bridge.", Function::type)
          .bigint(
              "secondary_bus",
              "Secondary bus of a bridge; NULL for other functions.",
              function -> function.type() == 1 ? function.header.u8(0x19) : null)
          .build();

  private static final int LEAST_RECORD_BYTES = 0x7C;
  private static final int RECORD_HEADER_BYTES = 0x10;
  private static final int HEADER = 0x3C;
  private static final int HEADER_BYTES = 64;

  /** A function of a device, with its location and configuration header. */
  private record Function(long slot, Bytes header) {
    int type() {
      return header.u8(0x0E) & 0x7F;
    }

    boolean isDevice() {
      return type() == 0;
    }
  }

  public PciDevicesDecoder() {
    super("pci", 1, "PCI devices", Guid.constant("9276c055-eb87-425c-b8b5-04e4d247f6cd"), TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    for (int at = 0; at < data.length(); at += (int) data.u32(at + 4)) {
      verify(
          data.hasAscii(at, "PCfg"), Reason.CORRUPT, data.offset() + at, "expected a PCfg record");
      long size = data.u32(at + 4);
      int left = data.length() - at;
      verify(
          size >= LEAST_RECORD_BYTES,
          Reason.CORRUPT,
          data.offset() + at,
          () -> "a record of " + size + " bytes");
      verify(
          size <= left,
          Reason.TRUNCATED,
          data.offset() + at,
          () -> "a record of " + size + " bytes, " + left + " left");
      sink.decoded(RECORD_HEADER_BYTES + HEADER_BYTES);
      sink.row(TABLE, new Function(data.u32(at + 0x0C), data.slice(at + HEADER, HEADER_BYTES)));
    }
  }

  private static String hex16(int value) {
    return HEX.toHexDigits((short) value);
  }

  @Override
  public String heading(TableSchema table) {
    return "[pci_devices]  bus:device.function, vendor:device, class";
  }

  @Override
  public String text(Row row) {
    TextLine line =
        TextLine.of(HEX.toHexDigits(row.number("bus"), 2))
            .put(":")
            .put(HEX.toHexDigits(row.number("device"), 2))
            .put(".")
            .put(row.get("function"))
            .at(9, row.get("vendor_id"))
            .put(":")
            .put(row.get("device_id"))
            .at(20, row.get("class_code"))
            .at(28, "rev ")
            .put(HEX.toHexDigits(row.number("revision"), 2));
    if (!row.isNull("subsystem_vendor_id")) {
      line.at(36, "subsystem ")
          .put(row.get("subsystem_vendor_id"))
          .put(":")
          .put(row.get("subsystem_id"));
    }
    if (!row.isNull("secondary_bus")) {
      line.at(36, "bridge to bus ").put(HEX.toHexDigits(row.number("secondary_bus"), 2));
    }
    return line.toString();
  }
}
