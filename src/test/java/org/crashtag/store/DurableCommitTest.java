package org.crashtag.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.UnforcedStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power is lost at any call of a commit: the disk has all that the manifest names, or no manifest.
 */
class DurableCommitTest {
  @TempDir private Path folder;

  /** How many calls the last commit made. */
  private int calls;

  private void commit(Path output, int calls) throws IOException {
    Files.createDirectories(output.resolve("_runs"));
    WrittenRun run = new WrittenRun(output, new Turn(1, Manifests.RUN, "a"), "0123456789abcdef");
    UnforcedStorage.powered(Integer.MAX_VALUE);
    UnforcedStorage storage = UnforcedStorage.of();
    List<BucketResult> results = run.write(storage);
    int before = UnforcedStorage.calls();
    UnforcedStorage.left(calls);
    try {
      run.commit(storage, results);
    } finally {
      this.calls = UnforcedStorage.calls() - before;
    }
  }

  @Test
  void nothingIsUnforcedAfterTheCommit() throws IOException {
    commit(folder.resolve("out"), Integer.MAX_VALUE);
    assertThat(UnforcedStorage.unforced()).isEmpty();
  }

  @Test
  void manifestNamesOnlyWhatIsOnTheDisk() throws IOException {
    commit(folder.resolve("out"), Integer.MAX_VALUE);
    int all = calls;
    assertThat(all).isGreaterThan(8);
    int committed = 0;
    for (int call = 0; call < all; call++) {
      Path output = folder.resolve("out-" + call);
      try {
        commit(output, call);
      } catch (IOException e) {
        assertThat(e).hasMessage("the power is off");
      }
      UnforcedStorage.lose();
      List<String> faults = new ArrayList<>();
      committed += new Verification(new LocalStorage(), output.toString()).run(faults::add);
      assertThat(faults).as("after %d calls", call).isEmpty();
    }
    assertThat(committed).as("the last call only reads").isLessThanOrEqualTo(1);
  }
}
