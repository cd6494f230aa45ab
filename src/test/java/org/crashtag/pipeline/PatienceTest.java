package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.crashtag.source.SourceFile;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatienceTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private Instant now = START;

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }
      };

  private final Patience patience =
      new Patience(Duration.ofSeconds(30), Duration.ofHours(1), clock);

  private static SourceFile file(long bytes, Instant modified) {
    return new SourceFile("a.dmp", bytes, modified.toEpochMilli() * 1_000);
  }

  private boolean isSettled(SourceFile file) {
    patience.begin();
    return patience.isSettled(file);
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }

  @Test
  void fileIsSettledWhenItsLastChangeIsLongAgo() {
    assertThat(isSettled(file(1, START.minusSeconds(30)))).isTrue();
    assertThat(isSettled(file(1, START.minusSeconds(29)))).isFalse();
    assertThat(patience.young()).isOne();
    pass(1);
    assertThat(isSettled(file(1, START.minusSeconds(29)))).isTrue();
    assertThat(patience.young()).isZero();
  }

  /** The store's clock is an hour ahead. */
  @Test
  void fileThatStaysTheSameIsSettledWhateverItsTime() {
    Instant ahead = START.plusSeconds(3_600);
    assertThat(isSettled(file(1, ahead))).isFalse();
    pass(20);
    assertThat(isSettled(file(1, ahead))).isFalse();
    pass(9);
    assertThat(isSettled(file(2, ahead))).as("it grows").isFalse();
    pass(29);
    assertThat(isSettled(file(2, ahead))).isFalse();
    pass(1);
    assertThat(isSettled(file(2, ahead))).isTrue();
  }

  @Test
  void withoutPatienceEachFileIsTaken() {
    Patience.NONE.begin();
    assertThat(Patience.NONE.isSettled(file(1, Instant.now().plusSeconds(99)))).isTrue();
    assertThat(Patience.NONE.isRetried(Instant.now())).isTrue();
  }

  @Test
  void unreadableFileIsReadAgainAfterATime() {
    assertThat(patience.isRetried(START)).isFalse();
    pass(3_599);
    assertThat(patience.isRetried(START)).isFalse();
    pass(1);
    assertThat(patience.isRetried(START)).isTrue();
  }

  @Test
  void runLeavesAloneWhatIsNotSettled() throws Exception {
    SampleRun run = new SampleRun(folder, 1);
    run.put("old.dmp", DumpBytes.of(SampleDumps.minidump(1)));
    run.put("young.dmp", DumpBytes.of(SampleDumps.minidump(2)));
    now = Instant.parse("2030-01-01T00:00:00Z");
    Files.setLastModifiedTime(run.archive().resolve("young.dmp"), FileTime.from(now));

    CrashRun.Result first = session(run, Map.of());
    assertThat(first.sources()).isOne();
    assertThat(first.counts()).containsEntry("sources_young", 1L);
    assertThat(run.outcomes()).containsExactly("old.dmp|decoded");
    pass(30);
    assertThat(session(run, Map.of()).counts())
        .containsEntry("sources_decoded", 1L)
        .doesNotContainKey("sources_young");
  }

  /** In each run of a watch it would make rows again. */
  @Test
  void unreadableFileIsLeftAlone() throws Exception {
    SampleRun run = new SampleRun(folder, 1);
    run.put("bad.dmp", DumpBytes.of(SampleDumps.minidump(1)));
    Map<String, Long> bad = Map.of("bad.dmp", 0L);
    now = Instant.now();
    Files.setLastModifiedTime(run.archive().resolve("bad.dmp"), FileTime.from(START));
    assertThat(session(run, bad).counts()).containsEntry("sources_unreadable", 1L);
    assertThat(session(run, bad).manifest()).isEmpty();
    pass(3_700);
    assertThat(session(run, Map.of()).counts()).containsEntry("sources_decoded", 1L);
  }

  /** A signal to a watch is heard soon, however long the listing takes. */
  @Test
  void whatIsToldToStopWhileItListsStopsThereAndGoesOnWhenItIsAskedAgain() throws Exception {
    SampleRun run = new SampleRun(folder, 1);
    for (int i = 0; i < 20; i++) {
      run.put(i + ".dmp", DumpBytes.of(SampleDumps.minidump(i)));
    }
    CrashRun runs = new CrashRun(LocalStorage::new, TestRuns.PROGRAM, (storage, output) -> {});
    RunOptions options = TestRuns.options(List.of(run.archive().toString()), run.output(), 1);
    try (RunSession session = runs.open(options)) {
      AtomicInteger asked = new AtomicInteger();
      assertThatThrownBy(
              () -> session.run(Patience.NONE, progress -> {}, () -> asked.incrementAndGet() >= 5))
          .isInstanceOf(StoppedException.class);
      assertThat(asked).hasValue(5);
      assertThat(session.output().runs()).isEmpty();
      assertThat(session.run(Patience.NONE, progress -> {}, () -> false).counts())
          .containsEntry("sources_decoded", 20L);
    }
  }

  private CrashRun.Result session(SampleRun run, Map<String, Long> unreadable) throws Exception {
    CrashRun runs =
        new CrashRun(
            new UnreadableStorage.Factory(unreadable), TestRuns.PROGRAM, (storage, output) -> {});
    RunOptions options = TestRuns.options(List.of(run.archive().toString()), run.output(), 1);
    try (RunSession session = runs.open(options)) {
      return session.run(patience, progress -> {}, () -> false);
    }
  }
}
