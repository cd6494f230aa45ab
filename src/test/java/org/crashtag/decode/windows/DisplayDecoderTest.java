package org.crashtag.decode.windows;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.DisplayState;
import org.crashtag.sample.DisplayState.Entry;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.sample.SampleModule;
import org.crashtag.testing.DisplayStates;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayDecoderTest {
  private static final long BASE = 0xFFFFF80312340000L;
  private static final long THREAD = 0xFFFFA00012345080L;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void adaptersAndLogsAreRead(boolean cut) throws IOException {
    DisplayState state =
        new DisplayState()
            .section(9, new byte[] {1, 0, 0, 0})
            .adapter(1300, 0x1414, 0x8D, 0)
            .adapter(2700, 0x4D4F4351, 0x41333430, 3)
            .section(0x30, new byte[8])
            .log(0x11, List.of())
            .log(
                0x13,
                List.of(
                    new Entry(-1, THREAD, BASE + 0x1234, List.of(1L, 2L, 3L, 4L, -1L)),
                    new Entry(7, THREAD, BASE + 0x5000, List.of(9L, 0L, 0L, 0L, 0L))));
    byte[] whole = state.toBytes();
    Walked walked = walk(cut ? DisplayStates.withoutZeros(whole) : whole);

    assertThat(Walks.rows(walked, "gpu_adapters"))
        .containsExactly(
            List.of("1.3", "1414", "008d", 0L), List.of("2.7", "4d4f4351", "41333430", 3L));
    assertThat(Walks.rows(walked, "gpu_log"))
        .containsExactly(
            asList(
                0x13L,
                -1L,
                "acmegpu.sys",
                0x1234L,
                BASE + 0x1234,
                THREAD,
                List.of(1L, 2L, 3L, 4L, -1L)),
            asList(0x13L, 7L, null, null, BASE + 0x5000, THREAD, List.of(9L, 0L, 0L, 0L, 0L)));
    assertThat(walked.rejects()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, acmegpu.sys, 0", "0x4FFF, acmegpu.sys, 0x4FFF", "0x5000, , ", "-1, , "})
  void moduleHasAddressesFromItsBaseToItsEnd(String offset, String module, String inIt)
      throws IOException {
    long code = BASE + Long.decode(offset);
    Entry entry = new Entry(1, THREAD, code, List.of(0L, 0L, 0L, 0L, 0L));

    assertThat(Walks.rows(walk(new DisplayState().log(0x12, List.of(entry)).toBytes()), "gpu_log"))
        .singleElement()
        .satisfies(row -> assertThat(row.get(2)).isEqualTo(module))
        .satisfies(
            row -> assertThat(row.get(3)).isEqualTo(inIt == null ? null : Long.decode(inIt)));
  }

  private static Walked walk(byte[] state) throws IOException {
    DumpBuilder dump =
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
            .module(new SampleModule("ntoskrnl.exe", BASE + 0x100000, 0x1000, 1, 2))
            .module(new SampleModule("\\x\\acmegpu.sys", BASE, 0x5000, 1, 2))
            .blob(SampleBlob.of(DisplayState.TAG, state));
    return Walks.of(dump, WalkOptions.all());
  }

  @Test
  void sectionsBeforeOneThatLiesStay() throws IOException {
    byte[] state =
        new DisplayState()
            .adapter(2700, 1, 2, 3)
            .adapter(2700, 1, 2, 3)
            .section(9, new byte[4])
            .toBytes();
    state[8 + 16 + 1] = 0x7F;
    Walked walked = Walks.of(DisplayState.TAG, state);

    assertThat(Walks.rows(walked, "gpu_adapters")).hasSize(1);
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.CORRUPT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0x7FFFFFFF})
  void impossibleNumberOfSlotsIsRejected(int slots) throws IOException {
    byte[] state = new DisplayState().adapter(2700, 1, 2, 3).toBytes();
    for (int i = 0; i < 4; i++) {
      state[i] = (byte) (slots >>> (8 * i));
    }
    Walked walked = Walks.of(DisplayState.TAG, state);

    assertThat(walked.rows()).isEmpty();
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.CORRUPT);
  }
}
