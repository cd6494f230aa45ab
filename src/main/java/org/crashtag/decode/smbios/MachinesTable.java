package org.crashtag.decode.smbios;

import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.TypedTable;

/** The tables of machines and of their memory modules. */
final class MachinesTable {
  static final TypedTable<Machine> TABLE =
      TypedTable.ofRecords(
              Machine.class,
              "machines",
              "The machine that crashed, as described by its firmware; one row per dump.")
          .text(
              "machine_id",
              "Identifies a machine: a keyed hash of the number that machine_id_from names, with"
                  + " manufacturer and product. NULL if the machine has no number of its own.",
              Machine::hash)
          .text(
              "machine_id_from",
              "uuid, system_serial or board_serial: the first that isn't blank or a placeholder,"
                  + " such as \"To be filled by O.E.M.\" or counting digits.",
              machine -> machine.id == null ? null : machine.id.from())
          .text(
              "manufacturer", "The system's manufacturer.", machine -> machine.system.string(0x04))
          .text("product", "The system's product name.", machine -> machine.system.string(0x05))
          .text("version", "The system's version.", machine -> machine.system.string(0x06))
          .text("sku", "The system's SKU number.", machine -> machine.system.string(0x19))
          .text("family", "The system's family.", machine -> machine.system.string(0x1A))
          .text(
              "serial",
              "The system's serial number, which can be a placeholder.",
              machine -> machine.system.string(0x07))
          .asPrivate()
          .text(
              "uuid",
              "The system's UUID; NULL if all its bytes are 00 or FF.",
              machine -> machine.uuid == null ? null : machine.uuid.toString())
          .asPrivate()
          .text("bios_vendor", "The vendor of the BIOS.", machine -> machine.bios.string(0x04))
          .text("bios_version", "The version of the BIOS.", machine -> machine.bios.string(0x05))
          .date(
              "bios_date",
              "The release date of the BIOS.",
              machine -> BiosDate.epochDay(machine.bios.string(0x08)))
          .text(
              "board_manufacturer",
              "The first base board's manufacturer.",
              machine -> machine.board.string(0x04))
          .text(
              "board_product",
              "The first base board's product name.",
              machine -> machine.board.string(0x05))
          .text(
              "chassis_type",
              "The type of the first enclosure, by its name in DSP0134.",
              machine -> ChassisType.name(machine.enclosure.u8(0x05)))
          .text("smbios_version", "Version of the SMBIOS table: major.minor.", Machine::version)
          .bigint(
              "memory_bytes",
              "Total size of all memory modules; NULL if none is described or the size of one is"
                  + " unknown.",
              machine -> machine.memory.bytes())
          .bigint(
              "memory_modules",
              "Number of sockets with a module; NULL if no socket is described.",
              machine -> machine.memory.modules())
          .build();

  static final TypedTable<MemorySocket> MODULES =
      TypedTable.ofRecords(MemorySocket.class, "memory_modules", "A memory socket and its module.")
          .text(
              "locator",
              "Label of the socket on the board.",
              socket -> socket.structure().string(0x10))
          .bigint(
              "bytes",
              "Size of the module; 0 if the socket is empty, NULL if unknown.",
              MemorySocket::bytes)
          .bigint("speed", "The module's highest speed, in MT/s.", MemorySocket::speed)
          .text("manufacturer", "Manufacturer of the module.", socket -> socket.moduleText(0x17))
          .text("part_number", "The module's part number.", socket -> socket.moduleText(0x1A))
          .text("serial", "The module's serial number.", socket -> socket.moduleText(0x18))
          .asPrivate()
          .build();

  private static final int UNKNOWN_SIZE = 0xFFFF;

  /** Value that means that the size is in a wider field. */
  private static final int EXTENDED_SIZE = 0x7FFF;

  private MachinesTable() {}

  /**
   * A machine, as described by the SMBIOS of a dump.
   *
   * @param id null if the machine has no number of its own
   * @param hash hash of that number; null without one
   * @param uuid null if there is none
   * @param version version of the table
   */
  record Machine(
      SmbiosStructure bios,
      SmbiosStructure system,
      SmbiosStructure board,
      SmbiosStructure enclosure,
      MachineId id,
      String hash,
      Guid uuid,
      String version,
      Memory memory) {}

  /**
   * The memory in all sockets.
   *
   * @param bytes total size of all modules; null if no socket has one, or the size of one is
   *     unknown
   * @param modules number of sockets with a module; null if no socket is described
   */
  record Memory(Long bytes, Long modules) {
    static Memory of(List<MemorySocket> sockets) {
      if (sockets.isEmpty()) {
        return new Memory(null, null);
      }
      long bytes = 0;
      long modules = 0;
      boolean known = true;
      for (MemorySocket socket : sockets) {
        Long size = socket.bytes();
        known &= size != null;
        bytes += size == null ? 0 : size;
        modules += size == null || size > 0 ? 1 : 0;
      }
      return new Memory(known && modules > 0 ? (Long) bytes : null, modules);
    }
  }

  /** A socket for a memory module. */
  record MemorySocket(SmbiosStructure structure) {
    /** Size of the module; 0 if there is no module, null if unknown. */
    Long bytes() {
      int size = structure.u16(0x0C);
      if (size == UNKNOWN_SIZE) {
        return null;
      }
      if (size == EXTENDED_SIZE) {
        // Without the wide field, as in versions before 2.7, it can mean any large size.
        return SmbiosDecoder.known((structure.u32(0x1C) & 0x7FFFFFFFL) << 20);
      }
      return (size & 0x8000) != 0 ? (size & 0x7FFFL) << 10 : (long) size << 20;
    }

    private boolean isEmpty() {
      Long bytes = bytes();
      return bytes != null && bytes == 0;
    }

    /** Speed in MT/s; null if unknown. */
    Long speed() {
      if (isEmpty()) {
        return null;
      }
      int speed = structure.u16(0x15);
      return SmbiosDecoder.known(speed == 0xFFFF ? structure.u32(0x54) & 0x7FFFFFFFL : speed);
    }

    /** A text of the module; null for an empty socket, whose texts may be of an earlier module. */
    String moduleText(int at) {
      return isEmpty() ? null : structure.string(at);
    }
  }
}
