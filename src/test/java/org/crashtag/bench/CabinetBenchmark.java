package org.crashtag.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.crashtag.source.cab.Cabinet;
import org.crashtag.source.cab.CabinetBuilder;
import org.crashtag.source.cab.FolderEncoder;
import org.crashtag.source.cab.LzxEncoder;
import org.crashtag.source.cab.MszipEncoder;

/**
 * Times reading one member of 512 MiB against {@code cabextract -p}, in interleaved runs of one
 * thread each, by wall clock; the first of ours warms up and doesn't count.
 */
public final class CabinetBenchmark {
  private static final long MEMBER_BYTES = 512L << 20;
  private static final int LZX_BLOCK_BYTES = 200_000;

  private CabinetBenchmark() {}

  /** Arguments: the build's folder and how many pairs of runs. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(arguments[0], "bench"));
    int pairs = Integer.parseInt(arguments[1]);
    compare(cabinet(folder.resolve("mszip.cab"), new MszipEncoder()), pairs);
    compare(
        cabinet(
            folder.resolve("lzx21.cab"),
            new LzxEncoder(
                21, LZX_BLOCK_BYTES, LzxEncoder.Block.ALIGNED, LzxEncoder.Block.VERBATIM)),
        pairs);
  }

  private static Path cabinet(Path file, FolderEncoder encoder) throws IOException {
    if (!Files.exists(file)) {
      new CabinetBuilder()
          .folder(encoder)
          .file("memory.dmp", MEMBER_BYTES, () -> new DumpLikeContent(MEMBER_BYTES, 1))
          .write(file);
    }
    return file;
  }

  private static void compare(Path cabinet, int pairs) throws IOException, InterruptedException {
    ours(cabinet);
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      ours.add(ours(cabinet));
      theirs.add(cabextract(cabinet));
    }
    System.out.printf(
        Locale.ROOT,
        "%s, %,d bytes: ours %s MB/s, cabextract %s MB/s: %.2f times%n",
        cabinet.getFileName(),
        Files.size(cabinet),
        text(ours),
        text(theirs),
        median(ours) / median(theirs));
  }

  private static String text(List<Double> speeds) {
    return speeds.stream()
        .map(speed -> String.format(Locale.ROOT, "%.0f", speed))
        .collect(Collectors.joining(" "));
  }

  private static double median(List<Double> speeds) {
    return speeds.stream().sorted().toList().get(speeds.size() / 2);
  }

  private static double ours(Path cabinet) throws IOException {
    long start = System.nanoTime();
    long bytes = 0;
    byte[] buffer = new byte[64 << 10];
    try (FileChannel channel = FileChannel.open(cabinet)) {
      Cabinet opened = Cabinet.open(channel, Long.MAX_VALUE);
      try (InputStream member = opened.open(opened.files().get(0))) {
        for (int count = member.read(buffer); count > 0; count = member.read(buffer)) {
          bytes += count;
        }
      }
    }
    return speed(bytes, start);
  }

  private static double cabextract(Path cabinet) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder("cabextract", "-q", "-p", cabinet.toString())
            .redirectOutput(new File("/dev/null"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("cabextract failed");
    }
    return speed(MEMBER_BYTES, start);
  }

  private static double speed(long bytes, long start) {
    return bytes / 1e6 / ((System.nanoTime() - start) / 1e9);
  }
}
