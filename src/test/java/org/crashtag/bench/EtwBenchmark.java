package org.crashtag.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.etw.EtwDecoder;
import org.crashtag.dump.DumpHeader;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.EtwEvent;
import org.crashtag.sample.EtwLogger;
import org.crashtag.sample.EtwMessage;
import org.crashtag.sample.EtwTrace;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.TraceLoggingFields;
import org.crashtag.tag.TaggedBlob;
import org.crashtag.testing.DumpBytes;

/**
 * Times the decoding of traces into rows, ready for the tables' files, on one thread by its
 * processor time: a wireless log with the default settings, without its events' fields; the same
 * log with all fields; and WPP messages, counted.
 */
public final class EtwBenchmark {
  private static final Instant BOOT = Instant.parse("2026-01-01T00:00:00Z");
  private static final int RECORDS = 50_000;
  private static final int ROUNDS = 7;

  private static final DumpHeader HEADER =
      DumpHeader.read(
          Bytes.of(
              DumpBytes.of(
                  DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                      .systemTime(BOOT.plusSeconds(3600)))));

  private EtwBenchmark() {}

  /** Receives rows and keeps none of them. */
  private static final class Count implements RecordSink {
    private long rows;
    private long values;

    @Override
    public <T> void row(TypedTable<T> table, T from) {
      rows++;
      values += table.row(from).length;
    }

    @Override
    public void reject(Reason reason, long offset, String message) {
      throw new IllegalStateException(message);
    }
  }

  /** Prints a line for each kind of trace; no arguments. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    byte[] events = trace("WiFiSession", false);
    byte[] messages = trace("WiFiSession", true);
    report(out, "events, without fields", events, Privacy.Mode.HASH);
    report(out, "events, with fields", events, Privacy.Mode.KEEP);
    report(out, "WPP messages, counted", messages, Privacy.Mode.HASH);
  }

  private static byte[] trace(String name, boolean messages) {
    EtwLogger logger = new EtwLogger(name, 1, 0, EtwLogger.COUNTER, 81_920, BOOT, BOOT, 0);
    for (int i = 0; i < RECORDS; i++) {
      logger.add(messages ? message(i) : event(i));
    }
    return new EtwTrace(22621, 3000, BOOT, 10_000_000).add(logger).toBytes();
  }

  private static byte[] message(int i) {
    Guid file = new Guid(0x1111_2222_3333_4444L + i % 90, 0x5555_6666_7777_8888L);
    return EtwMessage.of(file, 10 + i % 7, i * 1000L, 4, 4L * (i % 50), new byte[i % 24]);
  }

  /** Like those of real wireless logs: about five fields, texts and numbers, 40 kinds of event. */
  private static byte[] event(int i) {
    Guid provider = new Guid(0x1111_2222_3333_4444L + i % 12, 0x5555_6666_7777_8888L);
    TraceLoggingFields fields =
        new TraceLoggingFields("EventOfKind" + i % 40)
            .number("PartA_PrivTags", i)
            .text("interfaceType", "wireless " + i % 4)
            .number("threadId", i % 1000)
            .struct("wilActivity", 2)
            .number("hresult", 0)
            .text("methodName", "NetworkAdapter::Initialize")
            .number("connectivity", i % 3);
    EtwEvent event = new EtwEvent(provider, i * 1000L).caller(4L * (i % 300), 4L * (i % 900));
    return event.traits("Vendor.Provider" + i % 12).fields(fields).toBytes();
  }

  private static void report(PrintStream out, String what, byte[] blob, Privacy.Mode mode) {
    WalkOptions options =
        WalkOptions.all().withPrivacy(new Privacy(mode, new byte[1])).withSettings(Map.of());
    DumpContext dump = new DumpContext(HEADER, List.of(), options);
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      best = Math.max(best, recordsPerSecond(blob, dump));
    }
    out.printf(
        Locale.ROOT,
        "%-24s %,12.0f a second and core, %,d bytes each%n",
        what,
        best,
        blob.length / RECORDS);
  }

  private static double recordsPerSecond(byte[] blob, DumpContext dump) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    TaggedBlob at = new TaggedBlob(0, EtwDecoder.TAG, 0, 0, blob.length);
    Count count = new Count();
    int repeats = 20;
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < repeats; i++) {
      new EtwDecoder().decode(at, Bytes.of(blob), dump, count);
    }
    long nanos = threads.getCurrentThreadCpuTime() - start;
    if (count.rows == 0 || count.values == 0) {
      throw new IllegalStateException("nothing was decoded");
    }
    return 1e9 * repeats * RECORDS / nanos;
  }
}
