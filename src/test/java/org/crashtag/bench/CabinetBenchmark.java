package org.crashtag.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.crashtag.source.cab.Cabinet;
import org.crashtag.source.cab.CabinetBuilder;
import org.crashtag.source.cab.FolderEncoder;
import org.crashtag.source.cab.LzxEncoder;
import org.crashtag.source.cab.MszipEncoder;

/**
 * Times reading one member of 512 MiB against {@code cabextract -p}, in interleaved runs of one
 * thread each, by the thread's and the process' processor time, which other work on the machine
 * disturbs less than wall clock time; our first run warms up and doesn't count.
 */
public final class CabinetBenchmark {
  private static final long MEMBER_BYTES = 512L << 20;
  private static final int LZX_BLOCK_BYTES = 200_000;

  private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

  private CabinetBenchmark() {}

  /** Arguments: the build's folder and the number of pairs of runs. */
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
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
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
    return speed(bytes, (threads.getCurrentThreadCpuTime() - start) / 1e9);
  }

  private static double cabextract(Path cabinet) throws IOException, InterruptedException {
    String command = "cabextract -q -p \"$1\" > /dev/null && times";
    Process process =
        new ProcessBuilder("sh", "-c", command, "sh", cabinet.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String times = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (process.waitFor() != 0) {
      throw new IOException("cabextract failed");
    }
    return speed(MEMBER_BYTES, childSeconds(times));
  }

  /**
   * The second line of the shell's {@code times}: user and system time, as {@code 0m1.5s 0m0.1s}.
   */
  private static double childSeconds(String times) {
    Matcher matcher = TIME.matcher(times.lines().skip(1).findFirst().orElseThrow());
    return matcher
        .results()
        .mapToDouble(it -> 60 * Double.parseDouble(it.group(1)) + Double.parseDouble(it.group(2)))
        .sum();
  }

  private static double speed(long bytes, double seconds) {
    return bytes / 1e6 / seconds;
  }
}
