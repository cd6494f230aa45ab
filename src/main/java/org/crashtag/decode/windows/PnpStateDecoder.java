package org.crashtag.decode.windows;

import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DevicePath;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;
import org.crashtag.tag.TaggedBlob;

/**
 * The black box of the plug and play manager: the device it last dealt with.
 *
 * <pre>
 * 0x00 GUID activity  0x10 FILETIME time  0x18 u32 event information  0x1C u32 event in progress  0x20 u32 problem code
 * 0x24 u32 veto type  0x28 u32 veto offset  0x2C device id: UTF-16 with NUL
 * </pre>
 *
 * <p>Source: names of Microsoft's documentation of {@code !blackboxpnp}; measured (25 dumps).
 */
public final class PnpStateDecoder extends WindowsDecoder {
  public static final TableSchema TABLE =
      TableSchema.ofRecords(
          "pnp_state",
          "What the plug and play manager did last.",
          new Column("activity_id", ColumnType.GUID, "The activity; NULL where it had none."),
          new Column("activity_time", ColumnType.TIMESTAMP, "When it was noted, UTC."),
          new Column("event_information", ColumnType.BIGINT, "Kind of the event, as written."),
          new Column("event_in_progress", ColumnType.BOOLEAN, "It wasn't over at the crash."),
          new Column(
              "problem_code",
              ColumnType.BIGINT,
              "Device manager's number of the problem: 24 isn't there."),
          new Column("veto_type", ColumnType.BIGINT, "Who objected to a removal; 0 nobody."),
          new Column(
                  "device_id",
                  ColumnType.TEXT,
                  "Enumerator and device: USB\\VID_413C&PID_2107. The address of a Bluetooth device"
                      + " in it is private.")
              .asPartlyPrivate(),
          new Column(
                  "instance_id",
                  ColumnType.TEXT,
                  "Which of these devices it is; can be a serial number.")
              .asPrivate());

  private static final int DEVICE_ID = 0x2C;

  public PnpStateDecoder() {
    super(
        "pnp",
        "black box of the plug and play manager",
        List.of(Guid.constant("b7631941-532a-4cd6-b1b1-edb5917d4557")),
        TABLE);
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    Guid activity = data.guid(0);
    String device = data.utf16(DEVICE_ID, data.length() - DEVICE_ID);
    int instance = device.indexOf('\\', device.indexOf('\\') + 1);
    sink.row(
        TABLE,
        activity.equals(Guid.NIL) ? null : activity,
        FileTime.timestamp(data.i64(0x10)),
        data.u32(0x18),
        data.u32(0x1C) != 0,
        data.u32(0x20),
        data.u32(0x24),
        DevicePath.of(instance < 0 ? device : device.substring(0, instance), dump.privacy()),
        instance < 0 ? null : device.substring(instance + 1));
  }

  @Override
  public List<String> lines(TableSchema table, Object[] values) {
    return TextLine.each(table, values);
  }
}
