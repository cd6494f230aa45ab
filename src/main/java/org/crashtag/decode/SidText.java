package org.crashtag.decode;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/**
 * A security identifier in text form: {@code S-1-5-18}.
 *
 * <pre>
 * u8 revision  u8 count of sub-authorities  u48 authority, big-endian  u32 sub-authorities
 * </pre>
 *
 * <p>Source: Microsoft's [MS-DTYP], 2.4.2.
 */
public final class SidText {
  private static final int MOST_SUB_AUTHORITIES = 15;

  private SidText() {}

  /** Size in bytes of the SID at {@code at}. */
  public static int bytes(Bytes data, int at) {
    int count = data.u8(at + 1);
    verify(
        count <= MOST_SUB_AUTHORITIES,
        Reason.CORRUPT,
        data.offset() + at + 1,
        "a SID of " + count + " sub-authorities");
    return 8 + 4 * count;
  }

  /**
   * The SID at {@code at} as text.
   *
   * @throws org.crashtag.bytes.MalformedException if it is cut off or has more than 15
   *     sub-authorities
   */
  public static String of(Bytes data, int at) {
    int count = bytes(data, at) / 4 - 2;
    long authority = 0;
    for (int i = 2; i < 8; i++) {
      authority = authority << 8 | data.u8(at + i);
    }
    StringBuilder text = new StringBuilder("S-").append(data.u8(at)).append('-').append(authority);
    for (int i = 0; i < count; i++) {
      text.append('-').append(data.u32(at + 8 + 4 * i));
    }
    return text.toString();
  }
}
