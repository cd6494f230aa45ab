package org.crashtag.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpImage;

/** The bytes of small built dumps. */
public final class DumpBytes {
  private DumpBytes() {}

  /** The dump that the builder describes. */
  public static byte[] of(DumpBuilder builder) {
    return of(builder.image());
  }

  /** The whole file. */
  public static byte[] of(DumpImage image) {
    try (SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel()) {
      image.write(channel);
      return Arrays.copyOf(channel.array(), Math.toIntExact(channel.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
