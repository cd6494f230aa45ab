package org.crashtag.decode.messages;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.crashtag.bytes.Reason;

/** A file that is small enough to be held. */
final class WholeFile {
  private WholeFile() {}

  /**
   * All bytes of a channel.
   *
   * @param what it is, for messages
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
      // As many as there still are: the file may be written to.
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
