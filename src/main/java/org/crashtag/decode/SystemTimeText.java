package org.crashtag.decode;

import java.util.Locale;
import org.crashtag.bytes.Bytes;

/**
 * A {@code SYSTEMTIME}: year, month, day of week, day, hour, minute, second, milliseconds, each
 * u16. It doesn't say whether it is UTC, so the text doesn't either; source: Microsoft's
 * documentation.
 */
public final class SystemTimeText {
  private SystemTimeText() {}

  /**
   * The SYSTEMTIME at {@code at} in milliseconds, as in {@code 2026-01-14T06:37:14.447}.
   *
   * @throws org.crashtag.bytes.MalformedException if it is cut off
   */
  public static String of(Bytes data, int at) {
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02dT%02d:%02d:%02d.%03d",
        data.u16(at),
        data.u16(at + 2),
        data.u16(at + 6),
        data.u16(at + 8),
        data.u16(at + 10),
        data.u16(at + 12),
        data.u16(at + 14));
  }
}
