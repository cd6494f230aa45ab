package org.crashtag.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crashtag.bytes.Content;
import org.crashtag.testing.CountingChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelContentTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    file = Files.writeString(folder.resolve("file"), "0123456789");
  }

  @Test
  void fileIsReadAtAnyOffset() throws IOException {
    try (ChannelContent content = new ChannelContent(FileChannel.open(file))) {
      assertThat(content.length()).isEqualTo(10);
      assertThat(read(content, 2, 3)).isEqualTo("234");
      assertThat(read(content, 8, 9)).as("to the end").isEqualTo("89");
      assertThat(read(content, 10, 1)).isEmpty();
      assertThat(read(content, 1L << 40, 1)).isEmpty();
      assertThat(content.bytesRead()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void readGoesOnUntilItHasAll(int mostAtOnce) throws IOException {
    CountingChannel channel = new CountingChannel(Files.newByteChannel(file), mostAtOnce);
    try (ChannelContent content = new ChannelContent(channel)) {
      assertThat(read(content, 1, 8)).isEqualTo("12345678");
      assertThat(content.bytesRead()).isEqualTo(8).isEqualTo(channel.bytesRead());
    }
  }

  @Test
  void reachEndsWithTheFile() throws IOException {
    try (ChannelContent content = new ChannelContent(FileChannel.open(file))) {
      assertThat(content.reach(7)).isEqualTo(7);
      assertThat(content.reach(10)).isEqualTo(10);
      assertThat(content.reach(Long.MAX_VALUE)).isEqualTo(10);
      assertThat(content.bytesRead()).isZero();
    }
  }

  @Test
  void closingClosesTheChannel() throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(file);
    new ChannelContent(channel).close();

    assertThat(channel.isOpen()).isFalse();
  }

  private static String read(Content content, long offset, int size) throws IOException {
    byte[] into = new byte[size + 2];
    int count = content.read(offset, into, 1, size);
    assertThat(into[0]).isZero();
    assertThat(into[size + 1]).isZero();
    return new String(into, 1, count, US_ASCII);
  }
}
