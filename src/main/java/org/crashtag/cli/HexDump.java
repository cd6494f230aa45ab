package org.crashtag.cli;

import java.io.PrintStream;
import java.util.HexFormat;
import org.crashtag.bytes.Bytes;

/** Bytes as in a debugger: 16 per line with their offset in the blob and their characters. */
final class HexDump {
  private static final int LINE_BYTES = 16;
  private static final HexFormat HEX = HexFormat.of();

  private HexDump() {}

  /**
   * Prints {@code bytes}.
   *
   * @param start offset in the blob of the first of them
   */
  static void print(PrintStream out, long start, Bytes bytes) {
    StringBuilder line = new StringBuilder();
    for (int at = 0; at < bytes.length(); at += LINE_BYTES) {
      line.setLength(0);
      line.append("   ").append(HEX.toHexDigits(start + at, 6)).append("  ");
      StringBuilder letters = new StringBuilder();
      for (int i = at; i < at + LINE_BYTES; i++) {
        if (i < bytes.length()) {
          int b = bytes.u8(i);
          HEX.toHexDigits(line, (byte) b);
          letters.append(b >= 0x20 && b < 0x7F ? (char) b : '.');
        } else {
          line.append("  ");
        }
        line.append(i == at + 7 && i + 1 < bytes.length() ? '-' : ' ');
      }
      out.append(line).append(' ').println(letters);
    }
  }
}
