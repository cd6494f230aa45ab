package org.crashtag.decode.kmdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.decode.Reject;
import org.crashtag.decode.Row;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.KmdfDriver;
import org.crashtag.sample.KmdfList;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KmdfDriversDecoderTest {
  private static final KmdfDriver FRAMEWORK = new KmdfDriver("Wdf01000", 1, 13, 0, 0);

  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void shapeFollowsTheDumpsPointerWidth(MachineKind machine) throws IOException {
    long globals = machine.wide() ? 0xFFFFE0000055AC90L : 0x8055AC90L;
    Walked walked =
        walk(
            machine,
            new KmdfList(machine)
                .add(FRAMEWORK)
                .add(new KmdfDriver("acpiex", 1, 11, 9600, globals))
                .add(new KmdfDriver("n".repeat(31), 2, 0, -1, 1))
                .toBytes());

    assertThat(walked.rows())
        .extracting(Walked.Row::values)
        .containsExactly(
            List.of("Wdf01000", "1.13.0", 1L, 13L, 0L, 0L),
            List.of("acpiex", "1.11.9600", 1L, 11L, 9600L, globals),
            List.of("n".repeat(31), "2.0.4294967295", 2L, 0L, 0xFFFFFFFFL, 1L));
    assertThat(walked.rows()).extracting(Walked.Row::entry).containsExactly(0L, 1L, 2L);
    assertThat(walked.blobs().get(0).status()).isEqualTo(Status.DECODED);
    assertThat(walked.blobs().get(0).records()).isEqualTo(3);
    assertThat(walked.rejects()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void residueBehindTheNulIsNeverShown(MachineKind machine) throws IOException {
    Walked walked =
        walk(
            machine,
            new KmdfList(machine)
                .add(FRAMEWORK)
                .add(new KmdfDriver("", 1, 1, 1, 1))
                .residue(new byte[] {'s', 'e', 'c', 'r', 'e', 't'})
                .toBytes());

    assertThat(walked.rows())
        .extracting(row -> row.values().get(0))
        .containsExactly("Wdf01000", "");
  }

  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void nameWithoutANulEndsWithItsField(MachineKind machine) throws IOException {
    byte[] list = new KmdfList(machine).add(FRAMEWORK).add(FRAMEWORK).toBytes();
    int name = machine.wide() ? 20 : 16;
    Arrays.fill(list, name, name + 32, (byte) 'x');

    assertThat(walk(machine, list).rows())
        .extracting(row -> row.values().get(0))
        .containsExactly("x".repeat(32), "Wdf01000");
  }

  @ParameterizedTest
  @CsvSource({"X64,56", "X86,48", "ARM,48", "ARM64,56"})
  void wholeEntriesOfACutListAreRowsAndTheRestAReject(MachineKind machine, int entryBytes)
      throws IOException {
    byte[] list = new KmdfList(machine).add(FRAMEWORK).add(FRAMEWORK).toBytes();
    assertThat(list).hasSize(2 * entryBytes);

    for (int length = 1; length < list.length; length++) {
      Walked walked = walk(machine, Arrays.copyOf(list, length));
      int whole = length / entryBytes;
      assertThat(walked.rows()).hasSize(whole);
      if (length == entryBytes) {
        assertThat(walked.rejects()).isEmpty();
      } else {
        assertPartial(walked, whole, entryBytes, length % entryBytes);
      }
    }
  }

  private static void assertPartial(Walked walked, int whole, int entryBytes, int rest) {
    long data = walked.blobs().get(0).blob().dataOffset();
    assertThat(walked.rejects())
        .containsExactly(
            new Reject(
                Reject.Stage.DECODE,
                0,
                KmdfDriversDecoder.TAG,
                data + (long) whole * entryBytes,
                Reason.TRUNCATED,
                "the last entry has " + rest + " of " + entryBytes + " bytes"));
    assertThat(walked.blobs().get(0).status())
        .isEqualTo(whole == 0 ? Status.REJECTED : Status.PARTIAL);
  }

  @Test
  void linesAreThoseThatADebuggerTakes() {
    assertThat(line("Wdf01000", "1.13.0", 0))
        .isEqualTo("!drvobj Wdf01000 7                 (1.13.0)");
    assertThat(line("acpiex", "1.11.0", 0xFFFFE0000055AC90L))
        .isEqualTo(
            "!drvobj acpiex 7                   (1.11.0)     "
                + "dx ((Wdf01000!_FX_DRIVER_GLOBALS*)0xffffe0000055ac90)");
    assertThat(heading()).isEqualTo("[FxLibraryGlobals.BugCheckDriverInfo]");
  }

  @Test
  void longNameKeepsItsParts() {
    assertThat(line("n".repeat(32), "1.31.12345", 0x10))
        .isEqualTo(
            "!drvobj "
                + "n".repeat(32)
                + " 7 (1.31.12345) dx ((Wdf01000!_FX_DRIVER_GLOBALS*)0x10)");
  }

  @ParameterizedTest
  @CsvSource({"'a;.shell calc'", "'a b'", "''", "'a\"b'", "'a\nq'", "'\u00E4'", "a*", "$<x"})
  void nameThatIsNoDriversBecomesAComment(String name) {
    assertThat(line(name, "1.1.0", 0)).startsWith("* !drvobj " + name + " 7");
  }

  @ParameterizedTest
  @CsvSource({"Wdf01000", "dump_storport", "a.b-c$1"})
  void plainNameDoesNot(String name) {
    assertThat(line(name, "1.1.0", 0)).startsWith("!drvobj " + name + " 7");
  }

  private static String heading() {
    return new KmdfDriversDecoder().heading(KmdfDriversDecoder.TABLE.schema());
  }

  private static String line(String name, String version, long globals) {
    Object[] values = {name, version, 1L, 1L, 0L, globals};
    return new KmdfDriversDecoder().text(new Row(KmdfDriversDecoder.TABLE.schema(), values));
  }

  private static Walked walk(MachineKind machine, byte[] list) throws IOException {
    return Walked.through(
        DumpBytes.of(
            DumpBuilder.of(machine, DumpKind.TRIAGE).blob(SampleBlob.of(KmdfList.TAG, list))));
  }
}
