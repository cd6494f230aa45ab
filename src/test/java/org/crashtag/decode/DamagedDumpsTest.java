package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.KmdfDriver;
import org.crashtag.sample.KmdfList;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RegionWriter;
import org.crashtag.sample.SampleBlob;
import org.crashtag.testing.Damage;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.DumpsOfEachKind;
import org.crashtag.testing.Walked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cuts synthetic dumps at every length and changes each of their bytes. */
class DamagedDumpsTest {
  private static final Guid UNKNOWN = Guid.constant("11111111-2222-3333-4444-555555555555");

  /** One small dump of each kind, for each machine with a different header. */
  record Sample(MachineKind machine, DumpKind kind, RegionWriter writer) {}

  static List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (DumpKind kind : DumpKind.values()) {
      samples.add(new Sample(MachineKind.X64, kind, RegionWriter.NEWER));
    }
    samples.add(new Sample(MachineKind.ARM64, DumpKind.TRIAGE, RegionWriter.OLDER));
    samples.add(new Sample(MachineKind.ARM, DumpKind.TRIAGE, RegionWriter.NEWER));
    samples.add(new Sample(MachineKind.X86, DumpKind.TRIAGE, RegionWriter.OLDER));
    samples.add(new Sample(MachineKind.X86, DumpKind.SUMMARY, RegionWriter.OLDER));
    samples.add(new Sample(MachineKind.X86, DumpKind.FULL, RegionWriter.OLDER));
    return samples;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void cutAtEveryLength(Sample sample) throws IOException {
    byte[] bytes = bytes(sample);
    assertWhole(sample, bytes);
    Damage damage = new Damage(bytes, Walked.hashingAll());
    for (int length = 0; length <= bytes.length; length++) {
      damage.cutTo(length);
    }

    assertThat(damage.walks()).isEqualTo(bytes.length + 1L);
    assertThat(damage.refused()).isGreaterThanOrEqualTo(sample.machine().headerBytes());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyByteChanged(Sample sample) throws IOException {
    byte[] bytes = bytes(sample);
    assertWhole(sample, bytes);
    Damage damage = new Damage(bytes, Walked.hashingAll());
    for (int offset = 0; offset < bytes.length; offset++) {
      damage.flip(offset);
    }

    assertThat(damage.walks()).isEqualTo(3L * bytes.length);
    assertThat(damage.refused()).as("the signature at least").isGreaterThanOrEqualTo(3 * 8);
    if (sample.kind() != DumpKind.HEADER) {
      assertThat(damage.rows()).as("most changes cost nothing").isGreaterThan(15L * bytes.length);
      assertThat(damage.rejects()).isPositive();
    }
  }

  private static void assertWhole(Sample sample, byte[] bytes) throws IOException {
    Walked walked = Walked.through(bytes);
    boolean hasRegion = sample.kind() != DumpKind.HEADER;

    assertThat(walked.rejects()).isEmpty();
    assertThat(walked.blobs()).hasSize(hasRegion ? 4 : 0);
    assertThat(walked.modules()).hasSize(sample.kind() == DumpKind.TRIAGE ? 3 : 0);
    assertThat(walked.rows())
        .extracting(row -> row.values().get(0))
        .isEqualTo(hasRegion ? List.of("Wdf01000", "acme") : List.of());
  }

  private static byte[] bytes(Sample sample) {
    DumpBuilder builder =
        DumpsOfEachKind.builder(sample.machine(), sample.kind()).writer(sample.writer());
    if (sample.kind() != DumpKind.HEADER) {
      builder
          .blob(SampleBlob.of(UNKNOWN, new byte[] {1, 2, 3}))
          .blob(SampleBlob.of(Guid.NIL, new byte[0]))
          .blob(SampleBlob.of(KmdfList.TAG, list(sample.machine())))
          .blob(SampleBlob.of(UNKNOWN, new byte[] {4, 5, 6, 7, 8}))
          .slack(100, new byte[] {'s', 't', 'a', 'l', 'e'});
    }
    return DumpBytes.of(builder);
  }

  private static byte[] list(MachineKind machine) {
    return new KmdfList(machine)
        .add(new KmdfDriver("Wdf01000", 1, 31, 0, 0))
        .add(new KmdfDriver("acme", 1, 15, 0, 0x8055AC90L))
        .toBytes();
  }
}
