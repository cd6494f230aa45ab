package org.crashtag.decode.graphics;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.crashtag.bytes.Bytes;
import org.crashtag.decode.text.TextBytes;

/** Checks names and versions, which drivers write as printable ASCII. */
final class PlainText {
  private static final int MOST_CHARACTERS = 255;

  private PlainText() {}

  /** Returns the text; null if it is null, too long, or has other characters. */
  static String of(Bytes bytes) {
    if (bytes == null || bytes.length() > MOST_CHARACTERS || !TextBytes.isPrintable(bytes, "")) {
      return null;
    }
    return bytes.decode(0, bytes.length(), US_ASCII);
  }
}
