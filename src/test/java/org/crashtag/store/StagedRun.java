package org.crashtag.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult.StagedPart;

/** A run of two buckets whose parts are in the staging folder; the parts hold any bytes. */
final class StagedRun {
  static final TableSchema DUMPS = table("dumps");
  static final TableSchema REJECTS = table("rejects");

  private final Path output;
  private final String run;

  StagedRun(Path output, String run) {
    this.output = output;
    this.run = run;
  }

  private static TableSchema table(String name) {
    return new TableSchema(
        name, "A row.", List.of(new Column("dump_id", ColumnType.TEXT, "An id.")));
  }

  /** Writes the parts; of {@code rejects}, only the second bucket has one. */
  List<BucketResult> stage() throws IOException {
    return List.of(
        result(1, List.of(part("dumps", 1, "second"), part("rejects", 1, "other"))),
        result(0, List.of(part("dumps", 0, "first"))));
  }

  private BucketResult result(int bucket, List<StagedPart> parts) throws IOException {
    IndexEntry entry = IndexEntry.ofDump(("" + bucket).repeat(32), true, 1);
    byte[] bytes = Index.toBytes(List.of(entry));
    StagedPart index = write("index/" + bucket, "_index", bytes);
    return new BucketResult(
        bucket,
        parts,
        index,
        bucket == 0
            ? List.of(replaced(1, "id9"), replaced(2, "id5"))
            : List.of(replaced(3, "id7"), replaced(1, "id5")),
        Map.of("sources", 10L + bucket),
        bucket == 1 ? Map.of("corrupt", 1L) : Map.of());
  }

  private static Manifest.ReplacedDump replaced(int day, String dumpId) {
    return new Manifest.ReplacedDump("r2025010" + day + "T000000000Z", dumpId);
  }

  private StagedPart part(String table, int bucket, String content) throws IOException {
    return write("parts/" + table + "-" + bucket, table, content.getBytes(UTF_8));
  }

  private StagedPart write(String path, String table, byte[] bytes) throws IOException {
    Path file = staging().resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return new StagedPart(table, file.toString(), 3, bytes.length);
  }

  Path staging() {
    return output.resolve("_staging").resolve(run);
  }

  Manifest commit(List<BucketResult> results) throws IOException {
    return commit(new LocalStorage(), results);
  }

  Manifest commit(Storage storage, List<BucketResult> results) throws IOException {
    return RunCommit.commit(
        storage, output.toString(), Manifests.draft(run), List.of(DUMPS, REJECTS), results);
  }

  /** All files below the output folder, with {@code /}, sorted. */
  List<String> files() throws IOException {
    try (Stream<Path> paths = Files.walk(output)) {
      List<String> files = new ArrayList<>();
      paths
          .filter(Files::isRegularFile)
          .forEach(path -> files.add(output.relativize(path).toString().replace('\\', '/')));
      files.sort(null);
      return files;
    }
  }
}
