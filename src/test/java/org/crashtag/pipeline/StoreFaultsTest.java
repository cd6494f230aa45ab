package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.crashtag.sample.Fleet;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.QueryResult;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.SqlSession;
import org.crashtag.storage.Storage;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.FakeS3;
import org.crashtag.testing.FakeS3.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can go wrong with a store and the objects in it, while a run uses them. */
class StoreFaultsTest {
  @TempDir private Path folder;
  private FakeS3 store;
  private Path archive;
  private List<String> keys;

  @BeforeEach
  void start() throws IOException {
    System.setProperty("crashtag.cache", folder.resolve("cache").toString());
    store = new FakeS3();
    store.makeBucket("dumps");
    store.makeBucket("tables");
    archive = folder.resolve("archive");
    Fleet.write(archive, 12, 3, 0, done -> {});
    StoreRuns.upload(store, archive, "dumps", "fleet");
    // The sparse dumps of a whole memory take long.
    keys = store.keys("dumps").stream().filter(key -> key.endsWith("dmp")).toList();
    store.keys("dumps").stream()
        .filter(key -> !keys.contains(key))
        .forEach(key -> store.remove("dumps", key));
  }

  @AfterEach
  void stop() throws IOException {
    System.clearProperty("crashtag.cache");
    store.close();
  }

  private CrashRun.Result run() throws IOException {
    return TestRuns.run(StoreRuns.storages(store), StoreRuns.options(2));
  }

  private List<String> ask(String question) throws IOException, SqlFault {
    Storage storage = StoreRuns.storages(store).get();
    OutputFolder output = new OutputFolder(storage, StoreRuns.OUTPUT);
    List<String> rows = new java.util.ArrayList<>();
    try (SqlSession session =
            SqlSession.open(
                storage,
                CommittedViews.of(StoreRuns.OUTPUT, output.manifests(), TestRuns.tables()));
        QueryResult result = session.query(question)) {
      for (Object[] row = result.next(); row != null; row = result.next()) {
        rows.add(java.util.Arrays.toString(row));
      }
    }
    return rows;
  }

  private List<String> everything(String name) throws Exception {
    return StoreRuns.everything(
        StoreRuns.download(store, folder.resolve("downloaded-" + name)), archive);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ACCESS_DENIED", "BAD_SIGNATURE", "OLD_TOKEN"},
      mode = EnumSource.Mode.EXCLUDE)
  void aStormOfFaultsChangesNothing(Fault fault) throws Exception {
    run();
    List<String> rows = everything("before");
    store.keys("tables").forEach(key -> store.remove("tables", key));
    AtomicInteger requests = new AtomicInteger();
    store.failWhere(
        request -> requests.incrementAndGet() % 3 == 0 ? Optional.of(fault) : Optional.empty());
    run();
    store.failWhere(request -> Optional.empty());
    assertThat(everything("after")).isEqualTo(rows);
    assertThat(requests).hasValueGreaterThan(50);
  }

  @Test
  void aStoreThatStaysDownIsNamedAndTheNextRunBringsAll() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    store.failWhere(
        request ->
            requests.incrementAndGet() > 60 ? Optional.of(Fault.SLOW_DOWN) : Optional.empty());
    assertThatThrownBy(this::run)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("answers 503 SlowDown (reduce your request rate), after 6 attempts");
    store.failWhere(request -> Optional.empty());
    store.age("tables", "out/_runs/lock", Duration.ofHours(3));
    run();
    assertThat(ask("SELECT count(*) FROM sources")).containsExactly("[" + keys.size() + "]");
  }

  @Test
  void withoutPermissionToWriteNothingIsWritten() {
    store.failWhere(
        request -> request.isWrite() ? Optional.of(Fault.ACCESS_DENIED) : Optional.empty());
    assertThatThrownBy(this::run)
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageStartingWith("s3://tables/out/");
    assertThat(store.keys("tables")).isEmpty();
  }

  @Test
  void anObjectWithoutPermissionIsAReject() throws Exception {
    String key = keys.get(3);
    store.failWhere(
        request -> request.key().equals(key) ? Optional.of(Fault.ACCESS_DENIED) : Optional.empty());
    run();
    assertThat(ask("SELECT source, reason, message FROM rejects"))
        .containsExactly("[s3://dumps/" + key + ", unreadable, permission denied]");
    assertThat(ask("SELECT count(*) FROM sources")).containsExactly("[" + keys.size() + "]");
    store.failWhere(request -> Optional.empty());
    assertThat(run().manifest().orElseThrow().counts()).containsEntry("sources", 1L);
  }

  @Test
  void aBucketInAnotherRegionIsFollowed() throws Exception {
    store.makeBucketIn("eu-central-1", "far");
    for (String key : keys) {
      store.put("far", key, store.get("dumps", key).orElseThrow());
    }
    CrashRun.Result result =
        TestRuns.run(StoreRuns.storages(store), StoreRuns.options(List.of("s3://far/fleet"), 2));
    assertThat(result.manifest().orElseThrow().counts())
        .containsEntry("sources", (long) keys.size());
  }

  @Test
  void anObjectThatIsDeletedBetweenListingAndReadingIsAReject() throws Exception {
    String key = keys.get(5);
    store.failWhere(
        request -> {
          if (request.key().equals(key)) {
            store.remove("dumps", key);
          }
          return Optional.empty();
        });
    run();
    assertThat(ask("SELECT source, reason, message FROM rejects"))
        .containsExactly("[s3://dumps/" + key + ", unreadable, no such file]");
  }

  /** Replaces an object just before one of the requests for it. */
  private void replaceBefore(int number, String key, byte[] bytes) {
    AtomicInteger requests = new AtomicInteger();
    store.failWhere(
        request -> {
          if (request.key().equals(key) && requests.incrementAndGet() == number) {
            store.put("dumps", key, bytes);
          }
          return Optional.empty();
        });
  }

  @Test
  void anObjectThatIsReplacedBeforeItIsReadIsReadAsItIs() throws Exception {
    byte[] other = store.get("dumps", keys.get(1)).orElseThrow();
    String key = keys.get(7);
    store.remove("dumps", keys.get(1));
    replaceBefore(1, key, other);
    run();
    assertThat(
            ask(
                "SELECT outcome, bytes, etag IS NOT NULL FROM sources WHERE source LIKE '%"
                    + key
                    + "'"))
        .containsExactly("[decoded, " + other.length + ", true]");
    assertThat(ask("SELECT count(*) FROM rejects")).containsExactly("[0]");
    store.failWhere(request -> Optional.empty());
    assertThat(run().manifest()).isEmpty();
  }

  @Test
  void anObjectThatIsReplacedByALongerCopyAfterItWasIdentifiedIsDecoded() throws Exception {
    String key = keys.get(7);
    byte[] whole = store.get("dumps", key).orElseThrow();
    byte[] longer = java.util.Arrays.copyOf(whole, whole.length + 100_000);
    replaceBefore(2, key, longer);
    run();
    assertThat(ask("SELECT outcome FROM sources WHERE source LIKE '%" + key + "'"))
        .containsExactly("[decoded]");
    assertThat(ask("SELECT count(*) FROM rejects")).containsExactly("[0]");
  }

  @Test
  void anObjectThatIsReplacedByAnotherDumpAfterItWasIdentifiedIsReadByTheNextRun()
      throws Exception {
    byte[] other = store.get("dumps", keys.get(1)).orElseThrow();
    store.remove("dumps", keys.get(1));
    String key = keys.get(7);
    replaceBefore(2, key, other);
    run();
    assertThat(ask("SELECT message FROM rejects"))
        .containsExactly("[the dump that was here has been replaced]");
    store.failWhere(request -> Optional.empty());
    run();
    assertThat(ask("SELECT outcome FROM sources WHERE source LIKE '%" + key + "' ORDER BY run"))
        .containsExactly("[rejected]", "[decoded]");
  }

  @Test
  void aClockThatIsAnHourOffDoesNoHarm() throws Exception {
    store.moveClock(Duration.ofHours(1));
    run();
    assertThat(run().manifest()).isEmpty();
    store.moveClock(Duration.ofHours(-1));
    assertThat(run().manifest()).isEmpty();
    assertThat(ask("SELECT count(*) FROM sources")).containsExactly("[" + keys.size() + "]");
  }

  @Test
  void aStoreWithoutConditionalWritesIsRefused() {
    store.ignoreConditions();
    assertThatThrownBy(this::run)
        .hasMessageContaining("the store at " + store.endpoint() + " ignores conditional writes");
    assertThat(store.keys("tables")).isEmpty();
  }
}
