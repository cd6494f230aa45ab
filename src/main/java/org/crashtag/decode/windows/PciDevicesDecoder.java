package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.HexFormat;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;
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
public final class PciDevicesDecoder extends WindowsDecoder {
  public static final TableSchema TABLE =
      TableSchema.ofRecords(
          "pci_devices",
          "A function of a PCI device.",
          new Column("bus", ColumnType.BIGINT, "Its bus."),
          new Column("device", ColumnType.BIGINT, "Its device number on the bus."),
          new Column("function", ColumnType.BIGINT, "Its function of the device."),
          new Column(
              "vendor_id", ColumnType.TEXT, "Four hex digits, as in the PCI ID lists: 8086."),
          new Column("device_id", ColumnType.TEXT, "Four hex digits."),
          new Column("revision", ColumnType.BIGINT, "Revision of the device."),
          new Column(
              "class_code",
              ColumnType.TEXT,
              "Class, subclass, interface, two hex digits each: 010802 is NVMe."),
          new Column(
              "subsystem_vendor_id",
              ColumnType.TEXT,
              "Maker of the card or board, four hex digits; NULL for bridges."),
          new Column("subsystem_id", ColumnType.TEXT, "Four hex digits; NULL for bridges."),
          new Column("header_type", ColumnType.BIGINT, "0 device, 1 bridge, 2 CardBus bridge."),
          new Column("secondary_bus", ColumnType.BIGINT, "Bus behind a bridge; NULL for others."));

  private static final int LEAST_RECORD_BYTES = 0x7C;
  private static final int HEADER = 0x3C;
  private static final int HEADER_BYTES = 64;
  private static final HexFormat HEX = HexFormat.of();

  public PciDevicesDecoder() {
    super(
        "pci",
        "PCI devices",
        List.of(Guid.constant("9276c055-eb87-425c-b8b5-04e4d247f6cd")),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    for (int at = 0; at < data.length(); at += (int) data.u32(at + 4)) {
      verify(
          data.hasAscii(at, "PCfg"), Reason.CORRUPT, data.offset() + at, "a record isn't a PCfg");
      long size = data.u32(at + 4);
      verify(
          size >= LEAST_RECORD_BYTES,
          Reason.CORRUPT,
          data.offset() + at,
          "a record of " + size + " bytes");
      verify(
          size <= data.length() - at,
          Reason.TRUNCATED,
          data.offset() + at,
          "a record of " + size + " bytes, " + (data.length() - at) + " left");
      row(data.u32(at + 0x0C), data.slice(at + HEADER, HEADER_BYTES), sink);
    }
  }

  private static void row(long slot, Bytes header, RecordSink sink) {
    int type = header.u8(0x0E) & 0x7F;
    boolean device = type == 0;
    sink.row(
        TABLE,
        slot >> 8,
        (slot >> 3) & 31,
        slot & 7,
        hex16(header.u16(0)),
        hex16(header.u16(2)),
        (long) header.u8(8),
        HEX.toHexDigits(header.u32(8) >> 8, 6),
        device ? hex16(header.u16(0x2C)) : null,
        device ? hex16(header.u16(0x2E)) : null,
        (long) type,
        type == 1 ? (long) header.u8(0x19) : null);
  }

  private static String hex16(int value) {
    return HEX.toHexDigits((short) value);
  }

  @Override
  public String heading(TableSchema table) {
    return "[pci_devices]  bus:device.function, vendor:device, class";
  }

  @Override
  public String text(TableSchema table, Object[] values) {
    TextLine line =
        TextLine.of(HEX.toHexDigits((long) values[0], 2))
            .put(":")
            .put(HEX.toHexDigits((long) values[1], 2))
            .put(".")
            .put(values[2])
            .at(9, values[3])
            .put(":")
            .put(values[4])
            .at(20, values[6])
            .at(28, "rev ")
            .put(HEX.toHexDigits((long) values[5], 2));
    if (values[7] != null) {
      line.at(36, "subsystem ").put(values[7]).put(":").put(values[8]);
    }
    if (values[10] != null) {
      line.at(36, "bridge to bus ").put(HEX.toHexDigits((long) values[10], 2));
    }
    return line.toString();
  }
}
