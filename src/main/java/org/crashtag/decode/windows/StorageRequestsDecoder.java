package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.HexFormat;
import java.util.Locale;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.dump.DumpHeader;
import org.crashtag.tag.TaggedBlob;

/**
 * The last requests that the storage port driver completed or was still processing.
 *
 * <pre>
 * header, 36 bytes: 0x00 char "DSTP", or "DATA" by ataport  0x04 u32 version 0x60  0x08 u32 size  0x0C u32 reason
 *    0x10 char driver[16]  0x20 u32 records
 * record, 60 bytes: 0x00 u8 cdb[16]  0x10 u8 command[16]  0x20 FILETIME start  0x28 FILETIME end
 *    0x30 u32 status  0x34 u32 error  0x38 u32 tag
 * </pre>
 *
 * <p>What follows the last record is unused. Source: DEVICEDUMP_STORAGESTACK_PUBLIC_DUMP of
 * ntddstor.h in mingw-w64 (public domain); measured (77 dumps).
 */
public final class StorageRequestsDecoder extends TagDecoder {
  private static final int CDB_BYTES = 16;

  /** The table {@code storage_requests}. */
  public static final TypedTable<Request> TABLE =
      TypedTable.ofRecords(
              Request.class,
              "storage_requests",
              "One of the last requests to a disk before the crash.")
          .text("driver", "File of the port driver, such as storport.sys.", Request::driver)
          .bigint(
              "operation_code",
              "First byte of the SCSI command.",
              request -> request.record.u8(0x00))
          .text(
              "operation",
              "Name of the command in T10's list, such as READ(10).",
              request -> ScsiOperations.name(request.record.u8(0x00)))
          .text(
              "cdb",
              "The SCSI command, 16 bytes in hexadecimal; storport stores only the first byte.",
              request -> request.record.hex(0x00, CDB_BYTES))
          .timestamp(
              "start_time",
              "Start time, UTC, as stored. ataport counts from boot, which reads as the year 1601."
                  + " NULL if there is none.",
              request -> FileTime.timestamp(request.start()))
          .timestamp(
              "end_time",
              "End time, likewise; NULL if the request was still running.",
              request -> FileTime.timestamp(request.end()))
          .float64(
              "seconds_before_crash",
              "Seconds from the start, or otherwise the end, to the crash. The clock of ataport"
                  + " gains seconds over days, so that its last requests can seem to come after the"
                  + " crash.",
              request ->
                  secondsBeforeCrash(
                      request.start() > 0 ? request.start() : request.end(), request.header))
          .bigint(
              "status",
              "storport: SRB status, 1 success, 0 pending; ataport: the ATA status register.",
              request -> request.record.u32(0x30))
          .bigint(
              "error", "Error of the port driver; 0 if none.", request -> request.record.u32(0x34))
          .bigint("tag", "Storport's tag of the request.", request -> request.record.u32(0x38))
          .build();

  private static final int HEADER_BYTES = 36;
  private static final int RECORD_BYTES = 60;

  /** 1980: earlier times cannot be the clock of a machine, and none runs for so long. */
  private static final long FIRST_DATE = 119_600_064_000_000_000L;

  private static final double STEPS_PER_SECOND = 1e7;

  /** A record with information from elsewhere in the dump. */
  private record Request(String driver, Bytes record, DumpHeader header) {
    long start() {
      return record.i64(0x20);
    }

    long end() {
      return record.i64(0x28);
    }
  }

  public StorageRequestsDecoder() {
    super(
        "storport",
        1,
        "last requests of the storage port driver",
        Guid.constant("da82441d-7142-4bc1-b844-0807c5a4b67f"),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    verify(
        data.hasAscii(0, "DSTP") || data.hasAscii(0, "DATA"),
        Reason.CORRUPT,
        data.offset(),
        "the blob starts with neither DSTP nor DATA");
    String driver = data.text(0x10, 16);
    long records = data.u32(0x20);
    long whole = Math.min(records, (data.length() - HEADER_BYTES) / RECORD_BYTES);
    sink.decoded(HEADER_BYTES + whole * RECORD_BYTES);
    for (int record = 0; record < whole; record++) {
      Bytes bytes = data.slice(HEADER_BYTES + record * RECORD_BYTES, RECORD_BYTES);
      sink.row(TABLE, new Request(driver, bytes, dump.header()));
    }
    verify(
        whole == records,
        Reason.TRUNCATED,
        data.offset() + 0x20,
        () -> records + " records claimed, " + whole + " there");
  }

  private static Double secondsBeforeCrash(long time, DumpHeader header) {
    if (time <= 0) {
      return null;
    }
    if (time < FIRST_DATE) {
      Long upTime = header.systemUpTime();
      return upTime == null || upTime < 0 ? null : (upTime - time) / STEPS_PER_SECOND;
    }
    // Rounded to microseconds as in the tables, because kept blobs are decoded again with values
    // from them.
    Long crash = header.crashTimeMicros();
    return crash == null ? null : (FileTime.ofEpochMicros(crash) - time) / STEPS_PER_SECOND;
  }

  @Override
  public String heading(TableSchema table) {
    return "[storage_requests]  seconds before crash, operation, status, error, tag, us";
  }

  @Override
  public String text(Row row) {
    HexFormat hex = HexFormat.of();
    Double before = (Double) row.get("seconds_before_crash");
    TextLine line =
        TextLine.of(before == null ? "" : String.format(Locale.ROOT, "%12.6f", before))
            .at(14, hex.toHexDigits(row.number("operation_code"), 2))
            .at(17, row.isNull("operation") ? "" : row.get("operation"))
            .at(40, hex.toHexDigits(row.number("status"), 8))
            .at(49, hex.toHexDigits(row.number("error"), 8))
            .at(58, hex.toHexDigits(row.number("tag"), 8));
    if (!row.isNull("start_time")) {
      line.at(
          68,
          row.isNull("end_time") ? "running" : row.number("end_time") - row.number("start_time"));
    }
    return line.toString();
  }
}
