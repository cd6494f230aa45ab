package org.crashtag.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.etw.EtwDecoder;
import org.crashtag.decode.messages.CatalogBuilder;
import org.crashtag.decode.messages.DriverTexts;
import org.crashtag.decode.messages.NoSourceException;
import org.crashtag.decode.ring.KmdfLogDecoder;
import org.crashtag.dump.DumpHeader;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.EtwLogger;
import org.crashtag.sample.EtwMessage;
import org.crashtag.sample.EtwTrace;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RecorderLog;
import org.crashtag.sample.RecorderRing;
import org.crashtag.storage.LocalStorage;
import org.crashtag.tag.TaggedBlob;
import org.crashtag.testing.DumpBytes;

/**
 * Times the text of messages: records of KMDF's log and messages of a trace decoded into rows,
 * ready for the tables' files, with the text of all of them and without, in pairs, on one thread by
 * its processor time.
 */
public final class TextBenchmark {
  private static final Instant BOOT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Guid MESSAGES = Guid.constant("6f1d2c3b-4a59-4e0f-8a7b-1c2d3e4f5a6b");
  private static final int RECORDS = 5_000;
  private static final int REPEATS = 40;
  private static final int ROUNDS = 9;

  private static final DumpHeader HEADER =
      DumpHeader.read(
          Bytes.of(
              DumpBytes.of(
                  DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                      .systemTime(BOOT.plusSeconds(3600)))));

  /** Like KMDF's own messages. */
  private static final String TMF =
      MESSAGES
          + " km // SRC=pnpstatemachine.cpp MJ= MN=\n"
          + "#typev pnp_cpp1 14 \"%0WDFDEVICE 0x%10!p! !devobj 0x%11!p! entering PnP State %12!s!"
          + " from %13!s!\" // LEVEL=TRACE_LEVEL_INFORMATION FUNC=Fx::Pnp\n{\n"
          + "h, ItemPtr -- 10\nd, ItemPtr -- 11\ns, ItemEnum(STATE) -- 12\no, ItemNTSTATUS -- 13\n"
          + "}\n";

  private TextBenchmark() {}

  /** Receives rows and keeps none of them. */
  private static final class Count implements RecordSink {
    private long values;

    @Override
    public <T> void row(TypedTable<T> table, T from) {
      values += table.row(from).length;
    }

    @Override
    public void reject(Reason reason, long offset, String message) {
      throw new IllegalStateException(message);
    }
  }

  /** Prints a line for each kind of record; no arguments. */
  public static void main(String[] arguments) throws IOException, NoSourceException {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    Path folder = Files.createTempDirectory("crashtag");
    try {
      DriverTexts texts = texts(folder);
      byte[] ring = ring();
      byte[] trace = trace();
      KmdfLogDecoder rings = new KmdfLogDecoder();
      EtwDecoder traces = new EtwDecoder();
      for (Privacy.Mode mode : List.of(Privacy.Mode.HASH, Privacy.Mode.KEEP)) {
        String suffix = ", --private " + mode.label();
        report(out, "KMDF's log" + suffix, rings, rings.with(texts), ring, mode);
        report(out, "trace" + suffix, traces, traces.with(texts), trace, mode);
      }
    } finally {
      new LocalStorage().delete(folder.toString());
    }
  }

  private static DriverTexts texts(Path folder) throws IOException, NoSourceException {
    Path tmf = Files.writeString(folder.resolve("km.tmf"), TMF);
    LocalStorage storage = new LocalStorage();
    CatalogBuilder builder =
        new CatalogBuilder(
            storage,
            storage::open,
            folder.resolve("catalogs").toString(),
            (path, message) -> {
              throw new IllegalStateException(message);
            });
    return DriverTexts.open(storage, builder.build(List.of(tmf.toString()), List.of()));
  }

  private static byte[] argumentsOf(int i) {
    return ByteBuffer.allocate(24)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(0x2970_0000_0000L + i * 64L)
        .putLong(0xFFFF_D60C_0000_0000L + i * 4096L)
        .putInt(256 + i % 100)
        .putInt(i % 3 == 0 ? 0xC00000BB : 0)
        .array();
  }

  private static byte[] ring() {
    RecorderRing ring = new RecorderRing(60_000);
    for (int i = 0; i < RECORDS; i++) {
      ring.write(MESSAGES, 14, argumentsOf(i));
    }
    return RecorderLog.kmdf(MachineKind.X64, "falcon", true, ring);
  }

  private static byte[] trace() {
    EtwLogger logger = new EtwLogger("Falcon", 1, 0, EtwLogger.COUNTER, 81_920, BOOT, BOOT, 0);
    for (int i = 0; i < RECORDS; i++) {
      logger.add(EtwMessage.of(MESSAGES, 14, i * 1000L, 4, 4L * (i % 50), argumentsOf(i)));
    }
    return new EtwTrace(22621, 3000, BOOT, 10_000_000).add(logger).toBytes();
  }

  private static void report(
      PrintStream out, String what, Decoder without, Decoder with, byte[] blob, Privacy.Mode mode) {
    WalkOptions options =
        WalkOptions.all()
            .withPrivacy(new Privacy(mode, new byte[1]))
            .withSettings(Map.of(EtwDecoder.MESSAGES_SETTING, EtwDecoder.ALL_MESSAGES));
    DumpContext dump = new DumpContext(HEADER, List.of(), options);
    long best = Long.MAX_VALUE;
    long bestWith = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      best = Math.min(best, nanos(without, blob, dump));
      bestWith = Math.min(bestWith, nanos(with, blob, dump));
    }
    out.printf(
        Locale.ROOT,
        "%-36s %,8.1f us a blob without text, %,8.1f with: %.2f times%n",
        what,
        best / 1e3 / REPEATS,
        bestWith / 1e3 / REPEATS,
        (double) bestWith / best);
  }

  private static long nanos(Decoder decoder, byte[] blob, DumpContext dump) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    TaggedBlob at = new TaggedBlob(0, KmdfLogDecoder.TAG, 0, 0, blob.length);
    Count count = new Count();
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < REPEATS; i++) {
      decoder.decode(at, Bytes.of(blob), dump, count);
    }
    long nanos = threads.getCurrentThreadCpuTime() - start;
    if (count.values == 0) {
      throw new IllegalStateException("nothing was decoded");
    }
    return nanos;
  }
}
