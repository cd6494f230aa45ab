package org.crashtag.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.crashtag.bytes.Escape;

/**
 * A folder that an export writes whole: its files are written to a folder beside it, which takes
 * its place at the end. Whoever opens the folder finds the earlier export or the new one.
 *
 * <pre>
 * DIR/export.json          what the folder holds, and that it is an export
 * DIR/TABLE.parquet ...
 * .DIR.export-ID/          what an export is writing, and its lock
 * .DIR.replaced-ID/        the earlier export, for the moment in which the new one takes its place
 * </pre>
 *
 * <p>If an export is killed, the next one into the same folder removes what it left.
 */
public final class ExportFolder implements Closeable {
  /** The file that says what the folder holds. */
  public static final String CONTENTS = "export.json";

  private static final String LOCK = "lock";

  private static final int MOST_CONTENTS_BYTES = 64 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path target;
  private final Path fresh;
  private final FileChannel lock;

  /**
   * What an export holds.
   *
   * @param output the output folder it was made of
   * @param run the latest run whose rows are in it; the next export can begin after it
   * @param since the run after which its rows begin; empty for all rows
   * @param replaced dumps whose rows were in earlier exports and no longer count
   */
  public record Contents(
      String program,
      String output,
      String run,
      String since,
      List<ReplacedDump> replaced,
      List<Export.Written> files) {
    public Contents {
      replaced = List.copyOf(replaced);
      files = List.copyOf(files);
    }
  }

  /** A dump whose rows of one run no longer count. */
  public record ReplacedDump(String run, @JsonProperty("dump_id") String dumpId) {}

  private ExportFolder(Path target, Path fresh, FileChannel lock) {
    this.target = target;
    this.fresh = fresh;
    this.lock = lock;
  }

  /**
   * Begins an export.
   *
   * @param folder to be written: missing, empty, or an earlier export
   * @throws IOException if it is none of these, with what is in it
   */
  public static ExportFolder begin(Path folder) throws IOException {
    Path target = real(folder.toAbsolutePath().normalize());
    if (target.getParent() == null) {
      throw new FileSystemException(folder.toString(), null, "choose a folder below it");
    }
    Files.createDirectories(target.getParent());
    recover(target);
    checkReplaceable(target);
    Path fresh = beside(target, "export-" + UUID.randomUUID());
    Files.createDirectory(fresh);
    FileChannel lock = FileChannel.open(fresh.resolve(LOCK), CREATE_NEW, READ, WRITE);
    if (lock.tryLock() == null) {
      throw new FileSystemException(fresh.toString(), null, "another process locked it");
    }
    return new ExportFolder(target, fresh, lock);
  }

  /** A link to a folder stays one. */
  private static Path real(Path folder) throws IOException {
    return Files.exists(folder) ? folder.toRealPath() : folder;
  }

  private static Path beside(Path target, String suffix) {
    return target.resolveSibling("." + target.getFileName() + "." + suffix);
  }

  /** The folder for the new files. */
  public Path fresh() {
    return fresh;
  }

  /** Removes what killed exports left, and puts back what they had already moved away. */
  private static void recover(Path target) throws IOException {
    String begin = "." + target.getFileName() + ".";
    List<Path> left = new ArrayList<>();
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(target.getParent())) {
      for (Path sibling : siblings) {
        String name = sibling.getFileName().toString();
        boolean isOurs = name.startsWith(begin + "export-") || name.startsWith(begin + "replaced-");
        if (isOurs && Files.isDirectory(sibling) && !isLocked(sibling)) {
          left.add(sibling);
        }
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    for (Path folder : left) {
      boolean wasReplaced = folder.getFileName().toString().startsWith(begin + "replaced-");
      if (wasReplaced && Files.notExists(target)) {
        Files.move(folder, target, ATOMIC_MOVE);
      } else {
        remove(folder);
      }
    }
  }

  private static boolean isLocked(Path folder) throws IOException {
    try (FileChannel lock = FileChannel.open(folder.resolve(LOCK), READ, WRITE)) {
      return lock.tryLock() == null;
    } catch (NoSuchFileException e) {
      return false;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  private static void checkReplaceable(Path target) throws IOException {
    if (Files.notExists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "this is a file, not a folder");
    }
    List<String> names = names(target);
    if (names.isEmpty()) {
      return;
    }
    Set<String> known = known(target);
    for (String name : names) {
      if (!known.contains(name)) {
        throw new FileSystemException(
            target.toString(),
            null,
            "the folder isn't empty, and no export wrote "
                + Escape.text(name)
                + " in it; choose another folder");
      }
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The files that the export in the folder wrote; none if there is no export. */
  private static Set<String> known(Path folder) throws IOException {
    Set<String> known = new HashSet<>();
    Path contents = folder.resolve(CONTENTS);
    if (Files.isRegularFile(contents)) {
      try (InputStream stream = Files.newInputStream(contents)) {
        Contents read = JSON.readValue(stream.readNBytes(MOST_CONTENTS_BYTES), Contents.class);
        read.files().forEach(file -> known.add(file.file()));
        known.add(CONTENTS);
        // What an engine leaves beside a database that it has open.
        known.add(Export.DATABASE + ".wal");
      } catch (com.fasterxml.jackson.core.JacksonException | NullPointerException e) {
        // A file of that name that no export wrote.
        return Set.of();
      }
    }
    return known;
  }

  /** Ends the export: the new files take the place of the earlier ones. */
  public void commit(Contents contents) throws IOException {
    Path file = fresh.resolve(CONTENTS);
    Files.write(file, (JSON.writeValueAsString(contents) + "\n").getBytes(UTF_8), CREATE_NEW);
    lock.close();
    Files.delete(fresh.resolve(LOCK));
    for (String name : names(fresh)) {
      try (FileChannel channel = FileChannel.open(fresh.resolve(name), WRITE)) {
        channel.force(true);
      }
    }
    // What happened to it since the beginning.
    checkReplaceable(target);
    Path earlier = beside(target, "replaced-" + UUID.randomUUID());
    boolean isThere = Files.exists(target);
    if (isThere) {
      Files.move(target, earlier, ATOMIC_MOVE);
    }
    Files.move(fresh, target, ATOMIC_MOVE);
    if (isThere) {
      remove(earlier);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Removes what was written, unless it was committed. */
  @Override
  public void close() throws IOException {
    lock.close();
    if (Files.exists(fresh)) {
      remove(fresh);
    }
  }
}
