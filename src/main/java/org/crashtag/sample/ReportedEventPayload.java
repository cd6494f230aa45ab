package org.crashtag.sample;

import java.time.Instant;
import java.util.List;
import org.crashtag.bytes.FileTime;

/**
 * The payload of an event that was passed to ReportEvent.
 *
 * <pre>
 * u64 time  u32 event id  u16 characters, UTF-16 source, NUL  u16 bytes, SID
 * u16 count, UTF-16 strings, each with NUL  u32 bytes, data
 * </pre>
 */
public final class ReportedEventPayload {
  private ReportedEventPayload() {}

  /** The payload. */
  public static byte[] of(
      Instant time, long id, String source, byte[] sid, List<String> strings, byte[] data) {
    Pen pen = new Pen(256).u64(FileTime.of(time)).u32(id);
    pen.u16(source.length() + 1).utf16(source).u16(0).u16(sid.length).raw(sid);
    pen.u16(strings.size());
    strings.forEach(text -> pen.utf16(text).u16(0));
    return pen.u32(data.length).raw(data).toBytes();
  }
}
