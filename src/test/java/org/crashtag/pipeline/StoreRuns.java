package org.crashtag.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.crashtag.sql.SqlFault;
import org.crashtag.storage.Storage;
import org.crashtag.storage.StorageProvider;
import org.crashtag.storage.Storages;
import org.crashtag.testing.FakeS3;

/** Runs whose archive and output folder are in a store of this process. */
final class StoreRuns {
  static final String ARCHIVE = "s3://dumps/fleet";
  static final String OUTPUT = "s3://tables/out";

  /** Beam's workers are threads here; a storage can't travel to them. */
  private static volatile Storage current;

  private StoreRuns() {}

  private static Storage storage() {
    return current;
  }

  /** The storage of runs in a store, for all threads of this process. */
  static StorageFactory storages(FakeS3 store) {
    return storages(store.storageWithoutRenewals());
  }

  /** All URIs of S3 belong to one storage. */
  static StorageFactory storages(Storage s3) {
    current =
        Storages.with(
            new StorageProvider() {
              @Override
              public String scheme() {
                return "s3";
              }

              @Override
              public Storage storage() {
                return s3;
              }
            });
    return StoreRuns::storage;
  }

  static RunOptions options(int buckets, String... beam) {
    return options(List.of(ARCHIVE), buckets, beam);
  }

  static RunOptions options(List<String> sources, int buckets, String... beam) {
    RunOptions local = TestRuns.options(sources, Path.of("unused"), buckets, beam);
    return new RunOptions(
        OUTPUT,
        local.reading(),
        local.decoding(),
        local.writing(),
        local.privacy(),
        local.description(),
        local.beam());
  }

  /** Stores all files below a folder. */
  static void upload(FakeS3 store, Path folder, String bucket, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String key = folder.relativize(file).toString().replace('\\', '/');
        store.put(bucket, prefix + "/" + key, file);
      }
    }
  }

  /** Copies the output folder to a disk. */
  static Path download(FakeS3 store, Path folder) throws IOException {
    for (String key : store.keys("tables")) {
      Path file = folder.resolve(key);
      Files.createDirectories(file.getParent());
      Files.write(file, store.get("tables", key).orElseThrow());
    }
    return folder.resolve("out");
  }

  /**
   * Every row of every table, sorted, as it would be if the archive were on a disk.
   *
   * @param output on a disk
   */
  static List<String> everything(Path output, Path archive) throws IOException, SqlFault {
    return TestRuns.everything(
            output,
            TestRuns.tables(),
            table -> table.equals("sources") ? "run, command, modified, etag" : "run")
        .stream()
        .map(row -> row.replace(ARCHIVE + "/", archive + "/"))
        .sorted()
        .toList();
  }
}
