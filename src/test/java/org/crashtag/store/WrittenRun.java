package org.crashtag.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.crashtag.bytes.Crc32c;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult.WrittenPart;

/** A run of two buckets whose parts are at their places; the parts hold any bytes. */
final class WrittenRun {
  static final TableSchema DUMPS = table("dumps");
  static final TableSchema REJECTS = table("rejects");

  private final Path output;
  private final Turn turn;
  private final String attempt;

  /**
   * @param attempt 16 hex digits
   */
  WrittenRun(Path output, Turn turn, String attempt) {
    this.output = output;
    this.turn = turn;
    this.attempt = attempt;
  }

  private static TableSchema table(String name) {
    return new TableSchema(
        name, "A row.", List.of(new Column("dump_id", ColumnType.TEXT, "An id.")));
  }

  /** Writes the parts; of {@code rejects}, only the second bucket has one. */
  List<BucketResult> write() throws IOException {
    return write(new LocalStorage());
  }

  /** Writes the parts and forces their bytes to disk, but not their names. */
  List<BucketResult> write(Storage storage) throws IOException {
    return List.of(
        result(
            1, List.of(part(storage, "dumps", 1, "second"), part(storage, "rejects", 1, "other"))),
        result(0, List.of(part(storage, "dumps", 0, "first"))));
  }

  private static BucketResult result(int bucket, List<WrittenPart> parts) throws IOException {
    IndexEntry entry = IndexEntry.ofDump(("" + bucket).repeat(32), true, 1);
    return new BucketResult(
        bucket,
        parts,
        List.of(entry),
        bucket == 0
            ? List.of(replaced(1, "id9"), replaced(2, "id5"))
            : List.of(replaced(3, "id7"), replaced(1, "id5")),
        Map.of("sources", 10L + bucket),
        bucket == 1 ? Map.of("corrupt", 1L) : Map.of());
  }

  private static Manifest.ReplacedDump replaced(int day, String dumpId) {
    return new Manifest.ReplacedDump("r2025010" + day + "T000000000Z", dumpId);
  }

  private WrittenPart part(Storage storage, String table, int bucket, String content)
      throws IOException {
    String path = output + "/" + Attempt.part(table, turn.run(), bucket, attempt);
    byte[] bytes = content.getBytes(UTF_8);
    try (OutputStream stream = storage.create(path)) {
      stream.write(bytes);
    }
    storage.force(path);
    return new WrittenPart(table, path, 3, bytes.length, Crc32c.text(bytes), null);
  }

  Manifest commit(List<BucketResult> results) throws IOException {
    return commit(new LocalStorage(), results);
  }

  Manifest commit(Storage storage, List<BucketResult> results) throws IOException {
    return RunCommit.commit(
        storage, output.toString(), Manifests.draft(turn), List.of(DUMPS, REJECTS), results);
  }

  /** All files below a folder, with {@code /}, sorted. */
  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<String> files = new ArrayList<>();
      paths
          .filter(Files::isRegularFile)
          .forEach(path -> files.add(folder.relativize(path).toString().replace('\\', '/')));
      files.sort(null);
      return files;
    }
  }
}
