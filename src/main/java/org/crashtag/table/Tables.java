package org.crashtag.table;

import static org.crashtag.decode.ColumnType.TEXT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Column;
import org.crashtag.decode.DecoderException;
import org.crashtag.decode.Reject;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TypedTable;
import org.crashtag.dump.BugCheck;
import org.crashtag.tag.KnownTag;

/**
 * The tables that every run writes. Record tables are defined next to their decoders. Columns are
 * only ever added, at a table's end.
 */
public final class Tables {
  private static final Column SOURCE = new Column("source", TEXT, "Path of the file.");
  private static final Column MEMBER =
      new Column(
          "member",
          TEXT,
          "Path inside the archive, with ! between levels. If several members have one name, all but the"
              + " first carry their position, as in a.dmp#2. NULL outside archives.");

  /** A row of this table is a file or a member of an archive that a run examined. */
  public static final TypedTable<SourceRow> SOURCES =
      TypedTable.of(
              SourceRow.class,
              "sources",
              "A file, or a member of an archive, that a run looked at.")
          .column(SOURCE, SourceRow::path)
          .column(MEMBER, SourceRow::member)
          .bigint("bytes", "Length in bytes.", source -> source.bytes() < 0 ? null : source.bytes())
          .timestamp("modified", "Time of the last change, UTC.", SourceRow::modifiedMicros)
          .text(
              "kind",
              "Kind of file, from its first bytes: dump, minidump (user mode), cab, zip, 7z, gz,"
                  + " zst, xz, tar, rar, other.",
              SourceRow::kind)
          .text("dump_id", "The dump in this source; NULL if it is not a dump.", SourceRow::dumpId)
          .text(
              "outcome",
              "decoded, known (an earlier run has the dump), duplicate (this run has the dump from"
                  + " another source), not_a_dump, container, rejected, unreadable.",
              SourceRow::outcome)
          .text(
              "command",
              "The first run of the \"crashtag run\" command that looked at it: all batches of one"
                  + " command share it. The latest command has the greatest one.",
              SourceRow::command)
          .text(
              "etag",
              "The version of the file in an object store; NULL on disks.",
              row -> row.etag().isEmpty() ? null : row.etag())
          .build();

  /** A row of this table is a dump. */
  public static final TypedTable<DumpRow> DUMPS =
      TypedTable.of(
              DumpRow.class,
              "dumps",
              "A kernel dump. A dump that was found several times has one row.")
          .column(TableSchema.DUMP_ID, row -> row.header().dumpId())
          .text(
              "crash_id",
              "The crash: a hash of machine type, build, code, parameters, time and uptime. A"
                  + " MEMORY.DMP and the minidump of one crash share it; count crashes by it.",
              DumpRow::crashId)
          .column(SOURCE, DumpRow::source)
          .column(MEMBER, DumpRow::member)
          .bigint("file_bytes", "Length of the dump.", DumpRow::fileBytesOrNull)
          .text(
              "format",
              "PAGEDU64 (64-bit) or PAGEDUMP (32-bit).",
              row -> row.header().format().name())
          .bigint(
              "dump_type", "Number of the dump type in the header.", row -> row.header().dumpType())
          .text(
              "dump_type_name",
              "Name of the dump type; triage is a minidump.",
              row -> row.dump().type().label())
          .text(
              "writer",
              "Which of the kernel's two writers wrote the tagged region: older or newer.",
              row -> row.region().writer())
          .text("machine", "Machine type: x64, x86, arm64, arm.", DumpRow::machine)
          .bigint(
              "os_build",
              "Windows build in the header, such as 22000 or 26100.",
              row -> row.header().build())
          .bigint("processors", "Number of processors.", row -> row.header().processors())
          .bigint("bugcheck_code", "The stop code.", row -> row.header().bugCheckCode())
          .text(
              "bugcheck_name",
              "Name of the bug check in Microsoft's reference.",
              row -> row.bugCheck().map(BugCheck::name).orElse(null))
          .bool(
              "live",
              "A live kernel report: the machine didn't crash.",
              row -> row.bugCheck().map(BugCheck::live).orElse(null))
          .hex64(
              "bugcheck_p1",
              "First parameter; its meaning depends on the code.",
              row -> row.header().parameters().get(0))
          .hex64("bugcheck_p2", "Second parameter.", row -> row.header().parameters().get(1))
          .hex64("bugcheck_p3", "Third parameter.", row -> row.header().parameters().get(2))
          .hex64("bugcheck_p4", "Fourth parameter.", row -> row.header().parameters().get(3))
          .bigint(
              "exception_code",
              "Exception code of the exception record.",
              row -> row.header().exceptionCode())
          .timestamp(
              "crash_time",
              "Time of the crash by the machine's clock, UTC.",
              row -> row.header().crashTimeMicros())
          .float64(
              "uptime_seconds", "Seconds from boot to crash.", row -> row.header().uptimeSeconds())
          .bigint(
              "product_type",
              "1 workstation, 2 domain controller, 3 server.",
              row -> row.header().productType())
          .bigint(
              "suite_mask", "Suite bits of the Windows edition.", row -> row.header().suiteMask())
          .bigint(
              "attributes",
              "Attribute bits of the dump; 64-bit only.",
              row -> row.header().attributes())
          .bigint(
              "boot_id", "Sequence number of the boot; 64-bit only.", row -> row.header().bootId())
          .bigint(
              "mini_dump_fields",
              "Bits that say what a triage dump contains.",
              row -> row.header().miniDumpFields())
          .text("comment", "Comment in the header.", row -> row.header().comment())
          .bigint(
              "region_offset",
              "Offset of the tagged region; NULL if there is none.",
              row -> row.hasRegion() ? row.region().region().offset() : null)
          .bigint(
              "region_bytes",
              "Bytes from the start of the region to the end of its chain of blobs.",
              row -> row.hasRegion() ? row.region().bytes() : null)
          .text(
              "region_locator",
              "How the region was found: computed (from the header), scanned (by its signature),"
                  + " none.",
              row -> row.region().region().locator().label())
          .text(
              "region_end",
              "How the chain of blobs ended: end_of_file, terminator, truncated, corrupt. A dump that"
                  + " was cut off before its tagged region is truncated as well.",
              row -> row.region().end() == null ? null : row.region().end().label())
          .bigint(
              "tag_count",
              "Number of tagged blobs; 0 if there is no region.",
              row -> row.region().tags())
          .text(
              "process_name",
              "File name of the running process, cut off after 14 characters.",
              row -> row.stack().process().processName())
          .bigint(
              "process_id",
              "Id of the running process; 4 is System.",
              row -> row.stack().process().processId())
          .bigint(
              "thread_id",
              "Id of the running thread; 0 is an idle thread.",
              row -> row.stack().process().threadId())
          .bool(
              "on_thread_stack",
              "Whether the dump's stack is the thread's own, not one for interrupts, DPCs or double"
                  + " faults; 64-bit only.",
              row -> row.stack().process().onThreadStack())
          .hex64(
              "fault_stack",
              "The stack pointer at the fault. Frames below it belong to the handling of the crash.",
              row -> row.stack().verdict().faultStack())
          .text(
              "faulting_module",
              "The module with the faulting instruction or, if found by scan, the suspect. Not"
                  + " necessarily the guilty one: Windows' own modules count too.",
              row -> row.stack().verdict().faultingModule())
          .bigint(
              "faulting_offset",
              "Offset of the instruction in the module.",
              row -> row.stack().verdict().faultingOffset())
          .text(
              "faulting_by",
              "How the module was found: parameter (the bug check documents it), exception (from an"
                  + " exception or context record), scan (from the stack).",
              DumpRow::faultingBy)
          .text(
              "suspect_module",
              "The first module in stack_frames, or for 0x9F in device_stacks, that isn't a part of"
                  + " Windows. It was active, but is not necessarily guilty.",
              row -> row.stack().verdict().suspectModule())
          .text(
              "signature",
              "Identifies the kind of crash across builds: code, kind and faulting module, such as"
                  + " 0x7E/0xC000001D|nvlddmkm.sys.",
              row -> row.stack().verdict().signature())
          .build();

  /** A row of this table is a tagged blob. */
  public static final TypedTable<TagRow> TAGS =
      TypedTable.of(TagRow.class, "tags", "A tagged blob: what one driver added to the dump.")
          .column(TableSchema.DUMP_ID, TagRow::dumpId)
          .column(TableSchema.ORDINAL, row -> row.blob().ordinal())
          .guid(
              "tag",
              "The GUID that the driver chose; can occur several times in a dump.",
              row -> row.blob().tag())
          .text(
              "tag_name",
              "Short name of the tag; NULL if unknown.",
              row -> row.known().map(KnownTag::name).orElse(null))
          .text(
              "owner",
              "Component that writes the blob; NULL if unknown.",
              row -> row.known().map(KnownTag::owner).orElse(null))
          .bigint("offset", "Offset of the data in the dump.", row -> row.blob().dataOffset())
          .bigint(
              "bytes",
              "Size of the data according to the blob's header.",
              row -> row.blob().bytes())
          .bigint(
              "kept_bytes",
              "Number of these bytes that are in the file.",
              row -> row.facts().keptBytes())
          .text(
              "sha256",
              "SHA-256 of the bytes in the file; NULL if they were not read (--hash all reads"
                  + " all).",
              row -> row.facts().sha256())
          .text(
              "decoder",
              "Decoder that wrote the blob's rows, and its version.",
              row -> row.facts().decoder() == null ? null : row.facts().decoder().label())
          .bigint("records", "Number of rows that the decoder wrote.", row -> row.facts().records())
          .text(
              "status",
              "decoded, unknown (no decoder), skipped (not selected), partial, rejected, empty.",
              row -> row.facts().status().label())
          .bytes(
              "data",
              "The bytes, if --keep selected the tag.",
              row -> row.facts().data() == null ? null : row.facts().data().toArray())
          .bigint(
              "decoded_bytes",
              "How many of kept_bytes the decoder knows: structure, values that rows show, padding"
                  + " checked to be zero. NULL unless status is decoded or partial.",
              row -> row.facts().decodedBytes())
          .bigint(
              "carried_bytes",
              "How many more of kept_bytes rows carry as hex or bytes whose meaning is not known."
                  + " NULL unless status is decoded or partial.",
              row -> row.facts().carriedBytes())
          .build();

  /** A row of this table is a driver in a triage dump's lists. */
  public static final TypedTable<ModuleRow> MODULES =
      TypedTable.of(
              ModuleRow.class,
              "modules",
              "A driver in a minidump's lists of loaded and unloaded drivers.")
          .column(TableSchema.DUMP_ID, ModuleRow::dumpId)
          .bigint(
              "entry",
              "Position in the lists, from 0; loaded drivers come first.",
              ModuleRow::entry)
          .text("name", "Name of its file, without the folder.", row -> row.module().name())
          .hex64("base", "Address at which it was loaded.", row -> row.module().base())
          .bigint("bytes", "Size of its image in memory.", row -> row.module().bytes())
          .bigint(
              "timestamp",
              "Timestamp of the image; together with bytes it identifies the build. NULL for"
                  + " unloaded drivers.",
              row -> row.module().timestamp())
          .bigint(
              "checksum",
              "Checksum of the image; NULL for unloaded drivers.",
              row -> row.module().checksum())
          .bool(
              "unloaded",
              "Whether it was unloaded before the crash.",
              row -> row.module().unloaded())
          .bigint(
              "signing_level",
              "Signing level of the image: 4 Authenticode, 8 Microsoft, 12 Windows, 0 not checked."
                  + " NULL before build 17134, on 32-bit and if unloaded.",
              row -> row.module().signingLevel())
          .bool(
              "windows",
              "Whether it is a part of Windows: by signing level, link date and a list of names.",
              row -> row.module().windows())
          .build();

  /** A row of this table is an address that says where the machine was. */
  public static final TypedTable<FrameRow> STACK_FRAMES =
      TypedTable.of(
              FrameRow.class,
              "stack_frames",
              "An address of code in a minidump: where the machine was, or may have been.")
          .column(TableSchema.DUMP_ID, FrameRow::dumpId)
          .bigint("entry", "Position, from 0; the innermost frame is first.", FrameRow::entry)
          .text(
              "trust",
              "Origin of the address, best first: parameter, exception, context, register, scan."
                  + " About two out of three scanned addresses are residue of earlier calls.",
              row -> row.frame().trust().label())
          .hex64(
              "address", "The address; without the Thumb bit on ARM.", row -> row.frame().address())
          .hex64(
              "stack_address",
              "Position on the stack if the address was scanned; otherwise NULL.",
              row -> row.frame().stackAddress())
          .text(
              "module",
              "The module that contains the address, as in modules.",
              row -> row.frame().moduleName())
          .bigint(
              "module_offset",
              "Offset of the address in the module.",
              row -> row.frame().moduleOffset())
          .bool(
              "code_checked",
              "Whether a call instruction precedes the address. NULL if the code isn't in the dump,"
                  + " or if trust is neither register nor scan.",
              row -> row.frame().codeChecked())
          .build();

  /** A row of this table is a device of a stack of devices. */
  public static final TypedTable<DeviceRow> DEVICE_STACKS =
      TypedTable.of(
              DeviceRow.class,
              "device_stacks",
              "A device above the one that failed to change its power state (0x9F, kinds 3 and 5).")
          .column(TableSchema.DUMP_ID, DeviceRow::dumpId)
          .bigint("entry", "Position, from 0; 0 is the physical device.", DeviceRow::entry)
          .hex64("device", "Address of the device object.", row -> row.device().address())
          .hex64(
              "driver_object",
              "Address of the driver object; NULL if the dump lacks the device object.",
              row -> row.device().driverObject())
          .text(
              "module",
              "Module of the driver, as in modules; NULL if the dump lacks the driver object.",
              row -> row.device().moduleName())
          .build();

  /** The tables with columns from the crash analysis. */
  public static final List<TypedTable<?>> OF_STACK = List.of(DUMPS, STACK_FRAMES, DEVICE_STACKS);

  /** A row of this table is an input, or a part of it, that could not be used. */
  public static final TypedTable<RejectRow> REJECTS =
      TypedTable.of(
              RejectRow.class,
              "rejects",
              "An input, or a part of one, that could not be used, and why.")
          .column(SOURCE, RejectRow::source)
          .column(MEMBER, RejectRow::member)
          .text("dump_id", "The dump; NULL if the fault is in its header.", RejectRow::dumpId)
          .bigint(
              "ordinal",
              "Position of the blob with the fault; NULL if the fault is in no blob.",
              row -> row.reject().ordinal())
          .guid("tag", "Tag of the blob.", row -> row.reject().tag())
          .bigint("offset", "Offset in the file or member.", row -> row.reject().offset())
          .text(
              "stage",
              labels(Reject.Stage.values(), Reject.Stage::label),
              row -> row.reject().stage().label())
          .text(
              "reason",
              labels(Reason.values(), Reason::label),
              row -> row.reject().reason().label())
          .text("message", "What is wrong, in one line.", row -> row.reject().message())
          .build();

  private Tables() {}

  private static <E> String labels(E[] values, Function<E, String> label) {
    return Arrays.stream(values).map(label).collect(Collectors.joining(", ", "", "."));
  }

  /**
   * All tables: those of every run, and then the decoders'.
   *
   * @throws DecoderException if a decoder's table has the name of one of every run
   */
  public static List<TableSchema> all(List<TableSchema> decoded) {
    for (TypedTable<?> own :
        List.of(SOURCES, DUMPS, TAGS, MODULES, STACK_FRAMES, DEVICE_STACKS, REJECTS)) {
      if (decoded.stream().anyMatch(table -> table.name().equals(own.schema().name()))) {
        throw new DecoderException(
            "a decoder has a table "
                + own.schema().name()
                + ", which is the name of a built-in table");
      }
    }
    List<TableSchema> tables =
        new ArrayList<>(List.of(SOURCES.schema(), DUMPS.schema(), TAGS.schema()));
    tables.addAll(decoded);
    tables.add(MODULES.schema());
    tables.add(STACK_FRAMES.schema());
    tables.add(DEVICE_STACKS.schema());
    tables.add(REJECTS.schema());
    return List.copyOf(tables);
  }
}
