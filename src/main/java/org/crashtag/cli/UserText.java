package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import org.crashtag.storage.Location;

/** Text files that users write: UTF-8, with or without the byte order mark that Notepad adds. */
final class UserText {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private UserText() {}

  /** A file's text. */
  static String read(Location file) throws IOException {
    return of(file.text(), file.read());
  }

  /**
   * Decodes bytes.
   *
   * @param name of the file, for messages
   * @throws UsageException if they are UTF-16 or not valid UTF-8
   */
  static String of(String name, byte[] bytes) {
    if (isUtf16(bytes)) {
      throw new UsageException(name + ": the text is UTF-16; save it as UTF-8");
    }
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new UsageException(
          name + ": the text is not UTF-8: see the byte at offset " + in.position());
    }
    String text = out.flip().toString();
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  /** Whether bytes are neither UTF-8 nor UTF-16: texts have no zero bytes, and most dumps do. */
  static boolean isBinary(byte[] bytes) {
    if (isUtf16(bytes)) {
      return false;
    }
    for (byte value : bytes) {
      if (value == 0) {
        return true;
      }
    }
    return false;
  }

  /** By its byte order mark, or because a byte of its first character is zero. */
  private static boolean isUtf16(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    boolean marked = (first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF);
    return marked || (first == 0) != (second == 0);
  }
}
