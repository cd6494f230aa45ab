package org.crashtag.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.crashtag.testing.FakeS3;
import org.crashtag.testing.FakeS3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartCacheTest {
  private static final String RUN = "r20260101T000000000Z";

  @TempDir private Path folder;
  private FakeS3 store;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    store.makeBucket("tables");
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
  }

  private PartCache cache(long limit) {
    return new PartCache(store.storage(), folder.resolve("cache/parts"), limit);
  }

  private View.PartFile part(int number, int bytes) {
    String key = "out/dumps/run=" + RUN + "/part-" + number + ".parquet";
    store.put("tables", key, new byte[bytes]);
    return new View.PartFile("s3://tables/" + key, RUN, List.of("dump_id"));
  }

  private static Path local(PartCache cache, View.PartFile part) {
    return Path.of(cache.copy(part).path());
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void copiesAPartOnceForItsUserOnly() throws IOException {
    PartCache cache = cache(1_000_000);
    View.PartFile part = part(0, 100);
    cache.fetch(List.of(part));
    cache.fetch(List.of(part));
    cache(1_000_000).fetch(List.of(part));
    assertThat(store.requests()).hasSize(1).allMatch(Request::isRead);
    Path copy = local(cache, part);
    assertThat(copy).hasSize(100).hasParent(copy.getParent());
    assertThat(copy.getParent()).hasFileName("run=" + RUN);
    for (Path each : List.of(copy, copy.getParent(), folder.resolve("cache"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .endsWith("------");
    }
  }

  @Test
  void leavesLocalPartsAlone() throws IOException {
    View.PartFile local = new View.PartFile("out/dumps/run=" + RUN + "/a.parquet", RUN, List.of());
    PartCache cache = cache(1);
    cache.fetch(List.of(local));
    assertThat(cache.copy(local)).isEqualTo(local);
    assertThat(files()).isZero();
  }

  @Test
  void removesWhatWasNotUsedForLongest() throws IOException {
    PartCache cache = cache(250);
    List<View.PartFile> parts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      parts.add(part(i, 100));
      cache.fetch(List.of(parts.get(i)));
    }
    // All three were used in the last hour.
    assertThat(files()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      FileTime time = FileTime.from(Instant.now().minus(Duration.ofHours(9 - i)));
      Files.setLastModifiedTime(local(cache, parts.get(i)), time);
    }
    cache.fetch(List.of(parts.get(0)));
    cache.fetch(List.of(part(3, 100)));
    assertThat(local(cache, parts.get(0))).exists();
    assertThat(local(cache, parts.get(1))).doesNotExist();
    assertThat(local(cache, parts.get(2))).doesNotExist();
    assertThat(files()).isEqualTo(2);
  }

  @Test
  void aPartThatCannotBeReadLeavesNoCopy() throws IOException {
    View.PartFile part = part(0, 100);
    store.remove("tables", "out/dumps/run=" + RUN + "/part-0.parquet");
    PartCache cache = cache(1_000_000);
    assertThatThrownBy(() -> cache.fetch(List.of(part))).hasMessageContaining("part-0.parquet");
    assertThat(files()).isZero();
  }
}
