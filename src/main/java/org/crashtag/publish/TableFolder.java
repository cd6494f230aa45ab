package org.crashtag.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.crashtag.storage.Storage;

/**
 * The metadata folder of one table.
 *
 * <pre>
 * OUT/TABLE/metadata/vN.metadata.json      version N of the table, created once
 * OUT/TABLE/metadata/version-hint.text     the number of the latest version
 * OUT/TABLE/metadata/*.avro                manifests, and lists of them
 * OUT/TABLE/metadata/*.deletes             positions of rows that a later run replaced
 * </pre>
 */
final class TableFolder {
  /** How many versions and snapshots stay at most, whatever the grace period is. */
  static final int MOST_VERSIONS = 50;

  private static final Pattern VERSION = Pattern.compile("v([0-9]{1,9})\\.metadata\\.json");
  private static final String HINT = "version-hint.text";

  private final Storage storage;
  private final MetadataFiles files;
  private final long latest;

  private TableFolder(Storage storage, MetadataFiles files, long latest) {
    this.storage = storage;
    this.files = files;
    this.latest = latest;
  }

  /** Lists a table's folder, which need not exist. */
  static TableFolder open(Storage storage, Address address, String table) throws IOException {
    MetadataFiles files =
        new MetadataFiles(
            storage, address.output() + "/" + table + "/metadata", address.of(table, "metadata"));
    long latest = 0;
    for (Storage.Entry entry : files.listed()) {
      latest = Math.max(latest, version(entry));
    }
    return new TableFolder(storage, files, latest);
  }

  private static String name(Storage.Entry entry) {
    return entry.path().substring(entry.path().lastIndexOf('/') + 1);
  }

  /** The version that a file contains; 0 if it contains none. */
  private static long version(Storage.Entry entry) {
    Matcher matcher = VERSION.matcher(name(entry));
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static String name(long version) {
    return "v" + version + ".metadata.json";
  }

  MetadataFiles files() {
    return files;
  }

  /**
   * The latest version; empty if there is none.
   *
   * @throws DamagedException if it can't be read as metadata
   */
  Optional<TableMetadata> read() throws IOException {
    if (latest == 0) {
      return Optional.empty();
    }
    String name = name(latest);
    try {
      String json = new String(files.read(files.path(name)), UTF_8);
      return Optional.of(TableMetadataParser.fromJson(files.location(name), json));
    } catch (RuntimeException | StackOverflowError e) {
      files.rethrow();
      throw new DamagedException(files.path(name) + ": not metadata: " + e.getMessage(), e);
    }
  }

  /**
   * Creates the next version.
   *
   * @return false if another process has created it
   */
  boolean write(TableMetadata metadata) throws IOException {
    String path = files.path(name(latest + 1));
    byte[] json = TableMetadataParser.toJson(metadata).getBytes(UTF_8);
    boolean isCreated;
    try {
      isCreated = storage.createOnce(path, json);
    } catch (IOException e) {
      // It may be there: the answer can be lost.
      if (!isThere(path, json, e)) {
        throw e;
      }
      isCreated = true;
    }
    if (!isCreated && !isThere(path, json, null)) {
      return false;
    }
    storage.put(files.path(HINT), Long.toString(latest + 1).getBytes(UTF_8));
    return true;
  }

  /**
   * Whether a file has these bytes, which nobody else writes.
   *
   * @param fault gets another one as suppressed; null if there was none
   */
  private boolean isThere(String path, byte[] json, IOException fault) throws IOException {
    try {
      return storage
          .read(path, MetadataFiles.MOST_BYTES)
          .filter(file -> Arrays.equals(file.bytes(), json))
          .isPresent();
    } catch (IOException e) {
      if (fault == null) {
        throw e;
      }
      fault.addSuppressed(e);
      return false;
    }
  }

  /**
   * Writes the hint again if it doesn't name the latest version: the process that wrote that
   * version was stopped before it wrote the hint.
   */
  void mendHint() throws IOException {
    byte[] hint = Long.toString(latest).getBytes(UTF_8);
    String path = files.path(HINT);
    if (files.length(path) != hint.length || !Arrays.equals(files.read(path), hint)) {
      storage.put(path, hint);
    }
  }

  /**
   * Removes versions that were replaced {@code grace} ago, other files of that age that no snapshot
   * names, and the oldest versions if there are too many.
   *
   * @param current what was just written
   */
  void sweep(TableMetadata current, Duration grace) throws IOException {
    Set<String> used = new HashSet<>();
    for (Snapshot snapshot : current.snapshots()) {
      use(used, snapshot.manifestListLocation());
      for (ManifestFile manifest : snapshot.allManifests(files)) {
        use(used, manifest.path());
      }
      for (DeleteFile deletes : PublishedFiles.deletes(snapshot, files, current.specsById())) {
        use(used, deletes.location());
      }
    }
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    long expired = now - TimeUnit.MICROSECONDS.convert(grace);
    Map<Long, Long> written = new HashMap<>(Map.of(latest + 1, now));
    for (Storage.Entry entry : files.listed()) {
      written.put(version(entry), entry.modifiedMicros());
    }
    for (Storage.Entry entry : files.listed()) {
      long version = version(entry);
      boolean isOld =
          version > 0
              ? version <= latest + 1 - MOST_VERSIONS
                  || written.getOrDefault(version + 1, 0L) <= expired
              : entry.modifiedMicros() <= expired;
      if (isOld && !used.contains(entry.path()) && !name(entry).equals(HINT)) {
        storage.delete(entry.path());
      }
    }
  }

  private void use(Set<String> used, String location) {
    files.find(location).ifPresent(used::add);
  }
}
