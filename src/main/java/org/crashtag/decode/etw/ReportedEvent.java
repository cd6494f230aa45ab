package org.crashtag.decode.etw;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.crashtag.bytes.MalformedException.verify;

import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.JsonText;
import org.crashtag.decode.PrivateText;
import org.crashtag.decode.SidText;

/**
 * An event of the classic event log: what a program passed to {@code ReportEvent}, or a driver to
 * {@code IoWriteErrorLogEntry}.
 *
 * <pre>
 * u64 time (FILETIME)  u32 event id with qualifiers in the upper half
 * u16 characters of the source with NUL, UTF-16  u16 bytes of the SID, SID
 * u16 count of strings, each UTF-16 with NUL  u32 bytes of data, data
 * </pre>
 *
 * <p>Source: measured over real dumps.
 *
 * @param time as a FILETIME
 * @param id low half: the number that the Event Viewer shows; high half: qualifiers
 * @param source name of the event source
 * @param sid of the user, or null
 * @param strings strings that are inserted into the message
 * @param data data of the program
 */
record ReportedEvent(
    long time, long id, String source, String sid, List<String> strings, Bytes data) {
  /** Parses a complete payload. */
  static ReportedEvent read(Bytes payload) {
    return new Reader(payload).event();
  }

  long number() {
    return id & 0xFFFF;
  }

  /** Values without a column, as JSON. */
  String json(PrivateText privacy) {
    JsonText json = new JsonText().raw("{\"event_id\":").number(number());
    json.raw(",\"qualifiers\":").number(id >>> 16);
    if (TraceClock.microsOfFileTime(time) != TraceClock.NO_TIME) {
      json.raw(",\"time\":").string(FileTime.instant(time).toString());
    }
    json.raw(",\"strings\":[");
    for (int i = 0; i < strings.size(); i++) {
      json.raw(i == 0 ? "" : ",").string(text(i, privacy));
    }
    json.raw("],\"data_bytes\":").number(data.length());
    if (privacy.keepsAll() && data.length() > 0) {
      json.raw(",\"data\":").string(data.hex(0, data.length()));
    }
    return json.raw('}').toString();
  }

  /**
   * Messages identify a user by domain, name and SID, so the strings before a user's SID are
   * private.
   */
  private String text(int index, PrivateText privacy) {
    for (int i = index + 1; i <= index + 2 && i < strings.size(); i++) {
      if (PrivateText.isUsersSid(strings.get(i))) {
        return privacy.whole(strings.get(index));
      }
    }
    return privacy.parts(strings.get(index));
  }

  private static final class Reader {
    private final Bytes payload;
    private int at = 14;

    Reader(Bytes payload) {
      this.payload = payload;
    }

    ReportedEvent event() {
      String source = withoutNul(2 * payload.u16(12));
      String sid = sid();
      int count = u16();
      List<String> strings = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        strings.add(string());
      }
      long dataBytes = payload.u32(at);
      at += 4;
      verify(
          dataBytes == payload.length() - at,
          Reason.CORRUPT,
          payload.offset() + at - 4,
          "a reported event claims "
              + dataBytes
              + " bytes of data and has "
              + (payload.length() - at));
      Bytes data = payload.slice(at, (int) dataBytes);
      return new ReportedEvent(
          payload.i64(0), payload.u32(8), source, sid, List.copyOf(strings), data);
    }

    private int u16() {
      at += 2;
      return payload.u16(at - 2);
    }

    private String withoutNul(int size) {
      at += size;
      return payload.utf16(at - size, size);
    }

    private String sid() {
      int size = u16();
      if (size == 0) {
        return null;
      }
      verify(
          SidText.bytes(payload, at) == size,
          Reason.CORRUPT,
          payload.offset() + at,
          "a SID that doesn't fill its " + size + " bytes");
      at += size;
      return SidText.of(payload.slice(at - size, size), 0);
    }

    private String string() {
      int start = at;
      while (u16() != 0) {
        // Skip the NUL.
      }
      return payload.decode(start, at - 2 - start, UTF_16LE);
    }
  }
}
