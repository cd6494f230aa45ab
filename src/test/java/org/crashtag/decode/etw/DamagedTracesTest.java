package org.crashtag.decode.etw;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Privacy;
import org.crashtag.sample.EtwEvent;
import org.crashtag.sample.EtwLogger;
import org.crashtag.sample.EtwMessage;
import org.crashtag.sample.EtwTrace;
import org.crashtag.sample.ReportedEventPayload;
import org.crashtag.sample.TraceLoggingFields;
import org.crashtag.testing.FieldTypes;
import org.junit.jupiter.api.Test;

/** Any damage gives only rows and rejects, no more of them than the bytes can hold. */
class DamagedTracesTest {
  private static final Instant BOOT = Decoded.CRASH.minusSeconds(100);
  private static final Guid PROVIDER = Guid.constant("11111111-2222-3333-4444-555555555555");
  private static final byte[] TRACE = trace();

  private static byte[] trace() {
    EtwLogger log = new EtwLogger("Log", 1, 0, EtwLogger.SYSTEM_TIME, 4096, BOOT, BOOT, 0);
    TraceLoggingFields fields =
        new TraceLoggingFields("Fields")
            .text("Ssid", "home")
            .add("list", FieldTypes.array(FieldTypes.STRUCT, 1), FieldTypes.values(2, new byte[0]))
            .field("n", 4, 0, new byte[] {1, 2})
            .add(
                "words",
                FieldTypes.array(22, 0),
                FieldTypes.values(2, new byte[] {2, 0, 'a', 0, 0, 0}));
    byte[] sid = {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0};
    log.add(new EtwEvent(PROVIDER, 1).traits("Name").fields(fields).toBytes());
    log.buffer(1).add(EtwMessage.of(PROVIDER, 10, 5, 4, 8, new byte[] {1, 2, 3}));
    log.add(
        new EtwEvent(PROVIDER, 2)
            .item(2, sid)
            .reported(ReportedEventPayload.of(BOOT, 7045, "S", sid, List.of("a", ""), sid))
            .toBytes());
    EtwLogger empty = new EtwLogger("Nothing", 2, 0, EtwLogger.COUNTER, 4096, BOOT, BOOT, 0);
    EtwLogger tight = new EtwLogger("T", 3, 0, EtwLogger.COUNTER, 4096, BOOT, BOOT, 0).tightName();
    return new EtwTrace(22621, 3000, BOOT, 10_000_000)
        .add(log)
        .add(empty.unusedBuffer().zeroBuffer())
        .add(tight.add(new EtwEvent(PROVIDER, 3).payload(new byte[] {1}).toBytes()))
        .toBytes();
  }

  @Test
  void traceAsItIsHasNoFault() {
    Decoded decoded = Decoded.of(TRACE);

    assertThat(decoded.rejects()).isEmpty();
    assertThat(decoded.loggers()).hasSize(3);
    assertThat(decoded.events()).hasSize(3);
  }

  @Test
  void cutAnywhereItKeepsWhatIsWhole() {
    int rows = 0;
    for (int length = 0; length < TRACE.length; length++) {
      Decoded decoded = Decoded.of(Arrays.copyOf(TRACE, length));
      int found = decoded.events().size() + decoded.messages().size();
      assertThat(found).as("cut to " + length).isGreaterThanOrEqualTo(rows);
      assertThat(decoded.rejects()).as("cut to " + length).hasSizeLessThanOrEqualTo(1);
      decoded.rejects().forEach(reject -> assertThat(reject).startsWith("truncated"));
      rows = found;
    }

    assertThat(rows).isEqualTo(3);
  }

  @Test
  void anyByteChangedGivesRowsAndAtMostTwoRejects() {
    int events = 0;
    int rejected = 0;
    for (int at = 0; at < TRACE.length; at++) {
      for (int bits : new int[] {0xFF, 0x01, 0x80, 0x40, 0x20}) {
        byte[] changed = TRACE.clone();
        changed[at] ^= (byte) bits;
        for (Privacy.Mode mode : Privacy.Mode.values()) {
          Decoded decoded = Decoded.of(changed, mode, Map.of("etw.messages", "all"));
          assertThat(decoded.rejects()).as(at + " ^ " + bits).hasSizeLessThanOrEqualTo(2);
          assertThat(decoded.events().size()).as(at + " ^ " + bits).isLessThanOrEqualTo(4);
          events += decoded.events().size();
          rejected += decoded.rejects().size();
        }
      }
    }

    int forms = TRACE.length * 5 * Privacy.Mode.values().length;
    assertThat(events).as("most changes cost nothing").isGreaterThan(2 * forms);
    assertThat(rejected).isBetween(forms / 50, forms);
  }
}
