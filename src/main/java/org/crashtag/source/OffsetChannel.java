package org.crashtag.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A channel that starts at an offset of another one. */
final class OffsetChannel extends ReadOnlyChannel {
  private final ReadOnlyChannel channel;
  private final long offset;

  OffsetChannel(ReadOnlyChannel channel, long offset) {
    this.channel = channel;
    this.offset = offset;
  }

  @Override
  int readAt(ByteBuffer into, long position) throws IOException {
    return channel.readAt(into, offset + position);
  }

  @Override
  public long size() throws IOException {
    return Math.max(0, channel.size() - offset);
  }
}
