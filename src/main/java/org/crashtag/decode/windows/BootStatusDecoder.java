package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.List;
import java.util.zip.CRC32;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.tag.TaggedBlob;

/**
 * Boot status data, which the boot manager keeps in bootstat.dat.
 *
 * <pre>
 * 0x00 u32 version = size: 136, 176, 192, 200  0x04 u32 product type  0x08 u8 auto advanced boot  0x09 u8 menu timeout
 * 0x0A u8 last boot succeeded  0x0B u8 last boot shutdown  0x10 u64 power button timestamp
 * 0x18 u8 bits: 0 system running, 1 connected standby, 2 user shutdown, 3 system shutdown, 4-7 sleep in progress
 * 0x1C u16 sleep transitions  0x20 FILETIME last reference time  0x28 u32 CRC-32 of the 8 bytes at 0x20
 * 0x2C u32 last update's boot id  0x30 u8 boot attempts  0x31 u8 checkpoint  0x32 u8 makes the sum of all bytes 0
 * 0x34 u32 boot id  0x38 u32 last good shutdown's boot id  0x3C u32 last abnormal shutdown's boot id, reported
 * 0x58 FILETIME last power button press  0x60 u32 presses  0x64 u16 boot id of it  0x66 u8 watchdog stage
 * </pre>
 *
 * <p>Source: names from Microsoft's documentation of {@code !blackboxbsd}; measured (36 dumps).
 * Other content is unproven and not shown.
 */
public final class BootStatusDecoder extends TagDecoder {
  /** The table {@code boot_status}. */
  public static final TypedTable<Bytes> TABLE =
      TypedTable.ofRecords(
              Bytes.class,
              "boot_status",
              "What the boot manager recorded about this boot and earlier ones.")
          .bigint(
              "version",
              "Version of the structure, which is its size in bytes.",
              data -> data.u32(0x00))
          .bigint(
              "product_type",
              "1 workstation, 2 domain controller, 3 server.",
              data -> data.u32(0x04))
          .bool(
              "auto_advanced_boot",
              "Whether the advanced boot menu is shown automatically after a failed boot.",
              data -> data.u8(0x08) != 0)
          .bigint("menu_timeout", "Timeout of the boot menu in seconds.", data -> data.u8(0x09))
          .bool(
              "last_boot_succeeded", "Whether the last boot succeeded.", data -> data.u8(0x0A) != 0)
          .bool(
              "last_boot_shutdown",
              "Whether the last boot ended with a shutdown.",
              data -> data.u8(0x0B) != 0)
          .unsigned64(
              "power_button_timestamp",
              "Time at which the power button was held, as stored; 0 if never.",
              data -> data.i64(0x10))
          .bool(
              "system_running", "Whether the system was running.", data -> (data.u8(0x18) & 1) != 0)
          .bool(
              "connected_standby",
              "Whether the system was in connected standby.",
              data -> (data.u8(0x18) & 2) != 0)
          .bool(
              "user_shutdown",
              "Whether a shutdown by a user was in progress.",
              data -> (data.u8(0x18) & 4) != 0)
          .bool(
              "system_shutdown",
              "Whether a shutdown by the system was in progress.",
              data -> (data.u8(0x18) & 8) != 0)
          .bigint(
              "sleep_in_progress",
              "4 bits about a transition to sleep; 0 if none was in progress.",
              data -> data.u8(0x18) >> 4)
          .bigint(
              "sleep_transitions",
              "Number of sleep transitions since boot.",
              data -> data.u16(0x1C))
          .timestamp(
              "reference_time",
              "Time of the last update of this record, UTC.",
              data -> FileTime.timestamp(data.i64(0x20)))
          .bigint(
              "update_boot_id",
              "Boot in which this record was last updated.",
              data -> data.u32(0x2C))
          .bigint("boot_attempts", "Number of attempts to boot.", data -> data.u8(0x30))
          .bigint("checkpoint", "Last checkpoint that the boot reached.", data -> data.u8(0x31))
          .bigint(
              "boot_id",
              "Sequence number of this boot; equals dumps.boot_id.",
              data -> data.u32(0x34))
          .bigint(
              "good_shutdown_boot_id",
              "The last boot that ended with a regular shutdown.",
              data -> data.u32(0x38))
          .bigint(
              "abnormal_shutdown_boot_id",
              "The last boot whose abnormal shutdown was reported.",
              data -> data.u32(0x3C))
          .timestamp(
              "button_time",
              "Time of the last press of the power button, UTC; NULL if never.",
              data -> FileTime.timestamp(data.i64(0x58)))
          .bigint(
              "button_presses", "Number of presses of the power button.", data -> data.u32(0x60))
          .bigint(
              "button_boot_id",
              "Boot in which the power button was last pressed.",
              data -> data.u16(0x64))
          .bigint(
              "button_watchdog_stage",
              "Stage that the watchdog of a long press reached.",
              data -> data.u8(0x66))
          .bool(
              "crc_holds",
              "Whether the stored CRC-32 matches the reference time.",
              data -> crc(data.slice(0x20, 8)) == data.u32(0x28))
          .bool(
              "sum_holds", "Whether the sum of all bytes is 0 modulo 256.", data -> sum(data) == 0)
          .build();

  private static final int LEAST_BYTES = 0x67;

  public BootStatusDecoder() {
    super(
        "boot-status",
        1,
        "boot status data",
        Guid.constant("f57308df-cc45-4e01-ad76-29a4ebb010ec"),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    verify(
        data.length() >= LEAST_BYTES,
        Reason.TRUNCATED,
        data.offset(),
        data.length() + " bytes, expected at least " + LEAST_BYTES);
    sink.decoded(LEAST_BYTES);
    sink.row(TABLE, data);
    verify(
        data.u32(0x00) == blob.bytes(),
        Reason.CORRUPT,
        data.offset(),
        "a version of " + data.u32(0x00) + " bytes in " + blob.bytes());
  }

  private static long crc(Bytes bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes.toArray());
    return crc.getValue();
  }

  private static int sum(Bytes data) {
    int sum = 0;
    for (int at = 0; at < data.length(); at++) {
      sum += data.u8(at);
    }
    return sum & 0xFF;
  }

  @Override
  public List<String> lines(Row row) {
    return TextLine.each(row);
  }
}
