package org.crashtag.bench;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.source.Limits;
import org.crashtag.source.Member;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceVisitor;
import org.crashtag.source.SourceWalker;
import org.crashtag.storage.LocalStorage;

/**
 * Times reading one member of 512 MiB from a .zip, .gz and .zst, with its limits and counting,
 * against the library's own stream, in interleaved runs of one thread each, by that thread's
 * processor time; medians. The first of each doesn't count.
 */
public final class ArchiveBenchmark {
  private static final long MEMBER_BYTES = 512L << 20;
  private static final int BUFFER_BYTES = 64 << 10;

  private final Path folder;
  private final int pairs;

  private ArchiveBenchmark(Path folder, int pairs) {
    this.folder = folder;
    this.pairs = pairs;
  }

  private interface Packer {
    OutputStream pack(OutputStream out) throws IOException;
  }

  private interface Reader {
    InputStream open(Path file) throws IOException;
  }

  private interface Reading {
    long bytes() throws IOException;
  }

  /** Arguments: the build's folder and the number of pairs of runs. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0], "bench"));
    ArchiveBenchmark benchmark = new ArchiveBenchmark(folder, Integer.parseInt(arguments[1]));
    benchmark.compare(
        "member.zip",
        out -> {
          ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out);
          zip.putArchiveEntry(new ZipArchiveEntry("member"));
          return zip;
        },
        file -> {
          ZipFile zip = ZipFile.builder().setPath(file).get();
          return zip.getInputStream(zip.getEntry("member"));
        });
    benchmark.compare(
        "member.gz",
        GZIPOutputStream::new,
        file -> new GZIPInputStream(Files.newInputStream(file), BUFFER_BYTES));
    benchmark.compare(
        "member.zst",
        ZstdOutputStream::new,
        file -> new ZstdInputStream(new BufferedInputStream(Files.newInputStream(file))));
  }

  private void compare(String name, Packer packer, Reader reader) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      pack(file, packer);
    }
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int pair = 0; pair <= pairs; pair++) {
      ours.add(speed(() -> walk(file)));
      theirs.add(speed(() -> drain(reader.open(file))));
    }
    System.out.printf(
        Locale.ROOT,
        "%s: ours %.0f MB/s, the library alone %.0f MB/s: %.2f times%n",
        name,
        median(ours),
        median(theirs),
        median(ours) / median(theirs));
  }

  private static void pack(Path file, Packer packer) throws IOException {
    try (InputStream content = new DumpLikeContent(MEMBER_BYTES, 1);
        OutputStream out = packer.pack(Files.newOutputStream(file))) {
      content.transferTo(out);
      if (out instanceof ZipArchiveOutputStream zip) {
        zip.closeArchiveEntry();
      }
    }
  }

  private static double median(List<Double> speeds) {
    List<Double> counted = speeds.subList(1, speeds.size()).stream().sorted().toList();
    return counted.get(counted.size() / 2);
  }

  private static double speed(Reading reading) throws IOException {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long bytes = reading.bytes();
    long nanoseconds = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    if (bytes != MEMBER_BYTES) {
      throw new IOException(bytes + " bytes read");
    }
    return bytes * 1e3 / nanoseconds;
  }

  private static long drain(InputStream stream) throws IOException {
    try (stream) {
      long bytes = 0;
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = stream.read(buffer); count > 0; count = stream.read(buffer)) {
        bytes += count;
      }
      return bytes;
    }
  }

  private static long walk(Path file) throws IOException {
    Drain drain = new Drain();
    SourceFile source = new SourceFile(file.toString(), Files.size(file), 0);
    new SourceWalker(new LocalStorage(), Limits.DEFAULT).walk(source, drain);
    return drain.bytes;
  }

  /** Reads each member to its end. */
  private static final class Drain implements SourceVisitor {
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long bytes;

    @Override
    public boolean accepts(String path) {
      return true;
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public void archive(Member member) {
      // Only the members count.
    }

    @Override
    public void fault(Member member, MalformedException fault) {
      throw fault;
    }

    @Override
    public void content(Member member, Content content) throws IOException {
      int count = content.read(bytes, buffer, 0, buffer.length);
      while (count > 0) {
        bytes += count;
        count = content.read(bytes, buffer, 0, buffer.length);
      }
    }
  }
}
