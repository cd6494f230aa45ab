package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.crashtag.sample.Fleet;
import org.crashtag.sql.Upkeep;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.FakeS3;
import org.crashtag.testing.FakeS3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What compacting and rebuilding an output folder in an object store asks of the store. */
class StoreUpkeepTest {
  private static final int DUMPS = 14;

  @TempDir private Path folder;
  private FakeS3 store;

  @BeforeEach
  void start() throws Exception {
    store = new FakeS3();
    store.makeBucket("dumps");
    store.makeBucket("tables");
    Path archive = folder.resolve("archive");
    Fleet.write(archive, DUMPS, 11, 0, done -> {});
    StoreRuns.upload(store, archive, "dumps", "fleet");
    // The sparse dumps of a whole memory take long.
    store.keys("dumps").stream()
        .filter(key -> !key.endsWith("dmp"))
        .forEach(key -> store.remove("dumps", key));
    List<String> all = List.copyOf(store.keys("dumps"));
    List<String> later = all.subList(all.size() / 2, all.size());
    Map<String, byte[]> bytes = new TreeMap<>();
    for (String key : later) {
      bytes.put(key, store.get("dumps", key).orElseThrow());
      store.remove("dumps", key);
    }
    run();
    bytes.forEach((key, value) -> store.put("dumps", key, value));
    run();
    store.forget();
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
  }

  private void run() throws IOException {
    TestRuns.run(StoreRuns.storages(store), StoreRuns.options(2));
  }

  private Upkeep upkeep() {
    return new Upkeep(
        StoreRuns.storages(store).get(), StoreRuns.OUTPUT, TestRuns.PROGRAM, TestRuns.tables());
  }

  private Upkeep.Rebuilt rebuild(boolean all, long batch) throws Exception {
    Redecoding redecoding =
        new Redecoding(StoreRuns.storages(store), TestRuns.PROGRAM, StoreRuns.options(2));
    return upkeep().rebuild(redecoding, all, batch, Duration.ofDays(1));
  }

  private List<String> parts() {
    return store.keys("tables").stream().filter(key -> key.endsWith(".parquet")).toList();
  }

  /** How many bytes of each part were sent. */
  private Map<String, Long> read(List<String> parts) {
    Map<String, Long> read = new TreeMap<>();
    for (Request request : store.requests()) {
      if (request.isRead() && parts.contains(request.key())) {
        read.merge(request.key(), request.sent(), Long::sum);
      }
    }
    return read;
  }

  private Map<String, Long> lengths(List<String> parts) {
    Map<String, Long> lengths = new TreeMap<>();
    for (String part : parts) {
      lengths.put(part, (long) store.get("tables", part).orElseThrow().length);
    }
    return lengths;
  }

  @Test
  void aCompactionReadsEachPartOnce() throws Exception {
    List<String> parts = parts();
    Map<String, Long> lengths = lengths(parts);
    assertThat(upkeep().compact(true, Duration.ofDays(1)).manifest()).isPresent();
    assertThat(read(parts)).isEqualTo(lengths).hasSizeGreaterThan(20);
  }

  /** Of what is up to date, only the tables that tell so. */
  @Test
  void aRebuildReadsEachPartOnceAndLooksUpManySourcesAtOnce() throws Exception {
    List<String> parts = parts();
    Map<String, Long> lengths = lengths(parts);
    assertThat(rebuild(false, RunOptions.DEFAULT_BATCH).manifests()).isEmpty();
    assertThat(read(parts).keySet())
        .isNotEmpty()
        .allMatch(key -> key.startsWith("out/dumps/") || key.startsWith("out/tags/"));
    store.forget();
    // The store answers none of the look-ups before several have come.
    CountDownLatch several = new CountDownLatch(4);
    store.failWhere(
        request -> {
          if (request.method().equals("HEAD") && request.bucket().equals("dumps")) {
            several.countDown();
            await(several);
          }
          return Optional.empty();
        });
    assertThat(rebuild(true, 1).manifests()).hasSize(2);
    assertThat(several.getCount()).isZero();
    assertThat(read(parts)).isEqualTo(lengths).hasSizeGreaterThan(20);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(1, TimeUnit.MINUTES)) {
        throw new AssertionError("one look-up at a time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aDamagedPartIsNamedAndStays() throws Exception {
    String part = parts().get(3);
    byte[] bytes = store.get("tables", part).orElseThrow();
    bytes[bytes.length / 2] ^= 1;
    store.put("tables", part, bytes);
    String expected = "s3://tables/" + part + ": its checksum (CRC-32C) is ";
    Upkeep upkeep = upkeep();
    assertThatThrownBy(() -> upkeep.compact(true, Duration.ofDays(1)))
        .hasMessageStartingWith(expected);
  }

  /** A process that was killed can't remove its lock. */
  @Test
  void whoIsLockedOutHearsWhenTheLockIsFree() throws Exception {
    OutputFolder held = new OutputFolder(StoreRuns.storages(store).get(), StoreRuns.OUTPUT);
    Instant before = Instant.now();
    try (Closeable lock = held.lock(Instant.now())) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(this::run)
          .hasMessageMatching(
              "s3://tables/out: another run is writing here: process [0-9]+ on .* since .*; if that"
                  + " process was killed, the folder is free at .*Z")
          .extracting(Throwable::getMessage)
          .satisfies(
              message -> {
                String free = message.substring(message.lastIndexOf(' ') + 1);
                // Two hours after the last renewal, in this test.
                assertThat(Duration.between(before, Instant.parse(free)).toSeconds())
                    .isBetween(7198L, 7800L);
              });
    }
  }
}
