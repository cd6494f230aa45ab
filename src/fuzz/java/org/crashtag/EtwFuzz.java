package org.crashtag;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
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
import org.crashtag.sample.ReportedEventPayload;
import org.crashtag.sample.TraceLoggingFields;
import org.crashtag.tag.TaggedBlob;
import org.crashtag.testing.DumpBytes;

/** Trace buffers and TraceLogging metadata: rows and a few rejects, whatever the bytes are. */
class EtwFuzz {
  private static final Guid PROVIDER = Guid.constant("11111111-2222-3333-4444-555555555555");
  private static final Instant BOOT = Instant.parse("2026-01-01T00:00:00Z");
  private static final DumpHeader HEADER =
      DumpHeader.read(
          Bytes.of(
              DumpBytes.of(DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).systemTime(BOOT))));

  /** The smallest record that has a row takes 8 bytes; a logger, 48. */
  private static final int LEAST_BYTES_OF_A_ROW = 8;

  /** What a payload of 64 KB may grow to: hex and escapes, six for one. */
  private static final long MOST_TEXT = 20L * (1 << 16);

  @FuzzTest(maxDuration = "2m")
  void walksAnyBuffers(FuzzedDataProvider data) {
    byte[] trace = trace(new byte[] {7, 0, 0, 'E', 0, 'a', 0}, new byte[0]);
    for (int patches = data.consumeInt(0, 8); patches > 0; patches--) {
      int at = data.consumeInt(0, trace.length - 1);
      byte[] bytes = data.consumeBytes(data.consumeInt(1, 8));
      System.arraycopy(bytes, 0, trace, at, Math.min(bytes.length, trace.length - at));
    }
    decode(data, trace);
    decode(data, data.consumeRemainingAsBytes());
  }

  @FuzzTest(maxDuration = "2m")
  void readsAnyMetadata(FuzzedDataProvider data) {
    byte[] metadata = data.consumeBytes(data.consumeInt(2, 2000));
    if (metadata.length >= 2 && data.consumeBoolean()) {
      metadata[0] = (byte) metadata.length;
      metadata[1] = (byte) (metadata.length >>> 8);
    }
    byte[] trace = trace(metadata, data.consumeBytes(2000));
    decode(data, trace);
  }

  private static byte[] trace(byte[] metadata, byte[] payload) {
    EtwLogger log = new EtwLogger("Log", 1, 0, EtwLogger.SYSTEM_TIME, 1 << 16, BOOT, BOOT, 0);
    log.add(new EtwEvent(PROVIDER, 1).item(11, metadata).payload(payload).toBytes());
    TraceLoggingFields fields = new TraceLoggingFields("E").text("a", "b").structs("s", 1, 1);
    log.add(new EtwEvent(PROVIDER, 1).traits("P").fields(fields.number("n", 1)).toBytes());
    log.buffer(1).add(EtwMessage.of(PROVIDER, 1, 2, 4, 8, new byte[5]));
    byte[] report = ReportedEventPayload.of(BOOT, 1, "S", new byte[0], List.of("a"), new byte[2]);
    log.add(new EtwEvent(PROVIDER, 3).reported(report).toBytes());
    return new EtwTrace(22621, 3000, BOOT, 10_000_000).add(log).add(log).toBytes();
  }

  private static void decode(FuzzedDataProvider data, byte[] blob) {
    Privacy.Mode mode = data.pickValue(Privacy.Mode.values());
    WalkOptions options =
        WalkOptions.all()
            .withPrivacy(new Privacy(mode, "key".getBytes(UTF_8)))
            .withSettings(Map.of("etw.messages", data.consumeBoolean() ? "all" : ""));
    Count count = new Count();
    try {
      TaggedBlob at = new TaggedBlob(0, EtwDecoder.TAG, 0, 0, blob.length);
      DumpContext dump = new DumpContext(HEADER, List.of(), options);
      new EtwDecoder().decode(at, Bytes.of(blob), dump, count);
    } catch (MalformedException e) {
      count.reject(e.reason(), e.offset(), e.getMessage());
    }
    assertThat(count.rows * LEAST_BYTES_OF_A_ROW).isLessThanOrEqualTo(blob.length);
    assertThat(count.rejects).isLessThanOrEqualTo(2);
  }

  private static final class Count implements RecordSink {
    private long rows;
    private int rejects;

    @Override
    public <T> void row(TypedTable<T> table, T from) {
      rows++;
      for (Object value : table.row(from)) {
        assertThat(value instanceof String text ? text.length() : 0).isLessThan((int) MOST_TEXT);
      }
    }

    @Override
    public void reject(Reason reason, long offset, String message) {
      rejects++;
      assertThat(message).doesNotContain("\n");
    }
  }
}
