package org.crashtag.decode.graphics;

import java.util.HexFormat;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TypedTable;

/** The tables of the data of display drivers. */
public final class GraphicsTables {
  /** The table {@code gpu_drivers}. */
  public static final TypedTable<GpuDriver> DRIVERS =
      TypedTable.ofRecords(
              GpuDriver.class,
              "gpu_drivers",
              "A display driver and its card, as the driver itself describes them.")
          .text("vendor", "nvidia, intel or amd.", GpuDriver::vendor)
          .text(
              "origin",
              "tag (a blob of the driver's own) or display (the driver's section of the display"
                  + " state, written when Windows detected a hang).",
              GpuDriver::origin)
          .text(
              "driver_version",
              "Version in the vendor's format: 566.14 (NVIDIA), 31.0.101.4953 (Intel).",
              GpuDriver::version)
          .date(
              "driver_date",
              "Date on which the driver was built (NVIDIA, UTC) or released (Intel).",
              GpuDriver::date)
          .text(
              "driver_branch",
              "Branch of NVIDIA's driver, such as r565_00-138, or name of AMD's package.",
              GpuDriver::branch)
          .bigint("changelist", "Changelist number of NVIDIA's driver.", GpuDriver::changelist)
          .text(
              "pci_vendor_id",
              "PCI vendor id of the card, four hexadecimal digits; 10de is NVIDIA.",
              driver -> driver.device().vendor())
          .text(
              "device_id",
              "PCI device id of the card, four hexadecimal digits.",
              driver -> driver.device().device())
          .text(
              "subsystem_vendor_id",
              "PCI vendor id of the board, four hexadecimal digits.",
              driver -> driver.subsystem().vendor())
          .text(
              "subsystem_id",
              "PCI id of the board, four hexadecimal digits.",
              driver -> driver.subsystem().device())
          .text(
              "gpu_uuid",
              "UUID of the card, 32 hexadecimal digits; the same in all dumps of one machine.",
              GpuDriver::uuid)
          .asPrivate()
          .bigint(
              "load_count",
              "Number of times that NVIDIA's driver was loaded.",
              GpuDriver::loadCount)
          .bigint(
              "windows_build",
              "The Windows build that the driver sees, for example 19045 if the dump's header has"
                  + " 19041.",
              GpuDriver::windowsBuild)
          .bigint(
              "bugcheck_code",
              "The stop code that the driver was given; 0x117 for origin display although the crash"
                  + " is a 0x116.",
              GpuDriver::bugCheckCode)
          .timestamp(
              "dump_time",
              "Time at which the driver wrote its data, UTC; a few seconds before the crash if"
                  + " origin is display.",
              GpuDriver::dumpMicros)
          .bigint("uptime_seconds", "Seconds from boot to dump_time.", GpuDriver::secondsSinceBoot)
          .bigint(
              "records",
              "Number of records, sections and lists that were walked.",
              GpuDriver::records)
          .bigint("log_records", "Number of rows in gpu_driver_log.", GpuDriver::logRecords)
          .bool(
              "complete",
              "Whether the data is complete: the end mark was found, nothing is missing, and the"
                  + " checksum, if there is one, is correct.",
              GpuDriver::complete)
          .build();

  /** The table {@code gpu_processes}. */
  public static final TypedTable<NvidiaProcess> PROCESSES =
      TypedTable.ofRecords(
              NvidiaProcess.class,
              "gpu_processes",
              "A client of NVIDIA's driver: a process that used the card. One process can have"
                  + " several clients.")
          .text(
              "client",
              "Handle of the client, 0x and eight hexadecimal digits.",
              NvidiaProcess::handle)
          .text(
              "image",
              "File of the program; a user name in its path is private.",
              NvidiaProcess::image)
          .asPartlyPrivate()
          .bigint(
              "devices", "Number of devices that the client seems to have.", NvidiaProcess::devices)
          .bigint(
              "allocations",
              "Number of allocations that these devices seem to have open; an allocation that two"
                  + " clients have open counts for both.",
              NvidiaProcess::allocations)
          .unsigned64(
              "bytes",
              "Total size that these allocations seem to have, as far as known: allocated, not"
                  + " necessarily resident.",
              NvidiaProcess::bytes)
          .build();

  /** The table {@code gpu_driver_log}. */
  public static final TypedTable<NvLogRecord> LOG =
      TypedTable.ofRecords(
              NvLogRecord.class,
              "gpu_driver_log",
              "A record of NVIDIA's circular logs, oldest first within a ring.")
          .text("ring", "Tag of the ring: 1prt or 2prt.", NvLogRecord::ring)
          .timestamp(
              "time",
              "Time at which the record was written, UTC; in whole seconds for most drivers.",
              NvLogRecord::micros)
          .text(
              "file_id",
              "Hash of the name of the source file, 0x and six hexadecimal digits; the name is not"
                  + " in the dump.",
              entry -> "0x" + HexFormat.of().toHexDigits(entry.fileId(), 6))
          .bigint("line", "Line in the source file.", NvLogRecord::line)
          .bigint("gpu", "Number of the GPU; NULL if none.", NvLogRecord::gpu)
          .text(
              "arguments",
              "Arguments of the message in hexadecimal; often empty.",
              NvLogRecord::arguments)
          .build();

  /** The table {@code gpu_asserts}. */
  public static final TypedTable<NvAssert.Placed> ASSERTS =
      TypedTable.ofRecords(
              NvAssert.Placed.class,
              "gpu_asserts",
              "A failed assertion or a timeout in NVIDIA's driver.")
          .text(
              "type",
              "assert, timeout or debug_breakpoint, each also with _v3, or the number of another"
                  + " type.",
              placed -> placed.journal().typeName())
          .timestamp("time", "Time at which it was first recorded, UTC.", NvAssert.Placed::micros)
          .timestamp(
              "last_time",
              "Time at which it last happened, UTC; NULL if it happened once.",
              NvAssert.Placed::lastMicros)
          .bigint(
              "count",
              "Number of times it happened, as stored.",
              placed -> placed.journal().count())
          .bigint("level", "Level, as stored.", placed -> placed.journal().level())
          .bigint(
              "line",
              "Line in the source file; the name of the file is not in the dump.",
              placed -> placed.journal().line())
          .bigint(
              "gpu_id",
              "Number of the GPU in the driver.",
              placed -> placed.journal().common().gpu())
          .hex64(
              "address",
              "Address of the code that recorded it.",
              placed -> placed.journal().address())
          .bigint(
              "driver_offset",
              "Offset of that code in nvlddmkm.sys.",
              NvAssert.Placed::driverOffset)
          .hex64(
              "thread",
              "Number that seems to be the address of the thread.",
              placed -> placed.journal().common().cpu())
          .list(
              "stack",
              ColumnType.HEX64,
              "Return addresses, innermost first.",
              placed -> placed.journal().stack())
          .build();

  static final TypedTable<GpuRegister> REGISTERS =
      TypedTable.ofRecords(
              GpuRegister.class,
              "gpu_registers",
              "A register of an Intel GPU, as read by the driver.")
          .text("section", "Section of the driver's data: Regs.", register -> "Regs")
          .text(
              "offset",
              "Offset of the register, 0x and eight hexadecimal digits.",
              register -> hex(register.offset()))
          .text(
              "value",
              "Value of the register, 0x and eight hexadecimal digits.",
              register -> hex(register.value()))
          .build();

  private GraphicsTables() {}

  private static String hex(int value) {
    return "0x" + HexFormat.of().toHexDigits(value);
  }
}
