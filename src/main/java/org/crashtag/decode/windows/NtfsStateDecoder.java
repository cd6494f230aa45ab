package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.tag.TaggedBlob;

/**
 * State of NTFS. * *
 *
 * <pre>
 * 0x00 u16 0  0x02 u16 4096  0x04 u16 280  0x06 u16 0  0x08 FILETIME, 1 to 15 s after boot
 * 0x10 u16 8  0x12 u16 24  0x18 zeros
 * </pre>
 *
 * <p>Source: measured (40 dumps). No known blob has an entry, so the format of entries is unknown.
 */
public final class NtfsStateDecoder extends TagDecoder {
  /** The table {@code ntfs_state}. */
  public static final TypedTable<State> TABLE =
      TypedTable.ofRecords(State.class, "ntfs_state", "State of NTFS.")
          .timestamp("time", "Start time of NTFS, a few seconds after boot, UTC.", State::time)
          .bool(
              "empty",
              "Whether there are no entries, as in all known dumps; NULL if the dump is truncated.",
              State::empty)
          .build();

  private static final int BLOB_SIZE = 0x02;
  private static final int BLOB_BYTES = 4096;
  private static final int SECOND_SIZE = 0x04;
  private static final int SECOND_BYTES = 280;
  private static final int TIME = 0x08;
  private static final int ENTRIES = 0x18;

  /** The state; null if unknown. */
  private record State(Long time, Boolean empty) {}

  public NtfsStateDecoder() {
    super("ntfs", 1, "state of NTFS", Guid.constant("00afe9c4-940d-4213-8016-cd3719b5bc20"), TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    data.slice(0, ENTRIES);
    verify(
        data.u16(BLOB_SIZE) == BLOB_BYTES && data.u16(SECOND_SIZE) == SECOND_BYTES,
        Reason.CORRUPT,
        data.offset(),
        "sizes of " + data.u16(BLOB_SIZE) + " and " + data.u16(SECOND_SIZE));
    boolean zero = data.isZero(ENTRIES, data.length() - ENTRIES);
    sink.decoded(zero ? data.length() : ENTRIES);
    Boolean empty = (zero && data.length() < blob.bytes()) ? null : (Boolean) zero;
    sink.row(TABLE, new State(FileTime.timestamp(data.i64(TIME)), empty));
  }

  @Override
  public String text(Row row) {
    return TextLine.of(row.isNull("time") ? "no time" : ColumnType.TIMESTAMP.text(row.get("time")))
        .put(Boolean.FALSE.equals(row.get("empty")) ? ", not empty" : null)
        .toString();
  }
}
