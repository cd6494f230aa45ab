package org.crashtag.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.NvidiaData;
import org.crashtag.sample.NvidiaRing;
import org.crashtag.sample.ProtobufMessage;
import org.crashtag.sample.SampleBlob;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.Walked;

/**
 * Times the decoding of NVIDIA's data into rows, ready for the tables' files, on one thread by its
 * processor time: a dump with a blob of about a megabyte, most of it allocations as in real ones.
 */
public final class NvidiaBenchmark {
  private static final int ROUNDS = 7;
  private static final int REPEATS = 20;
  private static final int RINGS = 7;
  private static final int CLIENTS = 20;
  private static final int ALLOCATIONS = 6_000;

  private NvidiaBenchmark() {}

  /** Prints a line; no arguments. */
  public static void main(String[] arguments) throws IOException {
    byte[] blob = blob();
    byte[] dump =
        DumpBytes.of(
            DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                .blob(SampleBlob.of(NvidiaData.TAG, blob)));
    double best = 0;
    long rows = 0;
    for (int round = 0; round < ROUNDS; round++) {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long start = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < REPEATS; i++) {
        DumpWalker walker = new DumpWalker(Decoders.load(), WalkOptions.all());
        rows = Walked.through(ArrayContent.of(dump), walker).rows().size();
      }
      long nanos = threads.getCurrentThreadCpuTime() - start;
      best = Math.max(best, 1e3 * REPEATS * blob.length / nanos);
    }
    new PrintStream(System.out, true, UTF_8)
        .printf(
            Locale.ROOT, "NVCD: %.0f MB/s a core, %,d bytes, %,d rows%n", best, blob.length, rows);
  }

  private static byte[] blob() {
    ProtobufMessage log = new ProtobufMessage().number(1, 12).number(2, 1L << 29);
    for (int i = 0; i < RINGS; i++) {
      NvidiaRing ring = new NvidiaRing(i + "prt", 8192);
      for (int entry = 0; entry < 600; entry++) {
        ring.add(1_700_000_000L + entry, entry * 77, entry, NvidiaRing.NO_GPU, entry, entry);
      }
      log.bytes(7, ring.toBytes());
    }
    NvidiaData data =
        new NvidiaData()
            .message(new ProtobufMessage().message(2, new ProtobufMessage().message(324, log)));
    for (int client = 0; client < CLIENTS; client++) {
      data.client(client, client, "program" + client + ".exe").device(client, client);
    }
    for (int allocation = 0; allocation < ALLOCATIONS; allocation++) {
      data.allocation(allocation, 4096).opened(allocation, allocation % CLIENTS);
    }
    return data.toBytes();
  }
}
