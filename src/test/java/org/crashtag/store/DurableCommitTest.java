package org.crashtag.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that a step of a commit relies on was forced to disk before it: a loss of power leaves
 * either a commit that a later run finishes, or none.
 */
class DurableCommitTest {
  private static final String RUN = Manifests.RUN;

  @TempDir private Path output;

  /** What a loss of power could lose: bytes of files, and names of files and folders. */
  private final class Disk extends ForwardingStorage {
    private Set<String> bytes = new TreeSet<>();
    private Set<String> names = new TreeSet<>();
    private final List<String> steps = new ArrayList<>();

    Disk() {
      super(new LocalStorage());
    }

    private String relative(String path) {
      return output.relativize(Path.of(path)).toString().replace('\\', '/');
    }

    /** The names that a call is about to make: the path's, and those of missing folders above. */
    private void name(String path) {
      for (Path each = Path.of(path); !each.equals(output); each = each.getParent()) {
        if (!Files.exists(each)) {
          names.add(relative(each.toString()));
        }
      }
    }

    @Override
    public OutputStream create(String path) throws IOException {
      name(path);
      bytes.add(relative(path));
      return super.create(path);
    }

    @Override
    public void copy(String from, String to) throws IOException {
      name(to);
      bytes.add(relative(to));
      super.copy(from, to);
    }

    @Override
    public void move(String from, String to) throws IOException {
      check(relative(from), relative(to));
      name(to);
      super.move(from, to);
      bytes = moved(bytes, relative(from), relative(to));
      names = moved(names, relative(from), relative(to));
      names.add(relative(to));
    }

    private Set<String> moved(Set<String> paths, String from, String to) {
      Set<String> moved = new TreeSet<>();
      for (String path : paths) {
        boolean below = (path + "/").startsWith(from + "/");
        moved.add(below ? to + path.substring(from.length()) : path);
      }
      return moved;
    }

    @Override
    public void delete(String path) throws IOException {
      super.delete(path);
      String gone = relative(path) + "/";
      bytes.removeIf(each -> (each + "/").startsWith(gone));
      names.removeIf(each -> (each + "/").startsWith(gone));
    }

    @Override
    public void force(String path) throws IOException {
      super.force(path);
      if (Files.isDirectory(Path.of(path))) {
        names.removeIf(name -> output.resolve(name).getParent().equals(Path.of(path)));
      } else {
        bytes.remove(relative(path));
      }
    }

    private List<String> loose(String... paths) {
      return Stream.of(bytes, names)
          .flatMap(Set::stream)
          .filter(each -> Stream.of(paths).anyMatch(path -> (each + "/").startsWith(path)))
          .toList();
    }

    private void check(String from, String to) {
      String staging = "_staging/" + RUN + "/";
      if (to.equals(staging + "commit.json")) {
        steps.add("begun");
        assertThat(loose(staging + "ready/"))
            .as("what commit.json names")
            .isSubsetOf(staging + "ready");
        assertThat(bytes).as("its own bytes").doesNotContain(from);
      } else if (from.startsWith(staging + "ready/")) {
        steps.add("moved");
        assertThat(names)
            .as("commit.json's name, and those of the folders above")
            .doesNotContain(
                staging + "commit.json", staging + "ready", "_staging/" + RUN, "_staging");
      } else if (to.equals("_runs/" + RUN + ".json")) {
        steps.add("committed");
        assertThat(loose("dumps/", "rejects/", "_index/")).as("what it names").isEmpty();
        assertThat(bytes).as("its own bytes").doesNotContain(from);
      }
    }
  }

  @Test
  void eachStepReliesOnlyOnWhatIsOnTheDisk() throws IOException {
    // The lock made it.
    Files.createDirectories(output.resolve("_runs"));
    StagedRun staged = new StagedRun(output, RUN);
    List<BucketResult> results = staged.stage();
    Disk disk = new Disk();
    // Attempts made the staging folder, and forced only their parts.
    disk.names.addAll(List.of("_staging", "_staging/" + RUN));
    staged.commit(disk, results);
    assertThat(disk.steps).containsExactly("begun", "moved", "moved", "moved", "committed");
    assertThat(disk.loose("")).as("after the commit").isEmpty();
    assertThat(new OutputFolder(new LocalStorage(), output.toString()).runs()).containsExactly(RUN);
  }
}
