package org.crashtag.decode.windows;

import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.DevicePath;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.tag.TaggedBlob;

/**
 * The black box of the plug and play manager: the device it last dealt with.
 *
 * <pre>
 * 0x00 GUID activity  0x10 FILETIME time  0x18 u32 event information  0x1C u32 event in progress  0x20 u32 problem code
 * 0x24 u32 veto type  0x28 u32 veto offset  0x2C device id: UTF-16 with NUL
 * </pre>
 *
 * <p>Source: names from Microsoft's documentation of {@code !blackboxpnp}; measured (25 dumps).
 */
public final class PnpStateDecoder extends TagDecoder {
  /** The table {@code pnp_state}. */
  public static final TypedTable<Noted> TABLE =
      TypedTable.ofRecords(
              Noted.class, "pnp_state", "The last activity of the plug and play manager.")
          .guid(
              "activity_id",
              "Id of the activity; NULL if it had none.",
              noted -> noted.data.isZero(0x00, 16) ? null : noted.data.guid(0x00))
          .timestamp(
              "activity_time",
              "Time of the activity, UTC.",
              noted -> FileTime.timestamp(noted.data.i64(0x10)))
          .bigint("event_information", "Kind of event, as stored.", noted -> noted.data.u32(0x18))
          .bool(
              "event_in_progress",
              "Whether the event was in progress at the crash.",
              noted -> noted.data.u32(0x1C) != 0)
          .bigint(
              "problem_code",
              "Problem code, as in the Device Manager; 24 means that the device is not present.",
              noted -> noted.data.u32(0x20))
          .bigint(
              "veto_type",
              "Type of the veto against a removal; 0 if none.",
              noted -> noted.data.u32(0x24))
          .text(
              "device_id",
              "Enumerator and device, such as USB\\VID_413C&PID_2107. The address of a Bluetooth"
                  + " device in it is private.",
              Noted::model)
          .asPartlyPrivate()
          .text("instance_id", "Instance of the device; can be a serial number.", Noted::instanceId)
          .asPrivate()
          .build();

  private static final int DEVICE_ID = 0x2C;

  public PnpStateDecoder() {
    super(
        "pnp",
        2,
        "black box of the plug and play manager",
        Guid.constant("b7631941-532a-4cd6-b1b1-edb5917d4557"),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    sink.decoded(data.length());
    sink.row(TABLE, new Noted(data, dump.privacy()));
  }

  /** The recorded activity. */
  private record Noted(Bytes data, Privacy privacy) {
    private String device() {
      return data.utf16(DEVICE_ID, data.length() - DEVICE_ID);
    }

    /** Start of the instance in a device name; -1 if it has none. */
    private static int instance(String device) {
      return device.indexOf('\\', device.indexOf('\\') + 1);
    }

    String model() {
      String device = device();
      int instance = instance(device);
      return DevicePath.of(instance < 0 ? device : device.substring(0, instance), privacy);
    }

    String instanceId() {
      String device = device();
      int instance = instance(device);
      return instance < 0 ? null : device.substring(instance + 1);
    }
  }

  @Override
  public List<String> lines(Row row) {
    return TextLine.each(row);
  }
}
