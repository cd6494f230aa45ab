package org.crashtag.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A channel that fails after its archive has taken too long, whatever a library does. */
final class TimedChannel extends ReadOnlyChannel {
  private final ReadOnlyChannel channel;
  private final Budget budget;

  TimedChannel(ReadOnlyChannel channel, Budget budget) {
    this.channel = channel;
    this.budget = budget;
  }

  @Override
  int readAt(ByteBuffer into, long position) throws IOException {
    budget.checkTime(position);
    return channel.readAt(into, position);
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }
}
