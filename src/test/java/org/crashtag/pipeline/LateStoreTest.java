package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store takes a commit's request, gives no answer, and does what was asked later, or never.
 * Whenever that is, the tables are those of one commit.
 */
class LateStoreTest {
  @TempDir private Path folder;
  private Path archive;
  private Path output;
  private List<String> rows;

  /** The request that was not answered. Beam copies its steps, so it is static. */
  private static Request late;

  private interface Request {
    boolean isDone() throws IOException;
  }

  /** Answers no commit. */
  private static final class Late extends ForwardingStorage {
    Late() {
      super(new LocalStorage());
    }

    static Storage of() {
      return new Late();
    }

    @Override
    public boolean createOnce(String path, byte[] bytes) throws IOException {
      if (path.endsWith("/00000001.json")) {
        late = () -> super.createOnce(path, bytes);
        throw new IOException("no answer");
      }
      return super.createOnce(path, bytes);
    }
  }

  /** The late request of another process is done before this one's commit or note. */
  private static final class Overtaken extends ForwardingStorage {
    Overtaken() {
      super(new LocalStorage());
    }

    static Storage of() {
      return new Overtaken();
    }

    @Override
    public boolean createOnce(String path, byte[] bytes) throws IOException {
      if (path.endsWith("/00000001.json")) {
        assertThat(late.isDone()).isTrue();
      }
      return super.createOnce(path, bytes);
    }
  }

  @BeforeEach
  void runWithoutAnswer() throws Exception {
    archive = Files.createDirectories(folder.resolve("archive"));
    for (int i = 0; i < 3; i++) {
      Files.write(archive.resolve(i + ".dmp"), DumpBytes.of(SampleDumps.minidump(i)));
    }
    Path undisturbed = folder.resolve("undisturbed");
    TestRuns.run(options(undisturbed));
    rows = TestRuns.everything(undisturbed);
    output = folder.resolve("tables");
    assertThatThrownBy(() -> TestRuns.run(Late::of, options(output))).hasMessage("no answer");
    assertThat(TestRuns.everything(output)).isEmpty();
  }

  private RunOptions options(Path into) {
    return TestRuns.options(List.of(archive.toString()), into, 1);
  }

  private void assertUndisturbed() throws Exception {
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
    assertThat(TestRuns.run(options(output)).unchanged()).isEqualTo(3);
    assertThat(TestRuns.files(output)).isEqualTo(TestRuns.files(folder.resolve("undisturbed")));
  }

  @Test
  void commitBeforeTheNextRunCounts() throws Exception {
    assertThat(late.isDone()).isTrue();
    assertThat(TestRuns.run(options(output)).unchanged()).isEqualTo(3);
    assertUndisturbed();
  }

  @Test
  void commitAfterTheNextRunIsRefused() throws Exception {
    assertThat(TestRuns.run(options(output)).unchanged()).isZero();
    assertThat(late.isDone()).isFalse();
    assertUndisturbed();
  }

  /** The next run has seen its files as stray ones, and was about to remove them. */
  @Test
  void commitWithinTheNextRunStopsIt() throws Exception {
    assertThatThrownBy(() -> TestRuns.run(Overtaken::of, options(output)))
        .hasMessageContaining("another process wrote here since this one began");
    assertUndisturbed();
  }
}
