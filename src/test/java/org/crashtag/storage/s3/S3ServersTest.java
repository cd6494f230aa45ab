package org.crashtag.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.crashtag.storage.RangedChannel;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storage.Entry;
import org.crashtag.testing.S3Server;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against servers of other people. */
class S3ServersTest {
  private static final String ROOT = "s3://bucket";

  @TempDir private Path folder;

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(S3Server.Kind.class)
  void storesReadsListsLocksAndDeletes(S3Server.Kind kind) throws IOException {
    try (S3Server server = S3Server.start(kind, folder, "bucket")) {
      S3Storage storage = server.storage();
      storesAndReads(storage);
      writesIf(storage);
      lists(storage);
      locks(storage, server.storage());
      storage.delete(ROOT + "/a");
      assertThat(storage.list(ROOT)).extracting(Entry::path).containsExactly(ROOT + "/manifest");
    }
  }

  private static void storesAndReads(S3Storage storage) throws IOException {
    for (int size : new int[] {0, 10, 400_000, 12_000_000}) {
      String path = ROOT + "/a/" + size;
      try (OutputStream out = storage.create(path)) {
        out.write(random(size));
      }
      Entry entry = storage.find(path).orElseThrow();
      assertThat(entry.length()).isEqualTo(size);
      try (InputStream in = Channels.newInputStream(storage.open(entry))) {
        assertThat(in.readAllBytes()).isEqualTo(random(size));
      }
      try (InputStream in = Channels.newInputStream(storage.open(path))) {
        assertThat(in.readAllBytes()).isEqualTo(random(size));
      }
    }
    Entry listed = storage.find(ROOT + "/a/400000").orElseThrow();
    try (RangedChannel channel = (RangedChannel) storage.open(listed)) {
      assertThat(channel.range(100, 5))
          .isEqualTo(java.util.Arrays.copyOfRange(random(400_000), 100, 105));
    }
    assertThat(storage.find(ROOT + "/none")).isEmpty();
    assertThat(storage.read(ROOT + "/none", 10)).isEmpty();
  }

  private static void writesIf(S3Storage storage) throws IOException {
    String path = ROOT + "/manifest";
    assertThat(storage.createOnce(path, random(5))).isTrue();
    assertThat(storage.createOnce(path, random(6))).isFalse();
    String tag = storage.read(path, 100).orElseThrow().tag();
    assertThat(storage.replaceIf(path, random(7), tag)).isTrue();
    assertThat(storage.replaceIf(path, random(8), tag)).isFalse();
    assertThat(storage.read(path, 100).orElseThrow().bytes()).isEqualTo(random(7));
  }

  private static void lists(S3Storage storage) throws IOException {
    for (int i = 0; i < 30; i++) {
      storage.put(ROOT + "/a/deep/" + i % 3 + "/" + i, random(i));
    }
    assertThat(storage.list(ROOT + "/a/deep"))
        .extracting(Entry::path)
        .containsExactly(ROOT + "/a/deep/0", ROOT + "/a/deep/1", ROOT + "/a/deep/2");
    List<Long> lengths = new ArrayList<>();
    storage.walk(
        ROOT + "/a/deep",
        Integer.MAX_VALUE,
        new Storage.Visitor() {
          @Override
          public void visit(Entry entry) {
            lengths.add(entry.length());
          }
        });
    assertThat(lengths).hasSize(30).contains(0L, 29L);
  }

  private static void locks(S3Storage storage, S3Storage other) throws IOException {
    try (Closeable lock = storage.lock(ROOT + "/a/lock", "me").orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(other.lock(ROOT + "/a/lock", "you")).isEmpty();
    }
    try (Closeable lock = other.lock(ROOT + "/a/lock", "you").orElseThrow()) {
      assertThat(lock).isNotNull();
    }
  }
}
