package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.crashtag.sample.Fleet;
import org.crashtag.storage.Together;
import org.crashtag.storage.s3.S3Storage;
import org.crashtag.testing.S3Server;

/** A sample fleet in s3proxy, for runs on a cluster whose machines share no disk. */
final class StoredFleet implements Closeable {
  private static final String BUCKET = "fleet";
  private static final String ARCHIVE = "s3://" + BUCKET + "/archive";
  private static final String OUTPUT = "s3://" + BUCKET + "/tables";
  private static final String LOCAL_RUNNERS = "s3://" + BUCKET + "/local";
  private static final int BROKEN_PERCENT = 5;
  private static final int SEED = 3;
  private static final long MOST_BYTES = 8 << 20;

  private final S3Server server;

  private StoredFleet(S3Server server) {
    this.server = server;
  }

  /**
   * Starts the server and stores the fleet, without its dumps of a whole memory: on a disk they are
   * sparse, but not in a store.
   *
   * @param least how many dumps it has at least
   * @param folder for the server
   */
  static StoredFleet of(int least, Path folder) throws IOException {
    Path archive = folder.resolve("fleet");
    Fleet.write(archive, least + least / 10, SEED, BROKEN_PERCENT, done -> {});
    S3Server server = S3Server.start(S3Server.Kind.S3PROXY, folder.resolve("s3proxy"), BUCKET);
    try (Stream<Path> files = Files.walk(archive)) {
      S3Storage storage = server.storage();
      List<Together.Call> uploads = new ArrayList<>();
      for (Path file : files.filter(StoredFleet::isStored).toList()) {
        String path = ARCHIVE + "/" + archive.relativize(file);
        uploads.add(
            () -> {
              try (OutputStream out = storage.create(path)) {
                Files.copy(file, out);
              }
            });
      }
      assertThat(uploads).hasSizeGreaterThanOrEqualTo(least);
      Together.run(uploads);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    return new StoredFleet(server);
  }

  private static boolean isStored(Path path) {
    File file = path.toFile();
    return file.isFile() && file.length() < MOST_BYTES;
  }

  /** What each process needs to reach the fleet. */
  Map<String, String> environment() {
    return server.environment();
  }

  /** The arguments of a run over it. */
  String[] arguments(String... more) {
    return EngineRuns.run(ARCHIVE, OUTPUT, more);
  }

  /** Runs over it with Beam's own runner. */
  void runLocally(EngineRuns runs) throws Exception {
    EngineRuns.Ended ended =
        runs.locally(environment(), EngineRuns.run(ARCHIVE, LOCAL_RUNNERS)).end();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
  }

  /** Fails unless a run on a cluster has written the same rows as Beam's own runner. */
  void assertSameTables() throws Exception {
    Path bucket = server.bucket(BUCKET);
    SameTables.assertSame(bucket.resolve("tables"), bucket.resolve("local"));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
