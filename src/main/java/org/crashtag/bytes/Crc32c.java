package org.crashtag.bytes;

import java.util.HexFormat;
import java.util.zip.CRC32C;

/** CRC-32C checksums as text: 8 lower-case hex digits. */
public final class Crc32c {
  private Crc32c() {}

  /** The text of a checksum that was computed. */
  public static String text(CRC32C checksum) {
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  /** The checksum of {@code bytes}. */
  public static String text(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return text(checksum);
  }

  /** The checksum of a part of {@code bytes}, as a number. */
  public static int value(byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, length);
    return (int) checksum.getValue();
  }
}
