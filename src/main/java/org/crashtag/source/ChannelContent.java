package org.crashtag.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.crashtag.storage.Storage;

/** A whole file as content. */
public final class ChannelContent implements Content {
  private final SourceChannel channel;
  private long bytesRead;

  /** Of a channel that is open; closing this closes it. */
  ChannelContent(SourceChannel channel) {
    this.channel = channel;
  }

  /** Opens the file at {@code path}. */
  public ChannelContent(Storage storage, String path) throws IOException {
    this.channel = new SourceChannel(storage, path);
  }

  @Override
  public long length() {
    return channel.size();
  }

  @Override
  public int read(long offset, byte[] into, int at, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, at, size);
    int total = 0;
    while (total < size) {
      int count = channel.readAt(buffer, offset + total);
      if (count < 0) {
        break;
      }
      total += count;
    }
    bytesRead += total;
    return total;
  }

  @Override
  public long reach(long offset) {
    return Math.min(offset, channel.size());
  }

  @Override
  public long bytesRead() {
    return bytesRead;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
