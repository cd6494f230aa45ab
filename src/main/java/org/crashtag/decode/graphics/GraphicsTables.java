package org.crashtag.decode.graphics;

import java.util.HexFormat;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TypedTable;

/** The tables of display drivers' own data. */
public final class GraphicsTables {
  public static final TypedTable<GpuDriver> DRIVERS =
      TypedTable.ofRecords(
              GpuDriver.class,
              "gpu_drivers",
              "A display driver and its card, as the driver itself describes them.")
          .text("vendor", "nvidia, intel or amd.", GpuDriver::vendor)
          .text(
              "origin",
              "tag (the driver's own tag) or display (the driver's section of the display state,"
                  + " written when Windows noticed a hang).",
              GpuDriver::origin)
          .text(
              "driver_version",
              "The version by the vendor's own count: 566.14 (NVIDIA), 31.0.101.4953 (Intel).",
              GpuDriver::version)
          .date(
              "driver_date",
              "The day the driver was built (NVIDIA, UTC) or released (Intel).",
              GpuDriver::date)
          .text(
              "driver_branch",
              "NVIDIA's branch, r565_00-138, or the name of AMD's package.",
              GpuDriver::branch)
          .bigint("changelist", "NVIDIA's changelist number.", GpuDriver::changelist)
          .text(
              "pci_vendor_id",
              "The card's maker, four hex digits: 10de is NVIDIA.",
              driver -> driver.device().vendor())
          .text(
              "device_id",
              "The card's device, four hex digits.",
              driver -> driver.device().device())
          .text(
              "subsystem_vendor_id",
              "The board's maker, four hex digits.",
              driver -> driver.subsystem().vendor())
          .text(
              "subsystem_id", "The board, four hex digits.", driver -> driver.subsystem().device())
          .text(
              "gpu_uuid",
              "Identifies the card, 32 hex digits; equal in all dumps of one machine.",
              GpuDriver::uuid)
          .asPrivate()
          .bigint("load_count", "NVIDIA's count of the driver's loads.", GpuDriver::loadCount)
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
              "When the driver wrote its data, UTC; a few seconds before the crash for origin"
                  + " display.",
              GpuDriver::dumpMicros)
          .bigint("uptime_seconds", "From boot to dump_time.", GpuDriver::secondsSinceBoot)
          .bigint("records", "Records, sections and lists that were walked.", GpuDriver::records)
          .bigint("log_records", "Rows of gpu_driver_log.", GpuDriver::logRecords)
          .bool(
              "complete",
              "The walk met the end mark, nothing was missing, and the checksum, if there is one,"
                  + " is right.",
              GpuDriver::complete)
          .build();

  public static final TypedTable<NvidiaProcess> PROCESSES =
      TypedTable.ofRecords(
              NvidiaProcess.class,
              "gpu_processes",
              "A client of NVIDIA's driver: a process that used the card. One process can have"
                  + " several clients.")
          .text("client", "Handle of the client, 0x and eight hex digits.", NvidiaProcess::handle)
          .text(
              "image",
              "File of the process's program; a user's name in a path is private.",
              NvidiaProcess::image)
          .asPartlyPrivate()
          .bigint("devices", "What seems to be the client's devices.", NvidiaProcess::devices)
          .bigint(
              "allocations",
              "What seems to be the allocations that these devices have open; one that two clients"
                  + " have open counts for both.",
              NvidiaProcess::allocations)
          .unsigned64(
              "bytes",
              "What seems to be the allocations' size, as far as it is known: allocated, not"
                  + " necessarily resident.",
              NvidiaProcess::bytes)
          .build();

  public static final TypedTable<NvLogRecord> LOG =
      TypedTable.ofRecords(
              NvLogRecord.class,
              "gpu_driver_log",
              "A record of NVIDIA's circular logs, the oldest of each ring first.")
          .text("ring", "The ring's tag: 1prt, 2prt.", NvLogRecord::ring)
          .timestamp(
              "time",
              "When it was written, UTC; in whole seconds in most drivers.",
              NvLogRecord::micros)
          .text(
              "file_id",
              "Hash of the source file's name, 0x and six hex digits; the name is not in the dump.",
              entry -> "0x" + HexFormat.of().toHexDigits(entry.fileId(), 6))
          .bigint("line", "Line in the source file.", NvLogRecord::line)
          .bigint("gpu", "Number of the GPU; NULL for none.", NvLogRecord::gpu)
          .text(
              "arguments",
              "The message's arguments, bytes in hex; often empty.",
              NvLogRecord::arguments)
          .build();

  public static final TypedTable<NvAssert.Placed> ASSERTS =
      TypedTable.ofRecords(
              NvAssert.Placed.class,
              "gpu_asserts",
              "An assertion that failed, or a timeout, in NVIDIA's driver.")
          .text(
              "type",
              "assert, timeout, debug_breakpoint, each also with _v3, or another type's number.",
              placed -> placed.journal().typeName())
          .timestamp("time", "When it was noted first, UTC.", NvAssert.Placed::micros)
          .timestamp(
              "last_time", "When it happened last; NULL if once.", NvAssert.Placed::lastMicros)
          .bigint("count", "How often, as written.", placed -> placed.journal().count())
          .bigint("level", "Its level, as written.", placed -> placed.journal().level())
          .bigint(
              "line",
              "Line in the source file, whose name is not in the dump.",
              placed -> placed.journal().line())
          .bigint(
              "gpu_id",
              "The GPU, by the driver's own number.",
              placed -> placed.journal().common().gpu())
          .hex64("address", "The code that noted it.", placed -> placed.journal().address())
          .bigint(
              "driver_offset", "Where that code is in nvlddmkm.sys.", NvAssert.Placed::driverOffset)
          .hex64(
              "thread",
              "What seems to be the address of the thread; not proven.",
              placed -> placed.journal().common().cpu())
          .list(
              "stack",
              ColumnType.HEX64,
              "Return addresses, the innermost first.",
              placed -> placed.journal().stack())
          .build();

  static final TypedTable<GpuRegister> REGISTERS =
      TypedTable.ofRecords(
              GpuRegister.class,
              "gpu_registers",
              "A register of an Intel GPU, as the driver read it.")
          .text("section", "Section of the driver's data: Regs.", register -> "Regs")
          .text(
              "offset",
              "Offset of the register, 0x and eight hex digits.",
              register -> hex(register.offset()))
          .text("value", "Its value, 0x and eight hex digits.", register -> hex(register.value()))
          .build();

  private GraphicsTables() {}

  private static String hex(int value) {
    return "0x" + HexFormat.of().toHexDigits(value);
  }
}
