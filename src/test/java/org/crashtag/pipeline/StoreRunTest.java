package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.crashtag.sample.Fleet;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.testing.FakeS3;
import org.crashtag.testing.FakeS3.Request;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose archive and output folder are in an object store. */
class StoreRunTest {
  @TempDir private Path folder;
  private FakeS3 store;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    store.makeBucket("dumps");
    store.makeBucket("tables");
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
  }

  private Path fleet(int dumps) throws IOException {
    Path archive = folder.resolve("archive");
    Fleet.write(archive, dumps, 11, 0, done -> {});
    StoreRuns.upload(store, archive, "dumps", "fleet");
    return archive;
  }

  private List<Request> reads() {
    return store.requests().stream()
        .filter(request -> request.bucket().equals("dumps") && request.isRead())
        .toList();
  }

  /** Notes which bytes of the sources are read. */
  private static final class NotedReads extends ForwardingStorage {
    private static final Map<String, BitSet> READ = new ConcurrentHashMap<>();
    private static volatile String archive;

    NotedReads() {
      super(new LocalStorage());
    }

    static Storage of() {
      return new NotedReads();
    }

    @Override
    public SeekableByteChannel open(String path) throws IOException {
      SeekableByteChannel channel = super.open(path);
      if (!path.startsWith(archive)) {
        return channel;
      }
      BitSet read = READ.computeIfAbsent(path, ignored -> new BitSet());
      return new ForwardingChannel(channel) {
        @Override
        public int read(ByteBuffer into) throws IOException {
          long start = position();
          int count = super.read(into);
          if (count > 0) {
            read.set((int) start, (int) start + count);
          }
          return count;
        }
      };
    }

    static long bytes() {
      return READ.values().stream().mapToLong(BitSet::cardinality).sum();
    }
  }

  @Test
  void aFleetInAStoreGivesTheLocalTablesWithFewRequestsAndBytes() throws Exception {
    int dumps = 200;
    Path archive = fleet(dumps);
    NotedReads.archive = archive.toString();
    Path local = folder.resolve("local");
    TestRuns.run(NotedReads::of, TestRuns.options(List.of(archive.toString()), local, 8));

    store.forget();
    TestRuns.run(StoreRuns.storages(store), StoreRuns.options(8));
    List<Request> reads = reads();
    Path output = StoreRuns.download(store, folder.resolve("downloaded"));
    assertThat(StoreRuns.everything(output, archive))
        .hasSizeGreaterThan(10_000)
        .isEqualTo(StoreRuns.everything(local, archive));

    double gets = reads.size() / (double) dumps;
    double bytes = reads.stream().mapToLong(Request::sent).sum() / (double) NotedReads.bytes();
    System.out.printf("GETs a dump: %.2f; bytes: %.2f times the needed ones%n", gets, bytes);
    assertThat(gets).isLessThanOrEqualTo(2.2);
    assertThat(bytes).isLessThanOrEqualTo(1.5);
  }

  @Test
  void latencyIsHiddenByRequestsAtTheSameTime() throws Exception {
    int dumps = 600;
    fleet(dumps);
    StorageFactory storages = StoreRuns.storages(store);
    FakeS3.Rounds rounds = store.inRounds();
    TestRuns.run(storages, StoreRuns.options(8, "--targetParallelism=2"));
    System.out.printf("round trips that wait for one another: %d%n", rounds.count());
    // At 30 ms each, 120 dumps a second, with a fifth of the time left for computing.
    assertThat(rounds.count() * 0.030).isLessThanOrEqualTo(0.8 * dumps / 120);
  }

  @Test
  void anIdleRunOverTenThousandFilesAsksLittleBesidesTheListing() throws Exception {
    int files = 10_000;
    for (int i = 0; i < files; i++) {
      store.put("dumps", "fleet/%03d/%d.dmp".formatted(i % 300, i), new byte[0]);
    }
    StorageFactory storages = StoreRuns.storages(store);
    assertThat(TestRuns.run(storages, StoreRuns.options(8)).sources()).isEqualTo(files);
    store.forget();
    CrashRun.Result idle = TestRuns.run(storages, StoreRuns.options(8));
    assertThat(idle.unchanged()).isEqualTo(files);
    long listings =
        store.requests().stream()
            .filter(request -> request.bucket().equals("dumps") && request.isListing())
            .count();
    long others = store.requests().size() - listings;
    System.out.printf("idle run: %d listings, %d other requests%n", listings, others);
    assertThat(listings).isLessThanOrEqualTo(files / 1000 + 2);
    assertThat(others).isLessThanOrEqualTo(40);
  }

  @Test
  void aPatternListsItsFixedPrefix() throws Exception {
    Path archive = fleet(20);
    for (int i = 0; i < 5000; i++) {
      store.put("dumps", "other/" + i, new byte[1]);
    }
    store.forget();
    CrashRun.Result all =
        TestRuns.run(
            StoreRuns.storages(store), StoreRuns.options(List.of("s3://dumps/fle*/**/*.dmp"), 4));
    assertThat(all.sources()).isBetween(15L, 20L);
    assertThat(store.requests().stream().filter(r -> r.bucket().equals("dumps") && r.isListing()))
        .hasSizeLessThanOrEqualTo(3)
        .allMatch(request -> request.query().get("prefix").startsWith("fle"));
    assertThat(archive).exists();
  }
}
