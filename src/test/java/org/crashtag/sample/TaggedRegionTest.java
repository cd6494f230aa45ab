package org.crashtag.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.testing.CustomBlob;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaggedRegionTest {
  private static final Guid TAG = Guid.constant("65755a40-f146-43ea-8c91-36b85728fd35");
  private static final byte[] FIVE = {'f', 'i', 'v', 'e', '!'};

  @Test
  void headersAreDrawnAsTheFormatSays() {
    DumpBuilder builder =
        minidump(RegionWriter.OLDER).major(0xF).build(19041).blob(SampleBlob.of(TAG, FIVE));
    HandReading dump = new HandReading(DumpBytes.of(builder));
    long region = layout(builder).regionStart();

    assertThat(dump.ascii(region, 8)).isEqualTo("DumpBlob");
    assertThat(dump.u32(region + 8)).isEqualTo(16);
    assertThat(dump.u32(region + 12)).isEqualTo(0xF0004A61L);
    assertThat(dump.u32(region + 16)).isEqualTo(32);
    assertThat(dump.u32(region + 20)).isEqualTo(0x65755A40L);
    assertThat(dump.u32(region + 24)).as("two little-endian u16").isEqualTo(0x43EAF146L);
    assertThat(dump.u64(region + 28)).as("bytes as stored").isEqualTo(0x35FD2857B836918CL);
    assertThat(dump.u32(region + 36)).isEqualTo(5);
    assertThat(dump.u32(region + 40)).isZero();
    assertThat(dump.u32(region + 44)).isEqualTo(3);
    assertThat(dump.ascii(region + 48, 5)).isEqualTo("five!");
  }

  @Test
  void olderWriterPadsToEightAndEndsWithTheFile() {
    DumpBuilder builder =
        minidump(RegionWriter.OLDER)
            .blob(SampleBlob.of(TAG, FIVE))
            .blob(SampleBlob.of(Guid.NIL, new byte[0]))
            .blob(SampleBlob.of(TAG, FIVE));
    Layout layout = layout(builder);

    assertThat(layout.blobs())
        .extracting(blob -> blob.headerOffset() - layout.regionStart())
        .containsExactly(16L, 56L, 88L);
    assertThat(layout.regionEnd()).isEqualTo(DumpBytes.of(builder).length);
  }

  @Test
  void newerWriterStartsAtASectorAndPadsNothing() {
    byte[] stale = {'s', 't', 'a', 'l', 'e'};
    DumpBuilder builder =
        minidump(RegionWriter.NEWER)
            .blob(SampleBlob.of(TAG, FIVE))
            .blob(SampleBlob.of(TAG, FIVE))
            .slack(100, stale);
    Layout layout = layout(builder);
    HandReading dump = new HandReading(DumpBytes.of(builder));

    assertThat(layout.regionStart() % 512).isZero();
    assertThat(layout.blobs())
        .extracting(blob -> blob.headerOffset() - layout.regionStart())
        .containsExactly(16L, 53L);
    assertThat(dump.u32(layout.regionEnd())).as("HeaderSize that ends the chain").isZero();
    assertThat(dump.ascii(layout.regionEnd() + 100, 5)).isEqualTo("stale");
    assertThat(dump.length()).isEqualTo(layout.regionEnd() + 105);
  }

  @ParameterizedTest
  @EnumSource(RegionWriter.class)
  void chainLeadsFromBlobToBlob(RegionWriter writer) {
    DumpBuilder builder =
        minidump(writer)
            .blob(CustomBlob.prePad(9, SampleBlob.of(TAG, FIVE)))
            .blob(SampleBlob.of(Guid.NIL, new byte[0]))
            .blob(CustomBlob.postPad(11, SampleBlob.of(TAG, FIVE)))
            .blob(SampleBlob.of(TAG, FIVE));
    HandReading dump = new HandReading(DumpBytes.of(builder));
    Layout layout = layout(builder);

    long header = layout.regionStart() + 16;
    for (Layout.PlacedBlob blob : layout.blobs()) {
      assertThat(blob.headerOffset()).isEqualTo(header);
      long data = header + dump.u32(header) + dump.u32(header + 24);
      assertThat(blob.dataOffset()).isEqualTo(data);
      assertThat(blob.size()).isEqualTo(dump.u32(header + 20));
      header = data + dump.u32(header + 20) + dump.u32(header + 28);
    }
    assertThat(layout.regionEnd()).isEqualTo(header);
    assertThat(layout.blobs()).extracting(Layout.PlacedBlob::ordinal).containsExactly(0, 1, 2, 3);
    assertThat(layout.blobs())
        .extracting(Layout.PlacedBlob::tag)
        .containsExactly(TAG, Guid.NIL, TAG, TAG);
  }

  @Test
  void headersCanLie() {
    DumpBuilder builder =
        minidump(RegionWriter.OLDER)
            .blob(CustomBlob.claiming(0xFFFFFFFFL, SampleBlob.of(TAG, FIVE)))
            .blob(SampleBlob.of(TAG, FIVE).headerSize(0xF00DF00DL));
    HandReading dump = new HandReading(DumpBytes.of(builder));
    List<Layout.PlacedBlob> blobs = layout(builder).blobs();

    assertThat(dump.u32(blobs.get(0).headerOffset() + 20)).isEqualTo(0xFFFFFFFFL);
    assertThat(blobs.get(0).size()).isEqualTo(0xFFFFFFFFL);
    assertThat(dump.u32(blobs.get(1).headerOffset())).isEqualTo(0xF00DF00DL);
  }

  @ParameterizedTest
  @EnumSource(RegionWriter.class)
  void lastBlobCanBeCut(RegionWriter writer) {
    DumpBuilder builder =
        minidump(writer)
            .blob(SampleBlob.of(TAG, FIVE))
            .blob(SampleBlob.of(TAG, FIVE))
            .cutLastBlob(2);
    Layout layout = layout(builder);

    assertThat(DumpBytes.of(builder)).hasSize((int) layout.blobs().get(1).dataOffset() + 3);
    assertThat(layout.regionEnd()).isEqualTo(layout.blobs().get(1).dataOffset() + 3);
  }

  @Test
  void regionCanBeAbsent() {
    DumpBuilder builder = minidump(RegionWriter.OLDER).blob(SampleBlob.of(TAG, FIVE)).noRegion();
    HandReading dump = new HandReading(DumpBytes.of(builder));

    assertThat(builder.image().layout()).isEmpty();
    assertThat(dump.length()).isEqualTo(dump.u32(0x2004));
  }

  private static DumpBuilder minidump(RegionWriter writer) {
    return DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).writer(writer);
  }

  private static Layout layout(DumpBuilder builder) {
    return builder.image().layout().orElseThrow();
  }
}
