package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.crashtag.ArrayContent;
import org.crashtag.ExpectedDump;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.dump.Dump;
import org.crashtag.dump.Module;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.KmdfDriver;
import org.crashtag.sample.KmdfList;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RegionWriter;
import org.crashtag.sample.SampleModule;
import org.crashtag.sample.UnloadedDriver;
import org.crashtag.tag.TaggedBlob;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Dumps that are cut at every length, and dumps with any one byte flipped, give rows and rejects or
 * a refusal, and nothing else; the whole dump gives exactly what it holds.
 */
class EveryByteTest {
  /** A kernel asks a few dozen callbacks; one wrong byte makes no more than a few thousand rows. */
  private static final int MOST_ROWS = 100_000;

  private final DumpWalker walker = new DumpWalker(Decoders.load(), WalkOptions.all());

  /** Counts what comes out. */
  private static final class Counter implements DumpSink {
    private int modules;
    private int records;
    private int blobs;
    private int rejects;
    private int begun;
    private int ended;

    @Override
    public void begin(Dump dump) {
      begun++;
    }

    @Override
    public void module(int entry, Module module) {
      modules++;
    }

    @Override
    public void row(TaggedBlob blob, TableSchema table, long entry, Object[] values) {
      records++;
    }

    @Override
    public void blob(BlobFacts facts) {
      blobs++;
    }

    @Override
    public void reject(Reject reject) {
      assertThat(reject.message()).doesNotContain("\n").doesNotContain("failed");
      rejects++;
    }

    @Override
    public void end(RegionFacts facts) {
      ended++;
    }

    @Override
    public String toString() {
      return modules
          + " modules, "
          + records
          + " records, "
          + blobs
          + " blobs, "
          + rejects
          + " rejects";
    }
  }

  private Counter walk(byte[] dump, int length) {
    Counter counter = new Counter();
    ArrayContent content = new ArrayContent(dump, length);
    try {
      walker.walk(content, counter);
      assertThat(counter.begun).isEqualTo(1);
      assertThat(counter.ended).isEqualTo(1);
    } catch (MalformedException e) {
      assertThat(counter.begun + counter.blobs + counter.modules + counter.records).isZero();
      assertThat(e.getMessage()).isNotBlank();
    } catch (IOException e) {
      throw new AssertionError("nothing was read from a file", e);
    }
    assertThat(counter.modules + counter.records + counter.blobs + counter.rejects)
        .isLessThan(MOST_ROWS);
    assertThat(content.bytesRead()).isLessThan(4L * dump.length + (1 << 16));
    return counter;
  }

  private static byte[] synthetic(MachineKind machine, DumpKind kind, RegionWriter writer) {
    byte[] drivers =
        new KmdfList(machine)
            .add(new KmdfDriver("Wdf01000", 1, 31, 0, 0))
            .add(new KmdfDriver("acmenet", 1, 11, 0, 0x1000))
            .toBytes();
    DumpBuilder builder =
        DumpBuilder.of(machine, kind)
            .writer(writer)
            .build(19041)
            .bugCheck(0xD1, 1, 2, 3, 4)
            .blob(KmdfList.TAG, drivers)
            .blob(Guid.NIL, new byte[0])
            .blob(Guid.constant("0ddba115-3333-4c77-b1e0-000000000001"), new byte[77])
            .blob(KmdfList.TAG, drivers);
    switch (kind) {
      case TRIAGE ->
          builder
              .module(new SampleModule("\\Windows\\ntoskrnl.exe", 0x1000, 0x2000, 1, 2))
              .module(new SampleModule("\\Windows\\acmenet.sys", 0x9000, 0x2000, 1, 2))
              .unloaded(new UnloadedDriver("gone.sys", 0x10, 0x20));
      case RANGE_KERNEL, RANGE_ACTIVE, RANGE_FULL -> builder.range(1, 1).range(7, 1);
      case FULL, SUMMARY, BITMAP_FULL, BITMAP_KERNEL, AUTOMATIC -> builder.pages(2);
      case HEADER -> builder.noRegion();
    }
    return builder.toBytes();
  }

  @ParameterizedTest
  @CsvSource({
    "X64, TRIAGE, OLDER",
    "X64, TRIAGE, NEWER",
    "X86, TRIAGE, OLDER",
    "ARM64, BITMAP_KERNEL, OLDER",
    "X64, RANGE_KERNEL, OLDER",
    "ARM, FULL, OLDER",
    "X86, SUMMARY, OLDER",
  })
  void syntheticDumps(MachineKind machine, DumpKind kind, RegionWriter writer) {
    byte[] dump = synthetic(machine, kind, writer);
    int modules = kind == DumpKind.TRIAGE ? 3 : 0;
    assertThat(walk(dump, dump.length))
        .hasToString(modules + " modules, 4 records, 4 blobs, 0 rejects");
    for (int length = 0; length < dump.length; length++) {
      walk(dump, length);
    }
    for (int at = 0; at < dump.length; at++) {
      dump[at] ^= (byte) 0xFF;
      walk(dump, dump.length);
      dump[at] ^= (byte) 0xFF;
    }
  }

  private static byte[] real(String file) throws IOException {
    return Files.readAllBytes(ExpectedDump.FOLDER.resolve(file));
  }

  @Test
  void smallestRealDump() throws IOException {
    assumeTrue(ExpectedDump.available(), "no real dumps beside the project");
    byte[] dump = real("eolaruhagen_083125-14875-01.dmp");
    Counter whole = walk(dump, dump.length);
    assertThat(whole.records).isEqualTo(24);
    assertThat(whole.blobs).isEqualTo(29);
    assertThat(whole.rejects).isZero();
    assertThat(whole.modules).isGreaterThan(100);
    for (int length = 0; length < dump.length; length++) {
      walk(dump, length);
    }
    for (int at = 0; at < dump.length; at++) {
      dump[at] ^= (byte) 0x81;
      walk(dump, dump.length);
      dump[at] ^= (byte) 0x81;
    }
  }

  @Test
  void placesInOtherRealDumps() throws IOException {
    assumeTrue(ExpectedDump.available(), "no real dumps beside the project");
    for (ExpectedDump expected : ExpectedDump.raw()) {
      byte[] dump = real(expected.file());
      Counter whole = walk(dump, dump.length);
      assertThat(whole.records).isEqualTo(expected.objects("kmdf").size());
      assertThat(whole.blobs).isEqualTo(expected.objects("tags").size());
      for (int place : places(dump, expected.number("region").intValue(), 1_000)) {
        breakAt(dump, place);
      }
    }
  }

  @Tag("slow")
  @Test
  void everyPlaceInRealDumps() throws IOException {
    assumeTrue(ExpectedDump.available(), "no real dumps beside the project");
    for (ExpectedDump expected : ExpectedDump.raw()) {
      byte[] dump = real(expected.file());
      for (int place = 0; place < dump.length; place++) {
        breakAt(dump, place);
      }
    }
  }

  private void breakAt(byte[] dump, int place) {
    walk(dump, place);
    dump[place] ^= (byte) 0xFF;
    walk(dump, dump.length);
    dump[place] ^= (byte) 0xFF;
  }

  /** Each header's start and end, with a byte on either side, and some places anywhere. */
  private static List<Integer> places(byte[] dump, int region, int random) throws IOException {
    TreeSet<Integer> places = new TreeSet<>(boundaries(dump, region));
    SplittableRandom numbers = new SplittableRandom(dump.length);
    for (int i = 0; i < random; i++) {
      places.add(numbers.nextInt(dump.length));
    }
    return new ArrayList<>(places);
  }

  private static List<Integer> boundaries(byte[] dump, int region) throws IOException {
    List<Integer> edges =
        new ArrayList<>(Arrays.asList(0x1000, 0x2000, 0x2040, region, region + 16));
    new DumpWalker(Decoders.load(), WalkOptions.all())
        .walk(
            new ArrayContent(dump, dump.length),
            new DumpSink() {
              @Override
              public void begin(Dump begun) {
                edges.add(begun.regionStart().orElseThrow().intValue());
              }

              @Override
              public void module(int entry, Module module) {
                assertThat(entry).isNotNegative();
              }

              @Override
              public void row(TaggedBlob blob, TableSchema table, long entry, Object[] values) {
                edges.add((int) (blob.dataOffset() + entry * 56));
              }

              @Override
              public void blob(BlobFacts facts) {
                edges.add((int) facts.blob().headerOffset());
                edges.add((int) facts.blob().dataOffset());
                edges.add((int) (facts.blob().dataOffset() + facts.blob().bytes()));
              }

              @Override
              public void reject(Reject reject) {
                throw new AssertionError(reject);
              }

              @Override
              public void end(RegionFacts facts) {
                edges.add((int) (facts.region().offset() + facts.bytes()));
              }
            });
    List<Integer> places = new ArrayList<>();
    for (int edge : edges) {
      for (int place = edge - 1; place <= edge + 1; place++) {
        if (place >= 0 && place < dump.length) {
          places.add(place);
        }
      }
    }
    return places;
  }
}
