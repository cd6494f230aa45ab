package org.crashtag.dump.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleModule;
import org.crashtag.sample.SampleStack;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.Damage;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.DumpsWithStacks;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stacks, blocks and records that are cut, changed, or made to cost as much as they can. */
class DamagedStacksTest {
  @ParameterizedTest
  @CsvSource({"X64, 0x7E", "X64, 0x9F", "X86, 0x9F", "ARM, 0xD1", "ARM64, 0x3B"})
  void everyByteChanged(MachineKind machine, String code) throws IOException {
    byte[] bytes = DumpBytes.of(DumpsWithStacks.of(machine, Long.decode(code)));
    Walked whole = Walked.through(bytes);
    assertThat(whole.rejects()).isEmpty();
    assertThat(whole.stack().frames()).hasSizeGreaterThan(3);
    Damage damage = new Damage(bytes, WalkOptions.all());
    for (int at = machine.headerBytes(); at < bytes.length; at++) {
      damage.flip(at);
    }
    assertThat(damage.walks()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"X64, 0x7E", "X86, 0x9F"})
  void cutAtEveryLength(MachineKind machine, String code) throws IOException {
    byte[] bytes = DumpBytes.of(DumpsWithStacks.of(machine, Long.decode(code)));
    Damage damage = new Damage(bytes, WalkOptions.all());
    for (int length = machine.headerBytes(); length <= bytes.length; length++) {
      damage.cutTo(length);
    }
    assertThat(damage.walks()).isPositive();
  }

  /** The maximum number of words, blocks and overlapping modules that are read. */
  @Test
  void largestPartsTakeLittleTime() throws IOException {
    long nt = 0xFFFFF80000000000L;
    SampleStack stack = new SampleStack(MachineKind.X64, 19041).top(0xFFFFF88000000000L);
    SplittableRandom draw = new SplittableRandom(1);
    for (int word = 0; word < 1 << 15; word++) {
      stack.word(nt + 0x1000 + draw.nextInt(0x7000000));
    }
    byte[] small = new byte[1];
    for (int block = 0; block < 99_000; block++) {
      stack.block(nt + block, small);
    }
    DumpBuilder builder =
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
            .build(19041)
            .bugCheck(0xEF, 0, 0, 0, 0)
            .stack(stack);
    for (int module = 0; module < 9_000; module++) {
      builder.module(new SampleModule("m.sys", nt + module * 0x1000L, 0x7FFFFFFFL, 0, 1));
    }
    byte[] bytes = DumpBytes.of(builder);
    makeBlocksLarge(bytes);

    assertThatCode(() -> Walked.through(ArrayContent.of(bytes).streamed(), walker()))
        .doesNotThrowAnyException();
    long start = System.nanoTime();
    Walked walked = Walked.through(ArrayContent.of(bytes).streamed(), walker());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(walked.stack().frames()).hasSize(1 << 15);
    assertThat(walked.rejects()).isEmpty();
  }

  private static org.crashtag.decode.DumpWalker walker() {
    return new org.crashtag.decode.DumpWalker(
        org.crashtag.decode.Decoders.load(), WalkOptions.all());
  }

  /** Each block claims all that follows it in the dump: nearly all of them overlap. */
  private static void makeBlocksLarge(byte[] bytes) {
    java.nio.ByteBuffer dump =
        java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    int end = dump.getInt(0x2004);
    int table = dump.getInt(0x2078);
    for (int block : List.of(0, 1)) {
      assertThat(dump.getLong(table + 16 * block)).isEqualTo(0xFFFFF80000000000L + block);
    }
    for (int block = 0; block < 99_000; block++) {
      int at = table + 16 * block;
      dump.putInt(at + 12, end - dump.getInt(at + 8));
    }
  }
}
