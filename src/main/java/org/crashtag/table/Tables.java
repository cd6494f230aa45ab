package org.crashtag.table;

import static org.crashtag.decode.ColumnType.BIGINT;
import static org.crashtag.decode.ColumnType.BOOLEAN;
import static org.crashtag.decode.ColumnType.BYTES;
import static org.crashtag.decode.ColumnType.DOUBLE;
import static org.crashtag.decode.ColumnType.GUID;
import static org.crashtag.decode.ColumnType.HEX64;
import static org.crashtag.decode.ColumnType.TEXT;
import static org.crashtag.decode.ColumnType.TIMESTAMP;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.Reject.Stage;
import org.crashtag.decode.TableSchema;

/**
 * The tables that every run writes. Record tables stand beside their decoders. Columns are only
 * ever added, at a table's end.
 */
public final class Tables {
  private static final Column SOURCE =
      column("source", TEXT, "Path of the file, as the pattern matched it.");
  private static final Column MEMBER =
      column("member", TEXT, "Path inside the archive, ! between levels; NULL outside archives.");

  /** A row of this table stands for a file or an archive's member that a run looked at. */
  public static final TableSchema SOURCES =
      new TableSchema(
          "sources",
          "A file, or a member of an archive, that a run looked at.",
          List.of(
              SOURCE,
              MEMBER,
              column("bytes", BIGINT, "Its length."),
              column("modified", TIMESTAMP, "Its last change, UTC."),
              column(
                  "kind",
                  TEXT,
                  "By its first bytes: dump, minidump (user mode), cab, zip, 7z, gz, zst, xz, tar,"
                      + " rar, other."),
              column("dump_id", TEXT, "The dump in it; NULL where it is none."),
              column(
                  "outcome",
                  TEXT,
                  "decoded, known (an earlier run holds the dump), duplicate (this run holds it"
                      + " from another source), not_a_dump, container, rejected, unreadable.")));

  /** A row of this table stands for a dump. */
  public static final TableSchema DUMPS =
      new TableSchema(
          "dumps",
          "A kernel dump, once however often it was found.",
          List.of(
              TableSchema.DUMP_ID,
              column(
                  "crash_id",
                  TEXT,
                  "The crash: a hash of machine type, build, code, parameters, time and uptime. A"
                      + " MEMORY.DMP and the minidump of one crash share it; count crashes by it."),
              SOURCE,
              MEMBER,
              column("file_bytes", BIGINT, "Length of the dump."),
              column("format", TEXT, "PAGEDU64 (64-bit) or PAGEDUMP (32-bit)."),
              column("dump_type", BIGINT, "As in the header."),
              column("dump_type_name", TEXT, "triage is a minidump."),
              column(
                  "writer",
                  TEXT,
                  "Which of the kernel's two writers wrote the tagged region: older or newer."),
              column("machine", TEXT, "x64, x86, arm64, arm."),
              column("os_build", BIGINT, "Windows build, as the header has it: 22000, 26100."),
              column("processors", BIGINT, "How many."),
              column("bugcheck_code", BIGINT, "The stop code."),
              column("bugcheck_name", TEXT, "Its name in Microsoft's reference."),
              column("live", BOOLEAN, "A live kernel report: the machine didn't crash."),
              column("bugcheck_p1", HEX64, "First parameter; its meaning depends on the code."),
              column("bugcheck_p2", HEX64, "Second parameter."),
              column("bugcheck_p3", HEX64, "Third parameter."),
              column("bugcheck_p4", HEX64, "Fourth parameter."),
              column("exception_code", BIGINT, "Of the exception record."),
              column("crash_time", TIMESTAMP, "When the machine crashed, UTC by its own clock."),
              column("uptime_seconds", DOUBLE, "From boot to crash."),
              column("product_type", BIGINT, "1 workstation, 2 domain controller, 3 server."),
              column("suite_mask", BIGINT, "Suite bits of the Windows edition."),
              column("attributes", BIGINT, "Attribute bits of the dump; 64-bit only."),
              column("boot_id", BIGINT, "Number of the boot; 64-bit only."),
              column("mini_dump_fields", BIGINT, "Bits that say what a triage dump holds."),
              column("comment", TEXT, "Comment in the header."),
              column("region_offset", BIGINT, "Where the tagged region starts; NULL without one."),
              column("region_bytes", BIGINT, "From its start to the end of its chain."),
              column(
                  "region_locator",
                  TEXT,
                  "How it was found: computed from the header, scanned for, none."),
              column(
                  "region_end",
                  TEXT,
                  "How its chain of blobs ended: end_of_file, terminator, truncated, corrupt."),
              column("tag_count", BIGINT, "Tagged blobs in it; 0 without a region."),
              column(
                  "process_name",
                  TEXT,
                  "The process that was running: its file's name, cut after 14 characters."),
              column("process_id", BIGINT, "Its id; 4 is System."),
              column("thread_id", BIGINT, "The thread that was running; 0 is an idle thread."),
              column(
                  "on_thread_stack",
                  BOOLEAN,
                  "Whether the dump's stack is the thread's own, not one for interrupts, DPCs or"
                      + " double faults; 64-bit only."),
              column(
                  "fault_stack",
                  HEX64,
                  "The stack pointer at the fault. Frames below it are the handling of the crash."),
              column(
                  "faulting_module",
                  TEXT,
                  "The module in which the instruction at fault was, or, by scan, the suspect. Not"
                      + " the one that is guilty: Windows' own modules count, too."),
              column("faulting_offset", BIGINT, "Of the instruction from the module's base."),
              column(
                  "faulting_by",
                  TEXT,
                  "How it is known: parameter (the bug check documents it), exception (from an"
                      + " exception or context record), scan (a word of the stack)."),
              column(
                  "suspect_module",
                  TEXT,
                  "The first module in stack_frames, or for 0x9F in device_stacks, that isn't a"
                      + " part of Windows: whose driver was at work, not who is guilty."),
              column(
                  "signature",
                  TEXT,
                  "Names this kind of crash across builds: code, kind, faulting module, as in"
                      + " 0x7E/0xC000001D|nvlddmkm.sys.")));

  /** A row of this table stands for a tagged blob. */
  public static final TableSchema TAGS =
      new TableSchema(
          "tags",
          "A tagged blob: what one driver added to the dump.",
          List.of(
              TableSchema.DUMP_ID,
              TableSchema.ORDINAL,
              column("tag", GUID, "The GUID that its driver gave; may occur again in the dump."),
              column("tag_name", TEXT, "Short name of the tag, where it is known."),
              column("owner", TEXT, "What writes it, where that is known."),
              column("offset", BIGINT, "Where its data starts in the dump."),
              column("bytes", BIGINT, "Size of its data, as claimed."),
              column("kept_bytes", BIGINT, "How many of these bytes the file has."),
              column(
                  "sha256",
                  TEXT,
                  "Of the bytes that are there; NULL where they weren't read (--hash all reads"
                      + " all)."),
              column("decoder", TEXT, "Decoder that was used, and its version."),
              column("records", BIGINT, "Rows that it gave."),
              column(
                  "status",
                  TEXT,
                  "decoded, unknown (no decoder), skipped (not asked for), partial, rejected,"
                      + " empty."),
              column("data", BYTES, "Its bytes, where --keep asked for them.")));

  /** A row of this table stands for a driver in a triage dump's lists. */
  public static final TableSchema MODULES =
      new TableSchema(
          "modules",
          "A driver in a minidump's lists of loaded and unloaded drivers.",
          List.of(
              TableSchema.DUMP_ID,
              column("entry", BIGINT, "Its place in the lists, from 0; loaded drivers first."),
              column("name", TEXT, "Name of its file, without the folder."),
              column("base", HEX64, "Address it was loaded at."),
              column("bytes", BIGINT, "Size of its image in memory."),
              column(
                  "timestamp",
                  BIGINT,
                  "Of the image; with bytes it names the build. NULL for unloaded drivers."),
              column("checksum", BIGINT, "Of the image. NULL for unloaded drivers."),
              column("unloaded", BOOLEAN, "It was gone before the crash."),
              column(
                  "signing_level",
                  BIGINT,
                  "What code integrity gave the image: 4 Authenticode, 8 Microsoft, 12 Windows, 0"
                      + " not checked. NULL before build 17134, on 32-bit and if unloaded."),
              column(
                  "windows",
                  BOOLEAN,
                  "Whether it is a part of Windows: by signing level, link date and a list of"
                      + " names.")));

  /** A row of this table stands for an address that tells where the machine was. */
  public static final TableSchema STACK_FRAMES =
      new TableSchema(
          "stack_frames",
          "An address of code that a minidump holds: where the machine was, or may have been.",
          List.of(
              TableSchema.DUMP_ID,
              column("entry", BIGINT, "Its place, from 0; the innermost first."),
              column(
                  "trust",
                  TEXT,
                  "How it is known, best first: parameter, exception, context, register, scan. Two"
                      + " of three scanned ones are residue of earlier calls."),
              column("address", HEX64, "The address; without the Thumb bit on ARM."),
              column(
                  "stack_address",
                  HEX64,
                  "Where it is on the stack, if it was scanned; NULL otherwise."),
              column("module", TEXT, "The module that it lies in, as in modules."),
              column("module_offset", BIGINT, "From the module's base."),
              column(
                  "code_checked",
                  BOOLEAN,
                  "Whether a call instruction precedes it. NULL if its code isn't in the dump, and"
                      + " for all but register and scan.")));

  /** A row of this table stands for a device of a stack of devices. */
  public static final TableSchema DEVICE_STACKS =
      new TableSchema(
          "device_stacks",
          "A device above the one that failed to change its power state (0x9F, kinds 3 and 5).",
          List.of(
              TableSchema.DUMP_ID,
              column("entry", BIGINT, "Its place, from 0, the physical device."),
              column("device", HEX64, "Address of its device object."),
              column(
                  "driver_object",
                  HEX64,
                  "Address of its driver's object; NULL if the dump lacks the device object."),
              column(
                  "module",
                  TEXT,
                  "Its driver, as in modules; NULL if the dump lacks the driver object.")));

  /** The tables that have columns from what tells who crashed. */
  public static final List<TableSchema> OF_STACK = List.of(DUMPS, STACK_FRAMES, DEVICE_STACKS);

  /** A row of this table stands for an input, or a part of it, that could not be used. */
  public static final TableSchema REJECTS =
      new TableSchema(
          "rejects",
          "An input, or a part of one, that could not be used, and why.",
          List.of(
              SOURCE,
              MEMBER,
              column("dump_id", TEXT, "The dump; NULL where its header is at fault."),
              column("ordinal", BIGINT, "The blob at fault; NULL where it is none."),
              column("tag", GUID, "Its tag."),
              column("offset", BIGINT, "Where in the file or member."),
              column("stage", TEXT, sentence(Stage.values(), Stage::label)),
              column("reason", TEXT, sentence(Reason.values(), Reason::label)),
              column("message", TEXT, "What is wrong, in one line.")));

  private Tables() {}

  private static Column column(String name, ColumnType type, String sentence) {
    return new Column(name, type, sentence);
  }

  /** All values that a column can have, as its sentence. */
  private static <E> String sentence(E[] values, Function<E, String> label) {
    return Stream.of(values).map(label).collect(Collectors.joining(", ", "", "."));
  }

  /** All tables: those of every run, and then the decoders'. */
  public static List<TableSchema> all(List<TableSchema> decoded) {
    List<TableSchema> tables = new ArrayList<>(List.of(SOURCES, DUMPS, TAGS));
    tables.addAll(decoded);
    tables.add(STACK_FRAMES);
    tables.add(DEVICE_STACKS);
    tables.add(MODULES);
    tables.add(REJECTS);
    return List.copyOf(tables);
  }
}
