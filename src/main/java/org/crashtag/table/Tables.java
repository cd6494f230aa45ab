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
                      + " from another source), not_a_dump, container, rejected, unreadable."),
              column(
                  "command",
                  TEXT,
                  "The first run of the \"crashtag run\" command that looked at it: all batches of"
                      + " one command share it. The latest command has the greatest.")));

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
                  "How its chain of blobs ended: end_of_file, terminator, truncated, corrupt. A dump"
                      + " that was cut before its tagged region is truncated, too."),
              column("tag_count", BIGINT, "Tagged blobs in it; 0 without a region.")));

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
              column("unloaded", BOOLEAN, "It was gone before the crash.")));

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
    tables.add(MODULES);
    tables.add(REJECTS);
    return List.copyOf(tables);
  }
}
