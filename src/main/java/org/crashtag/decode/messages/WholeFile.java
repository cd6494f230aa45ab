package org.crashtag.decode.messages;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.crashtag.bytes.Reason;

/** Reads files that are small enough to keep in memory. */
final class WholeFile {
  private WholeFile() {}

  /**
   * Reads all bytes of a channel.
   *
   * @param what description for messages
   */
  static byte[] read(SeekableByteChannel channel, int most, String what) throws IOException {
    long size = channel.size();
    verify(
        size <= most,
        Reason.LIMIT,
        0,
        size + " bytes; " + what + " of more than " + most + " is not read");
    ByteBuffer buffer = ByteBuffer.allocate((int) size);
    channel.position(0);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // The size can have changed, because the file may be written to.
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
