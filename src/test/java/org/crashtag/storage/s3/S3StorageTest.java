package org.crashtag.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.crashtag.storage.RangedChannel;
import org.crashtag.storage.ReplacedException;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storage.Entry;
import org.crashtag.storage.Storage.Kind;
import org.crashtag.testing.FakeS3;
import org.crashtag.testing.FakeS3.Fault;
import org.crashtag.testing.FakeS3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a store in this process that is atomic and fails as it is told. */
class S3StorageTest {
  private static final String BUCKET = "dumps";
  private static final String ROOT = "s3://dumps";

  private FakeS3 store;
  private S3Storage storage;

  @BeforeEach
  void start() throws IOException {
    store = new FakeS3();
    store.makeBucket(BUCKET);
    storage = store.storage();
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
  }

  private void put(String... keys) {
    for (String key : keys) {
      store.put(BUCKET, key, key.getBytes(UTF_8));
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private byte[] all(String path) throws IOException {
    try (InputStream in = Channels.newInputStream(storage.open(path))) {
      return in.readAllBytes();
    }
  }

  /** The path of each entry and, of a folder, a slash. */
  private static List<String> names(List<Entry> entries) {
    return entries.stream()
        .map(entry -> entry.path() + (entry.kind() == Kind.FOLDER ? "/" : ""))
        .toList();
  }

  private List<String> walked(String folder, String start, int depth, String refused)
      throws IOException {
    List<String> found = new ArrayList<>();
    storage.walk(
        folder,
        start,
        depth,
        new Storage.Visitor() {
          @Override
          public void visit(Entry entry) {
            found.add(entry.path());
          }

          @Override
          public boolean enters(Entry entry) {
            found.add(entry.path() + "/");
            return !entry.path().equals(refused);
          }
        });
    return found;
  }

  @Test
  void findsObjectsAndWhatTheirKeysMakeLookLikeFolders() throws IOException {
    store.put(BUCKET, "a/b.dmp", new byte[5], Instant.parse("2026-03-04T05:06:07Z"));

    Entry file = storage.find("s3://dumps/a/b.dmp").orElseThrow();
    assertThat(file.kind()).isEqualTo(Kind.FILE);
    assertThat(file.length()).isEqualTo(5);
    assertThat(file.modifiedMicros())
        .isEqualTo(Instant.parse("2026-03-04T05:06:07Z").toEpochMilli() * 1000);
    assertThat(file.tag()).isNotEmpty();
    assertThat(storage.find("s3://dumps/a").orElseThrow().kind()).isEqualTo(Kind.FOLDER);
    assertThat(storage.find(ROOT).orElseThrow().kind()).isEqualTo(Kind.FOLDER);
    assertThat(storage.find("s3://dumps/a/b")).isEmpty();
    assertThat(storage.list("s3://dumps/a")).containsExactly(file);
  }

  @Test
  void listsOneLevel() throws IOException {
    put("a/1", "a/2/x", "a/2/y", "a/b/", "a/3", "a", "ab", "a/z+ &<\u00fc\u0001");
    assertThat(names(storage.list("s3://dumps/a")))
        .containsExactly(
            "s3://dumps/a/1",
            "s3://dumps/a/2/",
            "s3://dumps/a/3",
            "s3://dumps/a/b/",
            "s3://dumps/a/z+ &<\u00fc\u0001");
    assertThat(all("s3://dumps/a/z+ &<\u00fc\u0001")).isNotEmpty();
    assertThat(names(storage.list(ROOT)))
        .containsExactly("s3://dumps/a", "s3://dumps/a/", "s3://dumps/ab");
    assertThat(storage.list("s3://dumps/nothing")).isEmpty();
  }

  @Test
  void walksWithOneRequestForAThousandObjects() throws IOException {
    for (int i = 0; i < 2500; i++) {
      put("deep/%03d/%d".formatted(i / 10, i));
    }
    store.forget();
    assertThat(walked("s3://dumps/deep", "", Integer.MAX_VALUE, "")).hasSize(2750);
    assertThat(store.requests()).hasSize(3);
    store.forget();
    assertThat(walked("s3://dumps/deep", "01", Integer.MAX_VALUE, "")).hasSize(110);
    assertThat(store.requests()).hasSize(1);
  }

  @Test
  void walksAsAWalkThroughFoldersDoes() throws IOException {
    put("r/a/1", "r/a/b/2", "r/a/b/3", "r/c", "r/d/e/f/4", "r/out/x/5", "r/out/y/6", "r/z");
    assertThat(walked("s3://dumps/r", "", Integer.MAX_VALUE, "s3://dumps/r/out"))
        .containsExactly(
            "s3://dumps/r/a/",
            "s3://dumps/r/a/1",
            "s3://dumps/r/a/b/",
            "s3://dumps/r/a/b/2",
            "s3://dumps/r/a/b/3",
            "s3://dumps/r/c",
            "s3://dumps/r/d/",
            "s3://dumps/r/d/e/",
            "s3://dumps/r/d/e/f/",
            "s3://dumps/r/d/e/f/4",
            "s3://dumps/r/out/",
            "s3://dumps/r/z");
    assertThat(walked("s3://dumps/r", "", 1, ""))
        .containsExactly(
            "s3://dumps/r/a/",
            "s3://dumps/r/a/1",
            "s3://dumps/r/c",
            "s3://dumps/r/d/",
            "s3://dumps/r/out/",
            "s3://dumps/r/z");
  }

  @Test
  void doesNotListWhatIsNotEntered() throws IOException {
    put("r/a", "r/z");
    for (int i = 0; i < 5000; i++) {
      put("r/out/" + i);
    }
    store.forget();
    assertThat(walked("s3://dumps/r", "", Integer.MAX_VALUE, "s3://dumps/r/out"))
        .containsExactly("s3://dumps/r/a", "s3://dumps/r/out/", "s3://dumps/r/z");
    assertThat(store.requests()).hasSize(2);
  }

  @Test
  void readsForwardWithFewRequests() throws IOException {
    byte[] bytes = random(5_000_000);
    store.put(BUCKET, "large", bytes);
    store.forget();
    assertThat(all("s3://dumps/large")).isEqualTo(bytes);
    assertThat(store.requests()).hasSizeLessThan(12).allMatch(Request::isRead);
  }

  @Test
  void readsAtAnyPosition() throws IOException {
    byte[] bytes = random(300_000);
    store.put(BUCKET, "object", bytes);
    Random draws = new Random(3);
    try (SeekableByteChannel channel = storage.open("s3://dumps/object")) {
      assertThat(channel.size()).isEqualTo(bytes.length);
      for (int i = 0; i < 100; i++) {
        int from = draws.nextInt(bytes.length);
        ByteBuffer into = ByteBuffer.allocate(1 + draws.nextInt(20_000));
        int count = channel.position(from).read(into);
        assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(bytes, from, count));
      }
      assertThat(channel.position(bytes.length).read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void readsARangeWithOneRequestAndNothingMore() throws IOException {
    byte[] bytes = random(100_000);
    store.put(BUCKET, "object", bytes);
    Entry listed = storage.list(ROOT).get(0);
    store.forget();
    try (RangedChannel channel = (RangedChannel) storage.open(listed)) {
      assertThat(channel.size()).isEqualTo(bytes.length);
      assertThat(channel.range(12_345, 678))
          .isEqualTo(java.util.Arrays.copyOfRange(bytes, 12_345, 13_023));
      assertThat(channel.range(99_990, 100)).hasSize(10);
      assertThat(channel.range(100_000, 100)).isEmpty();
    }
    assertThat(store.requests()).extracting(Request::sent).containsExactly(678L, 10L);
  }

  @Test
  void readsAnEmptyObject() throws IOException {
    store.put(BUCKET, "empty", new byte[0]);
    assertThat(all("s3://dumps/empty")).isEmpty();
    try (SeekableByteChannel channel = storage.open("s3://dumps/empty")) {
      assertThat(channel.size()).isZero();
    }
    assertThat(storage.read("s3://dumps/empty", 10).orElseThrow().bytes()).isEmpty();
  }

  @Test
  void readsWholeSmallObjects() throws IOException {
    store.put(BUCKET, "small", random(10));
    assertThat(storage.read("s3://dumps/small", 10).orElseThrow().bytes()).isEqualTo(random(10));
    assertThat(storage.read("s3://dumps/none", 10)).isEmpty();
    assertThatThrownBy(() -> storage.read("s3://dumps/small", 9))
        .hasMessage("s3://dumps/small: longer than 9 bytes");
  }

  @Test
  void noticesThatAnObjectIsReplacedWhileItIsRead() throws IOException {
    store.put(BUCKET, "object", random(3_000_000));
    try (SeekableByteChannel channel = storage.open("s3://dumps/object")) {
      assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(10);
      store.put(BUCKET, "object", random(2_000_000));
      channel.position(1_000_000);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(10)))
          .isInstanceOf(ReplacedException.class)
          .hasMessage("s3://dumps/object: the file was replaced while it was read");
    }
  }

  @Test
  void noticesThatAnObjectWasReplacedAfterItWasListed() throws IOException {
    put("object");
    Entry listed = storage.list(ROOT).get(0);
    store.put(BUCKET, "object", random(6));
    try (SeekableByteChannel channel = storage.open(listed)) {
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(10)))
          .isInstanceOf(ReplacedException.class);
    }
  }

  @Test
  void anObjectThatIsGoneIsNoSuchFile() throws IOException {
    put("object");
    Entry listed = storage.list(ROOT).get(0);
    store.remove(BUCKET, "object");
    try (SeekableByteChannel channel = storage.open(listed)) {
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(10)))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessage("s3://dumps/object");
    }
  }

  @Test
  void writesObjectsOfAnySize() throws IOException {
    for (int size : new int[] {0, 1, 300_000, 5 << 20, (5 << 20) + 1, 23_000_000}) {
      byte[] bytes = random(size);
      store.forget();
      try (OutputStream out = storage.create("s3://dumps/out/" + size)) {
        out.write(bytes, 0, size / 2);
        out.write(bytes, size / 2, size - size / 2);
        assertThat(store.requests()).isEmpty();
      }
      assertThat(store.get(BUCKET, "out/" + size)).contains(bytes);
    }
    assertThat(store.openUploads()).isZero();
  }

  @Test
  void sendsAPartAgainThatFails() throws IOException {
    byte[] bytes = random(12_000_000);
    AtomicInteger failures = new AtomicInteger();
    store.failWhere(
        request ->
            "2".equals(request.query().get("partNumber")) && failures.incrementAndGet() <= 3
                ? Optional.of(failures.get() == 2 ? Fault.NO_REPLY : Fault.INTERNAL_ERROR)
                : Optional.empty());
    try (OutputStream out = storage.create("s3://dumps/large")) {
      out.write(bytes);
    }
    assertThat(failures).hasValue(4);
    assertThat(store.get(BUCKET, "large")).contains(bytes);
  }

  @Test
  void doesNotReplaceAnObjectThatIsThere() throws IOException {
    for (int size : new int[] {10, 300_000, 12_000_000}) {
      store.put(BUCKET, "there", random(size));
      byte[] other = random(size);
      other[size / 2]++;
      OutputStream out = storage.create("s3://dumps/there");
      out.write(other);
      assertThatThrownBy(out::close)
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessage("s3://dumps/there");
      assertThat(store.get(BUCKET, "there")).contains(random(size));
    }
    assertThat(store.openUploads()).isZero();
  }

  @Test
  void anObjectWhoseReplyIsLostIsWritten() throws IOException {
    for (int size : new int[] {10, 300_000, 12_000_000}) {
      AtomicInteger lost = new AtomicInteger();
      store.failWhere(
          request ->
              request.isWrite()
                      && !request.query().containsKey("partNumber")
                      && !request.query().containsKey("uploads")
                      && lost.getAndIncrement() == 0
                  ? Optional.of(Fault.NO_REPLY)
                  : Optional.empty());
      try (OutputStream out = storage.create("s3://dumps/lost-" + size)) {
        out.write(random(size));
      }
      assertThat(lost).hasValueGreaterThan(1);
      assertThat(store.get(BUCKET, "lost-" + size)).contains(random(size));
    }
  }

  @Test
  void abortsAnUploadThatFails() throws IOException {
    store.failWhere(
        request ->
            "3".equals(request.query().get("partNumber"))
                ? Optional.of(Fault.ACCESS_DENIED)
                : Optional.empty());
    OutputStream out = storage.create("s3://dumps/large");
    out.write(random(12_000_000));
    assertThatThrownBy(out::close).isInstanceOf(AccessDeniedException.class);
    assertThat(store.openUploads()).isZero();
    assertThat(store.keys(BUCKET)).isEmpty();
    out.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ACCESS_DENIED", "BAD_SIGNATURE", "OLD_TOKEN"},
      mode = EnumSource.Mode.EXCLUDE)
  void survivesFaultsThatPass(Fault fault) throws IOException {
    byte[] bytes = random(200_000);
    AtomicInteger requests = new AtomicInteger();
    // Each request fails three times, whatever it is.
    store.failWhere(
        request -> requests.getAndIncrement() % 4 < 3 ? Optional.of(fault) : Optional.empty());
    storage.put("s3://dumps/a", bytes);
    assertThat(all("s3://dumps/a")).isEqualTo(bytes);
    assertThat(storage.read("s3://dumps/a", bytes.length).orElseThrow().bytes()).isEqualTo(bytes);
    assertThat(storage.list(ROOT)).hasSize(1);
    storage.delete("s3://dumps/a");
    assertThat(store.keys(BUCKET)).isEmpty();
  }

  @Test
  void saysWhatAStoreAnswersThatNeverRecovers() {
    store.failWhere(request -> Optional.of(Fault.SLOW_DOWN));
    assertThatThrownBy(() -> storage.list(ROOT))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "s3://dumps: the store at %s answers 503 SlowDown (reduce your request rate), after 6"
                + " attempts",
            store.endpoint());
    assertThat(store.requests()).hasSize(6);
    store.failWhere(request -> Optional.of(Fault.CUT_BODY));
    put("a");
    assertThatThrownBy(() -> all("s3://dumps/a"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("s3://dumps/a: ");
  }

  @Test
  void namesABucketThatDoesNotExist() {
    for (Callable<?> call :
        List.<Callable<?>>of(
            () -> storage.find("s3://other"),
            () -> storage.find("s3://other/x"),
            () -> storage.list("s3://other/x"),
            () -> all("s3://other/x"),
            () -> storage.read("s3://other/x", 1),
            () -> storage.createOnce("s3://other/x", new byte[1]),
            () -> storage.replaceIf("s3://other/x", new byte[1], "\"0\""),
            () -> storage.lock("s3://other/x", "me"))) {
      assertThatThrownBy(call::call)
          .isInstanceOf(IOException.class)
          .hasMessage("s3://other: no such bucket");
    }
  }

  @Test
  void refusesWhatIsNoBucket() {
    assertThatThrownBy(() -> storage.find("s3:///x"))
        .hasMessage("s3:///x: no bucket in this URI; expected s3://bucket/prefix");
    assertThatThrownBy(() -> storage.find("s3://*/x"))
        .hasMessage("s3://*/x: \"*\" is not a bucket name");
  }

  @Test
  void refusedAccessIsKnownAsSuch() {
    put("a");
    store.failWhere(request -> Optional.of(Fault.ACCESS_DENIED));
    assertThatThrownBy(() -> storage.find("s3://dumps/a"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("s3://dumps/a");
    assertThatThrownBy(() -> storage.put("s3://dumps/a", new byte[1]))
        .isInstanceOf(AccessDeniedException.class);
  }

  /** The answer to a HEAD request doesn't say why. */
  @ParameterizedTest
  @CsvSource({"BAD_SIGNATURE, SignatureDoesNotMatch", "OLD_TOKEN, ExpiredToken"})
  void refusedCredentialsAreTold(Fault fault, String code) {
    put("a");
    store.failWhere(request -> Optional.of(fault));
    for (Callable<?> call :
        List.<Callable<?>>of(
            () -> storage.find("s3://dumps/a"),
            () -> storage.list(ROOT),
            () -> storage.read("s3://dumps/a", 10))) {
      assertThatThrownBy(call::call)
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith(
              ": the store at %s refuses the credentials (%s)", store.endpoint(), code);
    }
  }

  @Test
  void followsABucketToItsRegion() throws IOException {
    store.makeBucketIn("eu-west-1", "far");
    store.put("far", "a", random(10));
    assertThat(all("s3://far/a")).isEqualTo(random(10));
    storage.put("s3://far/b", random(20));
    assertThat(store.get("far", "b")).contains(random(20));
  }

  @Test
  void aStoreThatCannotBeReachedIsNamed() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    S3Settings settings = storage.settings();
    Storage nowhere =
        new S3Storage(
            new S3Settings(
                Optional.of(endpoint),
                settings.attempts(),
                settings.pause(),
                settings.throttledPause(),
                settings.partBytes(),
                settings.renewal(),
                settings.stale()));
    assertThatThrownBy(() -> nowhere.list(ROOT))
        .hasMessageStartingWith("s3://dumps: the store at " + endpoint + " can't be reached: ");
  }

  @Test
  void aClockThatIsAnHourOffDoesNoHarm() throws IOException {
    for (Duration offset : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
      store.moveClock(offset);
      storage.put("s3://dumps/a", random(10));
      assertThat(all("s3://dumps/a")).isEqualTo(random(10));
      try (Closeable lock = storage.lock("s3://dumps/lock", "first").orElseThrow()) {
        assertThat(lock).isNotNull();
        assertThat(store.storage().lock("s3://dumps/lock", "second")).isEmpty();
      }
    }
  }

  @Test
  void deletesAnObjectOrAllBelow() throws IOException {
    put("a/1", "a/2/3", "a", "ab", "a0");
    for (int i = 0; i < 2100; i++) {
      put("a/many/" + i);
    }
    storage.delete("s3://dumps/a");
    assertThat(store.keys(BUCKET)).containsExactly("a0", "ab");
    storage.delete("s3://dumps/ab");
    storage.delete("s3://dumps/nothing");
    assertThat(store.keys(BUCKET)).containsExactly("a0");
  }

  @Test
  void createsOnceAndReplacesOneVersion() throws IOException {
    assertThat(storage.createOnce("s3://dumps/m", random(1))).isTrue();
    assertThat(storage.createOnce("s3://dumps/m", random(2))).isFalse();
    String tag = storage.read("s3://dumps/m", 10).orElseThrow().tag();
    assertThat(storage.replaceIf("s3://dumps/m", random(3), tag)).isTrue();
    assertThat(storage.replaceIf("s3://dumps/m", random(4), tag)).isFalse();
    assertThat(storage.replaceIf("s3://dumps/none", random(4), tag)).isFalse();
    assertThat(store.get(BUCKET, "m")).contains(random(3));
  }

  @Test
  void ofManyAtOnceOneCreatesAndOneReplaces() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      for (int round = 0; round < 20; round++) {
        String path = "s3://dumps/race-" + round;
        assertThat(winners(threads, i -> storage.createOnce(path, random(10 + i)))).isEqualTo(1);
        String tag = storage.read(path, 100).orElseThrow().tag();
        assertThat(winners(threads, i -> storage.replaceIf(path, random(50 + i), tag)))
            .isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private interface Racer {
    boolean run(int number) throws IOException;
  }

  private static int winners(ExecutorService threads, Racer racer) throws Exception {
    List<Future<Boolean>> results = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      int number = i;
      results.add(threads.submit(() -> racer.run(number)));
    }
    int winners = 0;
    for (Future<Boolean> result : results) {
      winners += result.get() ? 1 : 0;
    }
    return winners;
  }

  @Test
  void ofManyAtOnceOneTakesTheLock() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Closeable> taken = new ArrayList<>();
    try {
      int winners =
          winners(
              threads,
              i -> {
                Optional<Closeable> lock = storage.lock("s3://dumps/lock", "holder " + i);
                synchronized (taken) {
                  lock.ifPresent(taken::add);
                }
                return lock.isPresent();
              });
      assertThat(winners).isEqualTo(1);
    } finally {
      threads.shutdownNow();
      for (Closeable lock : taken) {
        lock.close();
      }
    }
    assertThat(store.keys(BUCKET)).isEmpty();
  }

  @Test
  void aLockIsKeptAsLongAsItIsRenewed() throws Exception {
    try (Closeable lock = storage.lock("s3://dumps/lock", "me").orElseThrow()) {
      assertThat(lock).isNotNull();
      Thread.sleep(storage.settings().stale().toMillis() + 1200);
      assertThat(store.storage().lock("s3://dumps/lock", "you")).isEmpty();
      assertThat(new String(store.get(BUCKET, "lock").orElseThrow(), UTF_8)).startsWith("me\n");
    }
    try (Closeable lock = storage.lock("s3://dumps/lock", "you").orElseThrow()) {
      assertThat(lock).isNotNull();
    }
  }

  @Test
  void aStaleLockIsTakenOverAndItsHolderLeavesTheNewOneAlone() throws Exception {
    Closeable paused = storage.lock("s3://dumps/lock", "paused").orElseThrow();
    // Its renewals fail, as if the process didn't run.
    store.failWhere(
        request -> request.isWrite() ? Optional.of(Fault.ACCESS_DENIED) : Optional.empty());
    Thread.sleep(storage.settings().stale().toMillis() + 1200);
    store.failWhere(request -> Optional.empty());
    S3Storage other = store.storage();
    Optional<Closeable> taken = other.lock("s3://dumps/lock", "next");
    // A renewal may have come first, once the store answered again.
    if (taken.isPresent()) {
      paused.close();
      assertThat(new String(store.get(BUCKET, "lock").orElseThrow(), UTF_8)).startsWith("next\n");
      taken.get().close();
    } else {
      paused.close();
    }
    assertThat(store.keys(BUCKET)).isEmpty();
  }

  @Test
  void aLockOfAKilledProcessIsTakenOverByTheStoresClock() throws Exception {
    byte[] left = "killed\nnonce 0\n".getBytes(UTF_8);
    store.moveClock(Duration.ofHours(-1));
    store.put(BUCKET, "lock", left);
    assertThat(storage.lock("s3://dumps/lock", "next")).isEmpty();
    store.put(BUCKET, "lock", left, Instant.now().minus(Duration.ofHours(1)).minusSeconds(10));
    try (Closeable lock = storage.lock("s3://dumps/lock", "next").orElseThrow()) {
      assertThat(lock).isNotNull();
    }
  }

  @Test
  void aLockWhoseReplyIsLostIsHeld() throws Exception {
    AtomicInteger writes = new AtomicInteger();
    store.failWhere(
        request ->
            request.isWrite() && writes.getAndIncrement() == 0
                ? Optional.of(Fault.NO_REPLY)
                : Optional.empty());
    try (Closeable lock = storage.lock("s3://dumps/lock", "me").orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(store.storage().lock("s3://dumps/lock", "you")).isEmpty();
    }
    assertThat(store.keys(BUCKET)).isEmpty();
  }

  @Test
  void aStoreThatIgnoresConditionsIsRefused() {
    store.ignoreConditions();
    assertThatThrownBy(() -> storage.lock("s3://dumps/out/lock", "me"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "s3://dumps: the store at %s ignores conditional writes (If-None-Match, If-Match),"
                + " without which two runs could overwrite each other's results; choose another"
                + " store for the output",
            store.endpoint());
    assertThat(store.keys(BUCKET)).isEmpty();
  }
}
