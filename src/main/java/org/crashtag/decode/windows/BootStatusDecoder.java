package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.List;
import java.util.zip.CRC32;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
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
 * Boot status data, as the boot manager keeps it in bootstat.dat.
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
 * <p>Source: names of Microsoft's documentation of {@code !blackboxbsd}; measured (36 dumps). What
 * else it holds is unproven and left out.
 */
public final class BootStatusDecoder extends WindowsDecoder {
  public static final TableSchema TABLE =
      TableSchema.ofRecords(
          "boot_status",
          "The boot manager's notes on this boot and the last ones.",
          new Column("version", ColumnType.BIGINT, "Version of the structure: its size in bytes."),
          new Column(
              "product_type", ColumnType.BIGINT, "1 workstation, 2 domain controller, 3 server."),
          new Column(
              "auto_advanced_boot",
              ColumnType.BOOLEAN,
              "The boot menu shows by itself after a failed boot."),
          new Column("menu_timeout", ColumnType.BIGINT, "Seconds that the boot menu waits."),
          new Column("last_boot_succeeded", ColumnType.BOOLEAN, "The last boot came to its end."),
          new Column(
              "last_boot_shutdown", ColumnType.BOOLEAN, "The last boot ended with a shutdown."),
          new Column(
              "power_button_timestamp",
              ColumnType.UNSIGNED64,
              "When the power button was held, as written; 0 never."),
          new Column("system_running", ColumnType.BOOLEAN, "It was running."),
          new Column("connected_standby", ColumnType.BOOLEAN, "It was in connected standby."),
          new Column("user_shutdown", ColumnType.BOOLEAN, "A user's shutdown was in progress."),
          new Column(
              "system_shutdown", ColumnType.BOOLEAN, "The system's shutdown was in progress."),
          new Column(
              "sleep_in_progress",
              ColumnType.BIGINT,
              "4 bits that tell of a transition to sleep; 0 none."),
          new Column("sleep_transitions", ColumnType.BIGINT, "How often it slept since it booted."),
          new Column("reference_time", ColumnType.TIMESTAMP, "Last time that was noted, UTC."),
          new Column(
              "update_boot_id", ColumnType.BIGINT, "Boot at which the notes were last written."),
          new Column("boot_attempts", ColumnType.BIGINT, "Tries to boot."),
          new Column("checkpoint", ColumnType.BIGINT, "How far the boot came."),
          new Column("boot_id", ColumnType.BIGINT, "Number of this boot; equals boot_id in dumps."),
          new Column(
              "good_shutdown_boot_id",
              ColumnType.BIGINT,
              "Boot that last ended with a good shutdown."),
          new Column(
              "abnormal_shutdown_boot_id",
              ColumnType.BIGINT,
              "Boot whose abnormal end was reported last."),
          new Column(
              "button_time",
              ColumnType.TIMESTAMP,
              "Last press of the power button, UTC; NULL never."),
          new Column("button_presses", ColumnType.BIGINT, "Presses of the power button."),
          new Column("button_boot_id", ColumnType.BIGINT, "Boot at which it was pressed last."),
          new Column(
              "button_watchdog_stage",
              ColumnType.BIGINT,
              "How far the watchdog of a long press came."),
          new Column(
              "crc_holds", ColumnType.BOOLEAN, "The stored CRC-32 is that of the reference time."),
          new Column("sum_holds", ColumnType.BOOLEAN, "The sum of all bytes is 0 modulo 256."));

  private static final int LEAST_BYTES = 0x67;

  public BootStatusDecoder() {
    super(
        "boot-status",
        "boot status data",
        List.of(Guid.constant("f57308df-cc45-4e01-ad76-29a4ebb010ec")),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    verify(
        data.length() >= LEAST_BYTES,
        Reason.TRUNCATED,
        data.offset(),
        data.length() + " bytes, " + LEAST_BYTES + " wanted");
    int bits = data.u8(0x18);
    sink.row(
        TABLE,
        data.u32(0x00),
        data.u32(0x04),
        data.u8(0x08) != 0,
        (long) data.u8(0x09),
        data.u8(0x0A) != 0,
        data.u8(0x0B) != 0,
        data.i64(0x10),
        (bits & 1) != 0,
        (bits & 2) != 0,
        (bits & 4) != 0,
        (bits & 8) != 0,
        (long) bits >> 4,
        (long) data.u16(0x1C),
        FileTime.timestamp(data.i64(0x20)),
        data.u32(0x2C),
        (long) data.u8(0x30),
        (long) data.u8(0x31),
        data.u32(0x34),
        data.u32(0x38),
        data.u32(0x3C),
        FileTime.timestamp(data.i64(0x58)),
        data.u32(0x60),
        (long) data.u16(0x64),
        (long) data.u8(0x66),
        crc(data.slice(0x20, 8)) == data.u32(0x28),
        sum(data) == 0);
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
  public List<String> lines(TableSchema table, Object[] values) {
    return TextLine.each(table, values);
  }
}
