package org.crashtag;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpSink;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.RegionFacts;
import org.crashtag.decode.Reject;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.WalkOptions;
import org.crashtag.dump.Dump;
import org.crashtag.dump.Module;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.KmdfDriver;
import org.crashtag.sample.KmdfList;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RegionWriter;
import org.crashtag.sample.SampleBlob;
import org.crashtag.sample.SampleModule;
import org.crashtag.tag.TaggedBlob;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.DumpsWithStacks;

/**
 * Header, region and KMDF list: whatever the bytes are, rows and rejects come out, or a refusal.
 */
class DumpFuzz {
  /** More rows than these files have bytes for would be made up. */
  private static final int MOST_ROWS = 200_000;

  private static final List<byte[]> DUMPS =
      List.of(
          dump(MachineKind.X64, DumpKind.TRIAGE, RegionWriter.OLDER),
          dump(MachineKind.X64, DumpKind.TRIAGE, RegionWriter.NEWER),
          dump(MachineKind.X86, DumpKind.TRIAGE, RegionWriter.OLDER),
          DumpBytes.of(DumpsWithStacks.of(MachineKind.X64, 0x7E)),
          DumpBytes.of(DumpsWithStacks.of(MachineKind.X64, 0x9F)),
          DumpBytes.of(DumpsWithStacks.of(MachineKind.ARM64, 0x3B)),
          DumpBytes.of(DumpsWithStacks.of(MachineKind.ARM, 0xD1)),
          DumpBytes.of(DumpsWithStacks.of(MachineKind.X86, 0x9F)),
          dump(MachineKind.ARM64, DumpKind.BITMAP_KERNEL, RegionWriter.NEWER),
          dump(MachineKind.X64, DumpKind.RANGE_KERNEL, RegionWriter.OLDER),
          dump(MachineKind.X86, DumpKind.FULL, RegionWriter.OLDER));

  private static byte[] dump(MachineKind machine, DumpKind kind, RegionWriter writer) {
    byte[] drivers = new KmdfList(machine).add(new KmdfDriver("Wdf01000", 1, 31, 0, 0)).toBytes();
    DumpBuilder builder =
        DumpBuilder.of(machine, kind)
            .writer(writer)
            .bugCheck(0xD1, 1, 2, 3, 4)
            .blob(SampleBlob.of(KmdfList.TAG, drivers))
            .blob(SampleBlob.of(Guid.NIL, new byte[0]))
            .blob(SampleBlob.of(KmdfList.TAG, drivers));
    if (kind == DumpKind.TRIAGE) {
      builder.module(new SampleModule("\\Windows\\a.sys", 0x1000, 0x2000, 1, 2));
    } else if (kind == DumpKind.RANGE_KERNEL) {
      builder.range(1, 1);
    } else {
      builder.pages(1);
    }
    return DumpBytes.of(builder);
  }

  @FuzzTest(maxDuration = "2m")
  void walksAnything(FuzzedDataProvider data) throws IOException {
    if (data.consumeBoolean()) {
      byte[] bytes = data.consumeRemainingAsBytes();
      walk(bytes, bytes.length);
      return;
    }
    byte[] dump = data.pickValue(DUMPS).clone();
    int patches = data.consumeInt(0, 8);
    for (int i = 0; i < patches; i++) {
      int at = data.consumeInt(0, dump.length - 1);
      byte[] bytes = data.consumeBytes(data.consumeInt(1, 8));
      System.arraycopy(bytes, 0, dump, at, Math.min(bytes.length, dump.length - at));
    }
    int length = data.consumeBoolean() ? dump.length : data.consumeInt(0, dump.length);
    walk(dump, length);
  }

  private static void walk(byte[] dump, int length) throws IOException {
    Counter counter = new Counter();
    try {
      new DumpWalker(Decoders.load(), WalkOptions.all())
          .walk(ArrayContent.of(dump).cutTo(length), counter);
      assertThat(counter.ended).isTrue();
    } catch (MalformedException e) {
      assertThat(counter.rows).isZero();
    }
    assertThat(counter.rows).isLessThan(MOST_ROWS);
  }

  private static final class Counter implements DumpSink {
    private int rows;
    private boolean ended;

    @Override
    public void begin(Dump dump) {
      rows++;
    }

    @Override
    public void module(int entry, Module module) {
      rows++;
    }

    @Override
    public void stack(CrashStack stack) {
      rows += stack.frames().size() + stack.devices().size();
    }

    @Override
    public void row(TaggedBlob blob, TableSchema table, long entry, Object[] values) {
      rows++;
    }

    @Override
    public void blob(BlobFacts facts) {
      rows++;
    }

    @Override
    public void reject(Reject reject) {
      rows++;
    }

    @Override
    public void end(RegionFacts facts) {
      ended = true;
    }
  }
}
