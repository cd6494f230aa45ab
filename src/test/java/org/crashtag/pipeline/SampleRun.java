package org.crashtag.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.sql.SqlFault;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;

/** An archive and an output folder of a test, run over again and again. */
final class SampleRun {
  private final Path archive;
  private final Path output;
  private final RunOptions options;

  SampleRun(Path folder, int buckets) throws IOException {
    this.archive = Files.createDirectories(folder.resolve("archive"));
    this.output = folder.resolve("tables");
    this.options = TestRuns.options(List.of(archive.toString()), output, buckets);
  }

  Path archive() {
    return archive;
  }

  Path output() {
    return output;
  }

  void put(String name, byte[] bytes) throws IOException {
    Files.createDirectories(archive.resolve(name).getParent());
    Files.write(archive.resolve(name), bytes);
  }

  CrashRun.Result run() throws IOException {
    return run(LocalStorage::new);
  }

  CrashRun.Result run(StorageFactory storages) throws IOException {
    return TestRuns.run(storages, options);
  }

  /** A run that finds something new; its manifest. */
  Manifest commit() throws IOException {
    return run().manifest().orElseThrow();
  }

  List<String> ask(String question) throws IOException, SqlFault {
    return TestRuns.ask(output, question);
  }

  /** Name and outcome of each source, oldest run first, then by name. */
  List<String> outcomes() throws IOException, SqlFault {
    return ask("SELECT parse_filename(source), outcome FROM sources ORDER BY run, 1");
  }
}
