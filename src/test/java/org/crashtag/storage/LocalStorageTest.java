package org.crashtag.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import java.util.Optional;
import org.crashtag.storage.Storage.Kind;
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
  void moveMakesTheFoldersAbove() throws IOException {
    create("from/file", "text");

    storage.move(path("from"), path("to/there"));

    assertThat(folder.resolve("to/there/file")).hasContent("text");
    assertThat(folder.resolve("from")).doesNotExist();
  }

  @Test
  void moveRefusesATargetThatIsThere() throws IOException {
    create("a", "from");
    create("b", "to");
    Files.createDirectory(folder.resolve("empty"));
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("gone"));

    for (String target : new String[] {"b", "empty", "dangling"}) {
      assertThatExceptionOfType(FileAlreadyExistsException.class)
          .as(target)
          .isThrownBy(() -> storage.move(path("a"), path(target)));
    }
    assertThat(folder.resolve("a")).hasContent("from");
    assertThat(folder.resolve("b")).hasContent("to");
  }

  @Test
  void moveOfNothingFails() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> storage.move(path("gone"), path("to")));
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
