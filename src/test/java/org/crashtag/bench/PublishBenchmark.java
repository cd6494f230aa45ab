package org.crashtag.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Column;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TableSchema;
import org.crashtag.publish.IcebergTables;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.Attempt;
import org.crashtag.store.BucketResult;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.store.RunCommit;
import org.crashtag.store.Turn;
import org.crashtag.table.PartWriter;
import org.crashtag.table.Tables;
import org.crashtag.testing.ForwardingStorage;

/**
 * Publishes night after night, with a compaction after each, and measures the processor time of
 * each publication and the bytes of all metadata. The runs are real, the parts aren't: nothing
 * reads them.
 */
public final class PublishBenchmark {
  private static final int BUCKETS = 8;
  private static final int ROWS = 250;
  private static final List<TableSchema> TABLES = Tables.all(Decoders.load().tables());

  private final Path folder;
  private final OutputFolder output;
  private final Storage storage = new WithoutParts();
  private final List<BucketResult.WrittenPart> samples = new ArrayList<>();

  /** There are no parts and no folders of them that could be forced. */
  private static final class WithoutParts extends ForwardingStorage {
    WithoutParts() {
      super(new LocalStorage());
    }

    @Override
    public void force(String path) {}
  }

  private PublishBenchmark(Path folder) throws IOException {
    this.folder = folder;
    this.output = new OutputFolder(storage, folder.toString());
    for (TableSchema table : TABLES) {
      samples.add(sample(table));
    }
  }

  /**
   * Runs.
   *
   * @param arguments a folder, and the number of nights
   */
  public static void main(String[] arguments) throws Exception {
    // As in the program, Iceberg's messages are not printed.
    LogManager.getLogManager().reset();
    Path folder = Path.of(arguments[0], "published");
    new LocalStorage().delete(folder.toString());
    new PublishBenchmark(folder).run(Integer.parseInt(arguments[1]));
    new LocalStorage().delete(folder.toString());
  }

  private static BucketResult.WrittenPart sample(TableSchema table) throws IOException {
    PartWriter writer = new PartWriter(table, OutputStream.nullOutputStream());
    for (int row = 0; row < ROWS; row++) {
      Object[] values = new Object[table.columns().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(table.columns().get(i), row);
      }
      writer.write(values);
    }
    writer.close();
    return new BucketResult.WrittenPart(
        table.name(), "", writer.rows(), writer.bytes(), "00000000", writer.metrics());
  }

  private static Object value(Column column, int row) {
    Object single =
        switch (column.type()) {
          case TEXT -> "a text of some length, such as a path or an id, " + row % 50;
          case GUID -> Guid.constant("e7e47106-5a1c-4d3e-9b77-2f60c1a8d905");
          case HEX64, BIGINT, UNSIGNED64, TIMESTAMP, DATE -> (Long) (row * 1000L);
          case DOUBLE -> row / 3.0;
          case BOOLEAN -> row % 2 == 0;
          case BYTES -> new byte[] {1, 2, 3};
        };
    return column.isList() ? List.of(single) : single;
  }

  private void run(int nights) throws IOException {
    Instant night = Instant.now();
    Duration grace = Duration.ofDays(1);
    double cpu = 0;
    int counted = 0;
    for (int number = 1; number <= nights; number++) {
      Instant start = Instant.now();
      // As if a night took a day.
      IcebergTables publisher = new IcebergTables(TABLES, grace, true);
      double millis = commit(publisher, parts(BUCKETS, 1), List.of());
      if (number == 1 || number % 100 == 0) {
        say("night %d: %.1f ms a table, %.1f MB of metadata", number, millis, megabytes());
      }
      if (number > nights / 2) {
        cpu += millis;
        counted++;
      }
      List<Manifest> chosen = chosen();
      if (chosen.size() > 1) {
        long rows = chosen.stream().mapToLong(PublishBenchmark::rows).sum() / TABLES.size();
        commit(publisher, parts(1, Math.max(1, rows / ROWS)), chosen);
      }
      grace = Duration.between(start, Instant.now()).multipliedBy(1);
    }
    say(
        "the last %d nights: %.1f ms a table on average, %.1f MB of metadata, %s in all",
        counted, cpu / counted, megabytes(), Duration.between(night, Instant.now()));
  }

  /** As {@code compact} chooses. */
  private List<Manifest> chosen() throws IOException {
    List<Manifest> live = OutputFolder.live(output.manifests());
    long behind = 0;
    int first = live.size();
    while (first > 0 && (behind == 0 || rows(live.get(first - 1)) <= 2 * behind)) {
      behind += rows(live.get(first - 1));
      first--;
    }
    return live.subList(first, live.size());
  }

  private static long rows(Manifest manifest) {
    return manifest.tables().stream().mapToLong(Manifest.Table::rows).sum();
  }

  private interface Parts {
    List<BucketResult> of(String run);
  }

  private Parts parts(int buckets, long times) {
    return run -> {
      String attempt = Attempt.name();
      List<BucketResult> results = new ArrayList<>();
      for (int bucket = 0; bucket < buckets; bucket++) {
        List<BucketResult.WrittenPart> parts = new ArrayList<>();
        for (BucketResult.WrittenPart part : samples) {
          parts.add(
              new BucketResult.WrittenPart(
                  part.table(),
                  folder + "/" + Attempt.part(part.table(), run, bucket, attempt),
                  part.rows() * times,
                  part.bytes() * times,
                  part.crc32c(),
                  part.metrics()));
        }
        results.add(new BucketResult(bucket, parts, List.of(), List.of(), Map.of(), Map.of()));
      }
      return results;
    };
  }

  /** Commits, and returns the milliseconds of processor time that publication took per table. */
  private double commit(IcebergTables publisher, Parts parts, List<Manifest> replaced)
      throws IOException {
    Instant now = Instant.now();
    try (Closeable lock = output.lock(now)) {
      Objects.requireNonNull(lock);
      Turn turn = output.nextTurn(now);
      Manifest draft =
          new Manifest(
              turn.number(),
              turn.nonce(),
              turn.run(),
              "benchmark",
              now.toString(),
              "",
              List.of(),
              replaced.stream().map(Manifest::run).toList(),
              List.of(),
              Map.of(),
              Map.of(),
              replaced.isEmpty() ? Map.of() : Map.of(Manifest.COMMAND, "compact"),
              "",
              "hash",
              "",
              null,
              null);
      RunCommit.commit(storage, output.path(), draft, schemas(replaced), parts.of(turn.run()));
      output.committed(turn);
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long start = system.getProcessCpuTime();
      publisher.committed(storage, output);
      return (system.getProcessCpuTime() - start) / 1e6 / TABLES.size();
    }
  }

  /** Merged parts have the run of each row. */
  private static List<TableSchema> schemas(List<Manifest> replaced) {
    if (replaced.isEmpty()) {
      return TABLES;
    }
    return TABLES.stream()
        .map(
            table -> {
              List<Column> columns = new ArrayList<>(table.columns());
              columns.add(
                  new Column("run", org.crashtag.decode.ColumnType.TEXT, "The run of the row."));
              return new TableSchema(table.name(), table.sentence(), columns);
            })
        .toList();
  }

  private double megabytes() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
              .filter(file -> file.getParent().endsWith("metadata"))
              .mapToLong(file -> file.toFile().length())
              .sum()
          / 1e6;
    }
  }

  private static void say(String form, Object... values) {
    System.out.println(String.format(Locale.ROOT, form, values));
  }
}
