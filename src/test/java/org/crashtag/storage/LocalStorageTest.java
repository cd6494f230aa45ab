package org.crashtag.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.Assertions;
import org.crashtag.storage.Storage.Kind;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest {
  @TempDir private Path folder;
  private final LocalStorage storage = new LocalStorage();

  @Test
  void fileIsFoundWithItsLengthAndTime() throws IOException {
    Path file = Files.writeString(folder.resolve("a.dmp"), "12345");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-03-17T03:15:22.123456Z")));

    assertThat(storage.find(path("a.dmp")))
        .contains(new Storage.Entry(path("a.dmp"), Kind.FILE, 5, 1773717322123456L));
  }

  @Test
  void foldersAndLinksAreToldApart() throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    Files.writeString(folder.resolve("a"), "1");
    Files.createSymbolicLink(folder.resolve("sub-link"), folder.resolve("sub"));
    Files.createSymbolicLink(folder.resolve("a-link"), folder.resolve("a"));

    assertThat(kind("sub")).isEqualTo(Kind.FOLDER);
    assertThat(kind("sub-link")).isEqualTo(Kind.FOLDER_LINK);
    assertThat(kind("a-link")).isEqualTo(Kind.FILE);
  }

  @Test
  void whatIsNotThereIsNotFound() throws IOException {
    Files.writeString(folder.resolve("a"), "1");
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("gone"));

    assertThat(storage.find(path("b"))).isEmpty();
    assertThat(storage.find(path("a/b"))).as("below a file").isEmpty();
    assertThat(storage.find(path("dangling"))).as("a link to nothing").isEmpty();
    assertThat(storage.find(path("nul\0byte"))).as("no path at all").isEmpty();
    assertThat(storage.find(path("*?[a]"))).isEmpty();
  }

  @Test
  void listIsSortedAndOneLevelDeep() throws IOException {
    Files.createDirectories(folder.resolve("sub/deeper"));
    Files.writeString(folder.resolve("b"), "22");
    Files.writeString(folder.resolve("a"), "1");
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("gone"));

    assertThat(storage.list(folder.toString()))
        .extracting(entry -> Path.of(entry.path()).getFileName() + " " + entry.kind())
        .containsExactly("a FILE", "b FILE", "dangling OTHER", "sub FOLDER");
    assertThat(storage.list(folder + "/"))
        .extracting(Storage.Entry::path)
        .contains(path("a"))
        .hasSize(4);
  }

  @Test
  void listOfNoFolderIsEmpty() throws IOException {
    Files.writeString(folder.resolve("a"), "1");

    assertThat(storage.list(path("gone"))).isEmpty();
    assertThat(storage.list(path("a"))).isEmpty();
  }

  @Test
  void severalWaysLeadToOneCanonicalPath() throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("sub"));
    String canonical = storage.canonical(path("sub"));

    assertThat(storage.canonical(path("link"))).isEqualTo(canonical);
    assertThat(storage.canonical(path("sub/../link/."))).isEqualTo(canonical);
    assertThat(storage.canonical(path("link/not/yet"))).isEqualTo(canonical + "/not/yet");
  }

  @Test
  void createdFileReadsBack() throws IOException {
    create("new/deep/file", "text");

    try (SeekableByteChannel channel = storage.open(path("new/deep/file"))) {
      ByteBuffer buffer = ByteBuffer.allocate(16);
      assertThat(channel.read(buffer)).isEqualTo(4);
      assertThat(new String(buffer.array(), 0, 4, UTF_8)).isEqualTo("text");
    }
  }

  @Test
  void createReplacesNothing() throws IOException {
    create("file", "first");

    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> storage.create(path("file")));
    assertThat(folder.resolve("file")).hasContent("first");
  }

  @Test
  void openOfNothingFails() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> storage.open(path("gone")));
  }

  @Test
  void putReplacesTheWholeFile() throws IOException {
    storage.put(path("new/deep/file"), bytes("a long first text"));
    storage.put(path("new/deep/file"), bytes("second"));

    assertThat(folder.resolve("new/deep/file")).hasContent("second");
    assertThat(folder.resolve("new/deep").toFile().list()).containsExactly("file");
  }

  @Test
  void createOnceLeavesWhatIsThere() throws IOException {
    assertThat(storage.createOnce(path("runs/1.json"), bytes("first"))).isTrue();
    assertThat(storage.createOnce(path("runs/1.json"), bytes("second"))).isFalse();
    Files.createDirectory(folder.resolve("runs/2.json"));
    assertThat(storage.createOnce(path("runs/2.json"), bytes("second"))).isFalse();
    Files.createSymbolicLink(folder.resolve("runs/3.json"), folder.resolve("gone"));
    assertThat(storage.createOnce(path("runs/3.json"), bytes("second"))).isFalse();

    assertThat(folder.resolve("runs/1.json")).hasContent("first");
    assertThat(folder.resolve("gone")).doesNotExist();
    assertThat(folder.resolve("runs").toFile().list())
        .containsExactlyInAnyOrder("1.json", "2.json", "3.json");
  }

  /** Whoever creates it, the file is whole from the first moment on. */
  @Test
  void oneOfManyCreatesIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        String path = path("round" + round);
        CyclicBarrier start = new CyclicBarrier(8);
        List<Future<Boolean>> created = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          byte[] text = ("" + i).repeat(10_000).getBytes(UTF_8);
          created.add(
              threads.submit(
                  () -> {
                    start.await();
                    boolean mine = storage.createOnce(path, text);
                    byte[] there = storage.read(path, 10_000).orElseThrow().bytes();
                    assertThat(there).hasSize(10_000);
                    assertThat(Arrays.equals(there, text)).isEqualTo(mine);
                    return mine;
                  }));
        }
        int winners = 0;
        for (Future<Boolean> each : created) {
          winners += each.get() ? 1 : 0;
        }
        assertThat(winners).isOne();
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void replaceIfKnowsTheVersion() throws IOException {
    assertThat(storage.replaceIf(path("lease"), bytes("1"), "")).as("of nothing").isFalse();
    storage.put(path("lease"), bytes("1"));
    Storage.Versioned first = storage.read(path("lease"), 10).orElseThrow();

    assertThat(storage.replaceIf(path("lease"), bytes("2"), first.tag())).isTrue();
    assertThat(storage.replaceIf(path("lease"), bytes("3"), first.tag())).isFalse();
    assertThat(folder.resolve("lease")).hasContent("2");
  }

  @Test
  void readIsWholeAndLimited() throws IOException {
    create("file", "12345");

    assertThat(storage.read(path("file"), 5).orElseThrow().bytes()).isEqualTo(bytes("12345"));
    assertThat(storage.read(path("gone"), 5)).isEmpty();
    assertThat(storage.read(path("file/below"), 5)).isEmpty();
    assertThatIOException()
        .isThrownBy(() -> storage.read(path("file"), 4))
        .withMessage("%s: longer than 4 bytes", path("file"));
  }

  @Test
  void walkVisitsFilesBelowInOrderAndAsksAtFolders() throws IOException {
    create("top/b/deep/1", "1");
    create("top/b/2", "2");
    create("top/a", "3");
    create("top/no/4", "4");
    Files.createSymbolicLink(folder.resolve("top/link"), folder.resolve("top/no"));
    List<String> visited = new ArrayList<>();

    storage.walk(
        path("top"),
        Integer.MAX_VALUE,
        new Storage.Visitor() {
          @Override
          public void visit(Storage.Entry entry) {
            visited.add(relative(entry));
          }

          @Override
          public boolean enters(Storage.Entry entry) {
            visited.add(relative(entry) + "?");
            return entry.kind() == Kind.FOLDER && !entry.path().endsWith("/no");
          }

          private String relative(Storage.Entry entry) {
            return folder.resolve("top").relativize(Path.of(entry.path())).toString();
          }
        });

    assertThat(visited).containsExactly("a", "b?", "b/2", "b/deep?", "b/deep/1", "link?", "no?");
  }

  @Test
  void walkEndsAtItsDepth() throws IOException {
    create("top/1", "1");
    create("top/a/2", "2");
    create("top/a/b/3", "3");

    assertThat(visited(storage, 0)).containsExactly("1");
    assertThat(visited(storage, 1)).containsExactly("1", "2");
    assertThat(visited(storage, 2)).containsExactly("1", "2", "3");
    storage.walk(path("gone"), 5, entry -> Assertions.fail(entry.path()));
  }

  private List<String> visited(Storage storage, int depth) throws IOException {
    List<String> visited = new ArrayList<>();
    storage.walk(
        path("top"), depth, entry -> visited.add(Path.of(entry.path()).getFileName().toString()));
    return visited;
  }

  @Test
  void walkNamesAFolderThatCantBeListedAndGoesOn() throws IOException {
    create("top/a/1", "1");
    create("top/b/2", "2");
    Storage refusing =
        new ForwardingStorage(storage) {
          @Override
          public List<Entry> list(String path) throws IOException {
            if (path.endsWith("/a")) {
              throw new IOException("refused");
            }
            return super.list(path);
          }
        };
    List<String> visited = new ArrayList<>();

    refusing.walk(
        path("top"),
        5,
        new Storage.Visitor() {
          @Override
          public void visit(Storage.Entry entry) {
            visited.add(entry.path());
          }

          @Override
          public void unreadable(String path, IOException fault) {
            visited.add(path + " " + fault.getMessage());
          }
        });

    assertThat(visited).containsExactly(path("top/a refused"), path("top/b/2"));
    assertThatIOException().isThrownBy(() -> visited(refusing, 5)).withMessage("refused");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void deleteTakesAFolderWithAllBelowButNoLinksTarget() throws IOException {
    create("kept/file", "text");
    create("doomed/deep/file", "text");
    Files.createSymbolicLink(folder.resolve("doomed/link"), folder.resolve("kept"));

    storage.delete(path("doomed"));

    assertThat(folder.resolve("doomed")).doesNotExist();
    assertThat(folder.resolve("kept/file")).hasContent("text");
  }

  @Test
  void deleteOfNothingDoesNothing() throws IOException {
    create("file", "text");

    storage.delete(path("gone"));
    assertThat(folder.resolve("file")).exists();
    storage.delete(path("file"));
    assertThat(folder.resolve("file")).doesNotExist();
  }

  @Test
  void filesAndFoldersCanBeForced() throws IOException {
    create("sub/file", "text");

    storage.force(path("sub/file"));
    storage.force(path("sub"));
    assertThat(folder.resolve("sub/file")).hasContent("text");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> storage.force(path("gone")));
  }

  @Test
  void lockHasOneHolder() throws IOException {
    Optional<Closeable> first = storage.lock(path("runs/lock"), "first holder");
    assertThat(first).isPresent();

    assertThat(storage.lock(path("runs/lock"), "second holder")).isEmpty();
    assertThat(folder.resolve("runs/lock")).hasContent("first holder");

    first.orElseThrow().close();
    try (Closeable third = storage.lock(path("runs/lock"), "3rd").orElseThrow()) {
      assertThat(third).isNotNull();
      assertThat(folder.resolve("runs/lock")).hasContent("3rd");
    }
  }

  private Kind kind(String name) throws IOException {
    return storage.find(path(name)).orElseThrow().kind();
  }

  private void create(String name, String text) throws IOException {
    try (OutputStream stream = storage.create(path(name))) {
      stream.write(text.getBytes(UTF_8));
    }
  }

  private String path(String name) {
    return folder + "/" + name;
  }
}
