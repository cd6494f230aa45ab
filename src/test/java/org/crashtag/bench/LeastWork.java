package org.crashtag.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpSink;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.RegionFacts;
import org.crashtag.decode.Reject;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.WalkOptions;
import org.crashtag.dump.Dump;
import org.crashtag.dump.Module;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.source.Limits;
import org.crashtag.source.Member;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceVisitor;
import org.crashtag.source.SourceWalker;
import org.crashtag.storage.LocalStorage;
import org.crashtag.tag.TaggedBlob;
import org.crashtag.testing.Listed;

/**
 * The least that any program does which turns dumps into the same tables: it reads the bytes that
 * the decoding reads, and DuckDB writes the rows, as zstd-compressed Parquet, from tables of its
 * own. What comes before that, finding the ranges and loading the tables, is not measured.
 */
public final class LeastWork {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final LocalStorage storage = new LocalStorage();
  private final DumpWalker walker = new DumpWalker(Decoders.load(), WalkOptions.all());

  private LeastWork() {}

  private record Range(long offset, int size) {}

  /**
   * Arguments: the folder of dumps, the tables of a run over them, a folder for DuckDB's files, and
   * a file for the seconds of processor time of both parts, separated by a blank.
   */
  public static void main(String[] arguments) throws IOException, SQLException {
    double read = new LeastWork().read(arguments[0]);
    double write = write(Path.of(arguments[1]), Path.of(arguments[2]));
    Files.writeString(Path.of(arguments[3]), String.format(Locale.ROOT, "%.3f %.3f", read, write));
  }

  private static double processor() {
    return SYSTEM.getProcessCpuTime() / 1e9;
  }

  private double read(String archive) throws IOException {
    Map<Path, List<Range>> reads = new LinkedHashMap<>();
    for (SourceFile file : Listed.files(storage, List.of(archive), problem -> {})) {
      reads.put(Path.of(file.path()), ranges(file));
    }
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    double start = processor();
    for (Map.Entry<Path, List<Range>> each : reads.entrySet()) {
      try (FileChannel channel = FileChannel.open(each.getKey())) {
        for (Range range : each.getValue()) {
          for (int done = 0; done < range.size; done += buffer.position()) {
            buffer.clear().limit(Math.min(buffer.capacity(), range.size - done));
            channel.read(buffer, range.offset + done);
          }
        }
      }
    }
    return processor() - start;
  }

  /** What a walk reads of a file that is a dump; of an archive, all. */
  private List<Range> ranges(SourceFile file) throws IOException {
    List<Range> ranges = new ArrayList<>();
    new SourceWalker(storage, Limits.DEFAULT)
        .walk(
            file,
            new SourceVisitor() {
              @Override
              public boolean accepts(String path) {
                return false;
              }

              @Override
              public boolean isDone() {
                return false;
              }

              @Override
              public void archive(Member member) {
                ranges.add(new Range(0, (int) file.bytes()));
              }

              @Override
              public void fault(Member member, MalformedException fault) {
                // Nothing more is read.
              }

              @Override
              public void content(Member member, Content content) throws IOException {
                try {
                  walker.walk(new Recording(content, ranges), new NoRows());
                } catch (MalformedException e) {
                  // What was read up to here counts.
                }
              }
            });
    return ranges;
  }

  /** Notes each read. */
  private record Recording(Content content, List<Range> ranges) implements Content {
    @Override
    public long length() {
      return content.length();
    }

    @Override
    public int read(long offset, byte[] into, int at, int size) throws IOException {
      int count = content.read(offset, into, at, size);
      if (count > 0) {
        ranges.add(new Range(offset, count));
      }
      return count;
    }

    @Override
    public long reach(long offset) throws IOException {
      return content.reach(offset);
    }

    @Override
    public long bytesRead() {
      return content.bytesRead();
    }

    @Override
    public void close() throws IOException {
      content.close();
    }
  }

  /** Ignores everything. */
  private static final class NoRows implements DumpSink {
    @Override
    public void begin(Dump dump) {}

    @Override
    public void module(int entry, Module module) {}

    @Override
    public void stack(CrashStack stack) {}

    @Override
    public void row(TaggedBlob blob, TableSchema table, long entry, Object[] values) {}

    @Override
    public void blob(BlobFacts facts) {}

    @Override
    public void reject(Reject reject) {}

    @Override
    public void end(RegionFacts facts) {}
  }

  private static double write(Path tables, Path output) throws IOException, SQLException {
    Files.createDirectories(output);
    double seconds = 0;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        Stream<Path> folders = Files.list(tables)) {
      for (Path folder : folders.sorted().toList()) {
        String name = folder.getFileName().toString();
        if (name.startsWith("_") || firstPart(folder).isEmpty()) {
          continue;
        }
        statement.execute(
            "CREATE TABLE " + name + " AS FROM read_parquet('" + folder + "/run=*/*.parquet')");
        double start = processor();
        statement.execute(
            "COPY "
                + name
                + " TO '"
                + output.resolve(name + ".parquet")
                + "' (FORMAT parquet, COMPRESSION zstd)");
        seconds += processor() - start;
        statement.execute("DROP TABLE " + name);
      }
    }
    return seconds;
  }

  private static Optional<Path> firstPart(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst();
    }
  }
}
