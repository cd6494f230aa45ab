package org.crashtag.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.kmdf.KmdfDriversDecoder;
import org.crashtag.dump.DumpHeader;
import org.crashtag.pipeline.DeclaredDecoders;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.KmdfDriver;
import org.crashtag.sample.KmdfList;
import org.crashtag.sample.MachineKind;
import org.crashtag.storage.Location;
import org.crashtag.tag.TaggedBlob;
import org.crashtag.testing.DumpBytes;

/**
 * Times the KMDF list through its declaration in {@code pipelines/kmdf-list.yaml} against the
 * built-in decoder, by the thread's processor time, in interleaved rounds of a few million records.
 */
public final class DeclaredBenchmark {
  private static final int ENTRIES = 64;
  private static final int BLOBS = 50_000;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final TaggedBlob blob;
  private final Bytes data;
  private final DumpContext dump;
  private final Count count = new Count();

  private DeclaredBenchmark() {
    byte[] list = list();
    blob = new TaggedBlob(0, KmdfList.TAG, 0, 32, list.length);
    data = Bytes.of(list);
    byte[] page = DumpBytes.of(DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE));
    dump = new DumpContext(DumpHeader.read(Bytes.of(page)), List.of(), WalkOptions.all());
  }

  /** Arguments: the build's folder and the number of pairs of rounds. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of("pipelines/kmdf-list.yaml");
    PipelineFile pipeline = PipelineFile.parse(file.toString(), Files.readString(file, UTF_8));
    Decoder declared =
        DeclaredDecoders.of(new Location(file.toString()), pipeline, Decoders.load())
            .decoders()
            .get(0);
    new DeclaredBenchmark()
        .compare(declared, new KmdfDriversDecoder(), Integer.parseInt(arguments[1]));
  }

  private void compare(Decoder declared, Decoder builtIn, int pairs) {
    nanosPerRecord(declared);
    nanosPerRecord(builtIn);
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      ours.add(nanosPerRecord(declared));
      theirs.add(nanosPerRecord(builtIn));
    }
    System.out.printf(
        Locale.ROOT,
        "KMDF list: declared %.0f ns a record, built-in %.0f ns: %.2f times%n",
        median(ours),
        median(theirs),
        median(ours) / median(theirs));
  }

  private double nanosPerRecord(Decoder decoder) {
    count.rows = 0;
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < BLOBS; i++) {
      decoder.decode(blob, data, dump, count);
    }
    return (threads.getCurrentThreadCpuTime() - start) / (double) count.rows;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  private static byte[] list() {
    KmdfList list = new KmdfList(MachineKind.X64);
    for (int i = 0; i < ENTRIES; i++) {
      list.add(new KmdfDriver("driver" + i, 1, 31, 0, 0xFFFF800000000000L + i));
    }
    return list.toBytes();
  }

  /** Reads each value, so that none is optimized away. */
  private static final class Count implements RecordSink {
    private long rows;
    private int seen;

    @Override
    public <T> void row(TypedTable<T> table, T from) {
      rows++;
      for (Object value : table.row(from)) {
        seen += value.hashCode();
      }
    }

    @Override
    public void reject(Reason reason, long offset, String message) {
      throw new IllegalStateException(message + seen);
    }
  }
}
