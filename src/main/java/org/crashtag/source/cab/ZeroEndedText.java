package org.crashtag.source.cab;

import java.io.IOException;
import java.nio.charset.Charset;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/** Reads consecutive texts that end with a NUL. */
final class ZeroEndedText {
  /**
   * Length without the NUL: [MS-CAB] allows 256 bytes with it, for names of files and of cabinets.
   */
  private static final int MOST_BYTES = 255;

  private final CabinetInput input;
  private long offset;

  ZeroEndedText(CabinetInput input, long offset) {
    this.input = input;
    this.offset = offset;
  }

  /** The offset in the file of the next text. */
  long offset() {
    return offset;
  }

  void skip(int bytes) {
    offset += bytes;
  }

  /** The next text; characters outside the character set are replaced. */
  String next(Charset charset) throws IOException {
    int present = (int) Math.min(MOST_BYTES + 1, Math.max(0, input.size() - offset));
    Bytes bytes = input.bytes(Math.min(offset, input.size()), present);
    for (int length = 0; length < present; length++) {
      if (bytes.u8(length) == 0) {
        offset += length + 1;
        return new String(bytes.slice(0, length).toArray(), charset);
      }
    }
    Reason reason = present > MOST_BYTES ? Reason.CORRUPT : Reason.TRUNCATED;
    throw new MalformedException(reason, offset, "a name has no end");
  }
}
