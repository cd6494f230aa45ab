package org.crashtag.decode.smbios;

import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;

/** The table of machines, and that of their memory modules. */
final class MachinesTable {
  static final TableSchema SCHEMA =
      TableSchema.ofRecords(
          "machines",
          "The machine that crashed, as its firmware describes it; one a dump.",
          new Column(
              "machine_id",
              ColumnType.TEXT,
              "The same for all dumps of a machine, and for no other: a keyed hash of the number"
                  + " that machine_id_from names, with manufacturer and product. NULL where the"
                  + " machine has no number of its own."),
          new Column(
              "machine_id_from",
              ColumnType.TEXT,
              "uuid, system_serial or board_serial: the first that isn't blank or a placeholder,"
                  + " such as \"To be filled by O.E.M.\" or counting digits."),
          text("manufacturer", "The system's manufacturer."),
          text("product", "The system's product name."),
          text("version", "The system's version."),
          text("sku", "The system's SKU number."),
          text("family", "The system's family."),
          text("serial", "The system's serial number, a placeholder included.").asPrivate(),
          text("uuid", "The system's UUID; NULL where it is zero or FF.").asPrivate(),
          text("bios_vendor", "Who made the BIOS."),
          text("bios_version", "The BIOS's version."),
          new Column("bios_date", ColumnType.DATE, "The BIOS's release date."),
          text("board_manufacturer", "The first base board's manufacturer."),
          text("board_product", "The first base board's product name."),
          text("chassis_type", "The first enclosure's type, by its name in DSP0134."),
          text("smbios_version", "Of the table: major.minor."),
          new Column(
              "memory_bytes",
              ColumnType.BIGINT,
              "All memory modules together; NULL if none is described or the size of one is unknown."),
          new Column(
              "memory_modules",
              ColumnType.BIGINT,
              "Sockets with a module; NULL if no socket is described."));

  static final TableSchema MODULES =
      TableSchema.ofRecords(
          "memory_modules",
          "A memory socket, with what is in it.",
          text("locator", "The socket, as the board labels it."),
          new Column(
              "bytes", ColumnType.BIGINT, "Size of the module; 0: empty socket; NULL: unknown."),
          new Column("speed", ColumnType.BIGINT, "The module's highest speed, in MT/s."),
          text("manufacturer", "Who made the module."),
          text("part_number", "The module's part number."),
          text("serial", "The module's serial number.").asPrivate());

  private MachinesTable() {}

  private static Column text(String name, String sentence) {
    return new Column(name, ColumnType.TEXT, sentence);
  }
}
