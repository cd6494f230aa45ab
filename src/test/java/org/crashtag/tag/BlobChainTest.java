package org.crashtag.tag;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;
import org.crashtag.dump.Region;
import org.crashtag.dump.Region.Locator;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.Layout;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RegionWriter;
import org.crashtag.sample.SampleBlob;
import org.crashtag.tag.BlobChain.End;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.CustomBlob;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobChainTest {
  private static final Guid TAG = Guid.constant("65755a40-f146-43ea-8c91-36b85728fd35");
  private static final Guid OTHER = Guid.constant("bc5c008f-1e3a-44d7-988d-86f6884c6758");
  private static final byte[] FIVE = {'f', 'i', 'v', 'e', '!'};

  /** The blobs of a chain, and how it ended. */
  private record Walk(
      List<TaggedBlob> blobs, List<String> data, BlobChain chain, ArrayContent content) {}

  @ParameterizedTest
  @EnumSource(RegionWriter.class)
  void chainLeadsThroughEveryKindOfBlob(RegionWriter writer) throws IOException {
    DumpBuilder builder =
        minidump(writer)
            .blob(SampleBlob.of(TAG, FIVE))
            .blob(SampleBlob.of(Guid.NIL, new byte[0]))
            .blob(SampleBlob.of(TAG, "again".getBytes(US_ASCII)))
            .blob(
                CustomBlob.postPad(
                    3, CustomBlob.prePad(13, SampleBlob.of(OTHER, "padded".getBytes(US_ASCII)))))
            .blob(SampleBlob.of(OTHER, new byte[0]))
            .blob(SampleBlob.of(TAG, "the last".getBytes(US_ASCII)));
    Layout layout = builder.image().layout().orElseThrow();
    Walk walk = walk(builder);

    assertThat(walk.blobs)
        .containsExactlyElementsOf(
            layout.blobs().stream()
                .map(
                    blob ->
                        new TaggedBlob(
                            blob.ordinal(),
                            blob.tag(),
                            blob.headerOffset(),
                            blob.dataOffset(),
                            blob.size()))
                .toList());
    assertThat(walk.data).containsExactly("five!", "", "again", "padded", "", "the last");
    assertThat(walk.chain.position()).isEqualTo(layout.regionEnd());
    assertThat(walk.chain.count()).isEqualTo(6);
    assertThat(walk.chain.fault()).isEmpty();
    assertThat(walk.chain.end())
        .isEqualTo(
            switch (writer) {
              case OLDER -> End.END_OF_FILE;
              case NEWER -> End.TERMINATOR;
            });
  }

  @Test
  void headersMayStandAtAnyByte() throws IOException {
    DumpBuilder builder = minidump(RegionWriter.NEWER);
    for (int size = 0; size < 17; size++) {
      builder.blob(SampleBlob.of(TAG, "x".repeat(size).getBytes(US_ASCII)));
    }
    Walk walk = walk(builder);

    assertThat(walk.blobs).extracting(TaggedBlob::bytes).hasSize(17).contains(0L, 1L, 16L);
    assertThat(walk.blobs).anyMatch(blob -> blob.headerOffset() % 2 == 1);
    assertThat(walk.chain.padded()).isFalse();
  }

  @Test
  void onlyTheOlderWriterPads() throws IOException {
    assertThat(walk(minidump(RegionWriter.OLDER).blob(SampleBlob.of(TAG, FIVE))).chain.padded())
        .isTrue();
    assertThat(walk(minidump(RegionWriter.NEWER).blob(SampleBlob.of(TAG, FIVE))).chain.padded())
        .isFalse();
  }

  @Test
  void staleContentBehindTheEndIsNeverABlob() throws IOException {
    DumpBuilder stale =
        minidump(RegionWriter.OLDER)
            .blob(SampleBlob.of(OTHER, FIVE))
            .blob(SampleBlob.of(OTHER, FIVE));
    byte[] blobs = regionOf(stale);
    byte[] staleBlobs = Arrays.copyOfRange(blobs, 16, blobs.length);
    DumpBuilder builder =
        minidump(RegionWriter.NEWER)
            .blob(SampleBlob.of(TAG, FIVE))
            .blob(SampleBlob.of(TAG, FIVE))
            .slack(32, staleBlobs);
    Walk walk = walk(builder);

    assertThat(walk.blobs).extracting(TaggedBlob::tag).containsExactly(TAG, TAG);
    assertThat(walk.chain.end()).isEqualTo(End.TERMINATOR);
    assertThat(walk.chain.position()).isEqualTo(builder.image().layout().orElseThrow().regionEnd());
  }

  @Test
  void slackIsntRead() throws IOException {
    DumpBuilder builder =
        minidump(RegionWriter.NEWER).blob(SampleBlob.of(TAG, FIVE)).slack(4, new byte[900_000]);

    assertThat(walk(builder).content.bytesRead()).isLessThan(1 << 16);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32, 33})
  void zerosAreAnEndHoweverFew(int zeros) throws IOException {
    Walk walk =
        walk(minidump(RegionWriter.NEWER).blob(SampleBlob.of(TAG, FIVE)).slack(zeros, new byte[0]));

    assertThat(walk.blobs).hasSize(1);
    assertThat(walk.chain.end()).isEqualTo(End.TERMINATOR);
    assertThat(walk.chain.fault()).isEmpty();
  }

  @Test
  void regionWithoutABlobIsWhole() throws IOException {
    Walk walk = walk(minidump(RegionWriter.OLDER));

    assertThat(walk.blobs).isEmpty();
    assertThat(walk.chain.end()).isEqualTo(End.END_OF_FILE);
    assertThat(walk.chain.advance()).as("still at the end").isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5})
  void cutLastBlobKeepsWhatIsThere(int cut) throws IOException {
    DumpBuilder builder =
        minidump(RegionWriter.OLDER)
            .blob(SampleBlob.of(OTHER, FIVE))
            .blob(SampleBlob.of(TAG, FIVE))
            .cutLastBlob(cut);
    Walk walk = walk(builder);

    assertThat(walk.data).containsExactly("five!", "five!".substring(0, 5 - cut));
    assertTruncated(walk, "the blob claims 5 bytes, " + (5 - cut) + " are there");
    assertThat(walk.chain.position()).isEqualTo(walk.content.length());
  }

  @Test
  void cutPaddingIsTold() throws IOException {
    DumpBuilder builder = minidump(RegionWriter.OLDER).blob(SampleBlob.of(TAG, FIVE));
    long end = builder.image().layout().orElseThrow().regionEnd();
    Walk walk = walk(builder.truncate(end - 1));

    assertThat(walk.data).containsExactly("five!");
    assertTruncated(walk, "the padding after blob 0 is cut off");
  }

  @Test
  void cutHeaderEndsTheChain() throws IOException {
    DumpBuilder builder =
        minidump(RegionWriter.NEWER).blob(SampleBlob.of(TAG, FIVE)).blob(SampleBlob.of(TAG, FIVE));
    long header = builder.image().layout().orElseThrow().blobs().get(1).headerOffset();

    for (int there = 1; there < 32; there++) {
      Walk walk = walk(builder.truncate(header + there));
      assertThat(walk.blobs).hasSize(1);
      assertTruncated(walk, "the header of blob 1 is cut off");
    }
  }

  @Test
  void cutInThePaddingBeforeTheDataLeavesNoData() throws IOException {
    DumpBuilder builder =
        minidump(RegionWriter.NEWER)
            .blob(CustomBlob.prePad(20, SampleBlob.of(TAG, FIVE)))
            .slack(0, FIVE);
    long data = builder.image().layout().orElseThrow().blobs().get(0).dataOffset();
    Walk walk = walk(builder.truncate(data - 3));

    assertThat(walk.data).containsExactly("");
    assertTruncated(walk, "the blob claims 5 bytes, 0 are there");
  }

  @Test
  void regionsOwnHeaderMayBeCutOrWrong() throws IOException {
    DumpBuilder builder = minidump(RegionWriter.OLDER).blob(SampleBlob.of(TAG, FIVE));
    long start = builder.image().layout().orElseThrow().regionStart();
    Walk wrong = walk(builder.patch(start + 8, new byte[] {17}));
    Walk cut = walk(builder.truncate(start + 12));

    assertThat(wrong.blobs).isEmpty();
    assertThat(wrong.chain.end()).isEqualTo(End.CORRUPT);
    assertThat(cut.blobs).isEmpty();
    assertTruncated(cut, "the tagged region's header is cut off");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 16, 31, 33, 0x20000000L, 0xFFFFFFFFL})
  void headerSizeThatIsNotSaneEndsTheChain(long headerSize) throws IOException {
    Walk walk =
        walk(
            minidump(RegionWriter.OLDER)
                .blob(SampleBlob.of(TAG, FIVE))
                .blob(SampleBlob.of(OTHER, FIVE).headerSize(headerSize))
                .blob(SampleBlob.of(TAG, FIVE)));

    assertThat(walk.blobs).hasSize(1);
    assertThat(walk.chain.end()).isEqualTo(End.CORRUPT);
    assertThat(walk.chain.fault().orElseThrow())
        .hasMessage("HeaderSize of blob 1 is 0x" + Long.toHexString(headerSize));
    assertThat(walk.chain.position()).isEqualTo(walk.chain.fault().orElseThrow().offset());
  }

  @Test
  void blobThatClaimsFourGigabytesTakesNone() throws IOException {
    Walk walk =
        walk(
            minidump(RegionWriter.OLDER)
                .blob(SampleBlob.of(TAG, FIVE))
                .blob(CustomBlob.claiming(0xFFFFFFFFL, SampleBlob.of(OTHER, FIVE))));

    assertThat(walk.blobs).extracting(TaggedBlob::bytes).containsExactly(5L, 0xFFFFFFFFL);
    assertThat(walk.data.get(1)).isEqualTo("(limit)");
    assertTruncated(walk, "the blob claims 4294967295 bytes, 8 are there");
    assertThat(walk.content.largestRead()).isLessThanOrEqualTo(1 << 16);
    assertThat(walk.content.bytesRead()).isLessThanOrEqualTo(walk.content.length());
  }

  @Test
  void claimWithinTheLimitIsReadAsFarAsItGoes() throws IOException {
    DumpBuilder builder =
        minidump(RegionWriter.OLDER).blob(CustomBlob.claiming(1 << 30, SampleBlob.of(TAG, FIVE)));
    ArrayContent content = ArrayContent.of(DumpBytes.of(builder)).streamed();
    BlobChain chain = new BlobChain(new Window(content), region(builder));

    assertThat(chain.advance()).isTrue();
    assertThat(chain.read(1 << 30).toArray()).startsWith(FIVE).hasSize(8);
    assertThat(content.largestRead()).isLessThanOrEqualTo(1 << 17);
  }

  /** Sums that would lead back to an earlier header, or to themselves, if they wrapped at 2^32. */
  @Test
  void sizesThatWouldLoopOrOverlapLeadForward() throws IOException {
    long[] sizes = {0xFFFFFFE0L, 0xFFFFFFDFL, 0xFFFFFFBBL, 0x80000000L, 0x7FFFFFE0L, 0};
    for (long size : sizes) {
      for (long prePad : sizes) {
        for (long postPad : sizes) {
          if (size + prePad + postPad > 0) {
            assertEndsBehindItsBlob(size, prePad, postPad);
          }
        }
      }
    }
  }

  private static void assertEndsBehindItsBlob(long size, long prePad, long postPad)
      throws IOException {
    DumpBuilder builder =
        minidump(RegionWriter.OLDER).blob(SampleBlob.of(TAG, FIVE)).blob(SampleBlob.of(TAG, FIVE));
    long header = builder.image().layout().orElseThrow().blobs().get(1).headerOffset();
    ByteBuffer lie = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    lie.putInt((int) size).putInt((int) prePad).putInt((int) postPad);
    Walk walk = walk(builder.patch(header + 20, lie.array()));

    assertThat(walk.blobs).as("%x %x %x", size, prePad, postPad).hasSize(2);
    assertThat(walk.chain.end()).isEqualTo(End.TRUNCATED);
    assertThat(walk.chain.position()).isBetween(header, (long) DumpBytes.of(builder).length);
  }

  @Test
  void chainOfMoreBlobsThanAnyKernelWritesIsEnded() throws IOException {
    byte[] header = new byte[32];
    header[0] = 32;
    int headers = 65_600;
    byte[] many = new byte[headers * 32];
    for (int i = 0; i < headers; i++) {
      System.arraycopy(header, 0, many, 32 * i, 32);
    }
    DumpBuilder builder = minidump(RegionWriter.OLDER).blob(SampleBlob.of(Guid.NIL, many));
    long first = builder.image().layout().orElseThrow().blobs().get(0).headerOffset();
    Walk walk = walk(builder.patch(first, header));

    assertThat(walk.blobs).hasSize(65_536);
    assertThat(walk.chain.end()).isEqualTo(End.CORRUPT);
    assertThat(walk.chain.fault().orElseThrow().reason()).isEqualTo(Reason.LIMIT);
  }

  @Test
  void dataCanBeCopiedInPieces() throws IOException {
    byte[] large = new byte[300_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) ((i * 31) >> 3);
    }
    DumpBuilder builder =
        minidump(RegionWriter.NEWER)
            .blob(SampleBlob.of(TAG, large))
            .blob(SampleBlob.of(OTHER, FIVE));
    ArrayContent content = ArrayContent.of(DumpBytes.of(builder)).streamed();
    BlobChain chain = new BlobChain(new Window(content), region(builder));

    assertThat(chain.advance()).isTrue();
    assertThat(copy(chain, Long.MAX_VALUE)).isEqualTo(large);
    assertThat(chain.keptBytes()).isEqualTo(large.length);
    assertThat(chain.advance()).isTrue();
    assertThat(copy(chain, 3)).isEqualTo("fiv".getBytes(US_ASCII));
    assertThat(chain.advance()).isFalse();
  }

  @Test
  void blobAboveTheLimitIsRefusedButTheChainGoesOn() throws IOException {
    DumpBuilder builder =
        minidump(RegionWriter.OLDER)
            .blob(SampleBlob.of(TAG, FIVE))
            .blob(SampleBlob.of(OTHER, FIVE));
    BlobChain chain = new BlobChain(window(builder), region(builder));
    assertThat(chain.advance()).isTrue();

    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> chain.read(4))
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(Reason.LIMIT));
    assertThat(chain.advance()).isTrue();
    assertThat(chain.read(5).toArray()).isEqualTo(FIVE);
  }

  private static byte[] copy(BlobChain chain, long most) throws IOException {
    ByteArrayOutputStream copied = new ByteArrayOutputStream();
    chain.copyTo(most, piece -> copied.writeBytes(piece.toArray()));
    return copied.toByteArray();
  }

  private static DumpBuilder minidump(RegionWriter writer) {
    return DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).writer(writer);
  }

  private static Region region(DumpBuilder builder) {
    return new Region(builder.image().layout().orElseThrow().regionStart(), Locator.COMPUTED);
  }

  private static Window window(DumpBuilder builder) {
    return new Window(ArrayContent.of(DumpBytes.of(builder)));
  }

  private static byte[] regionOf(DumpBuilder builder) {
    byte[] bytes = DumpBytes.of(builder);
    int start = (int) builder.image().layout().orElseThrow().regionStart();
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  private static Walk walk(DumpBuilder builder) throws IOException {
    ArrayContent content = ArrayContent.of(DumpBytes.of(builder));
    BlobChain chain = new BlobChain(new Window(content), region(builder));
    List<TaggedBlob> blobs = new ArrayList<>();
    List<String> data = new ArrayList<>();
    while (chain.advance()) {
      blobs.add(chain.blob());
      data.add(text(chain));
    }
    return new Walk(blobs, data, chain, content);
  }

  private static String text(BlobChain chain) throws IOException {
    try {
      return new String(chain.read(1 << 20).toArray(), US_ASCII);
    } catch (MalformedException e) {
      return "(" + e.reason().label() + ")";
    }
  }

  private static void assertTruncated(Walk walk, String message) {
    assertThat(walk.chain.end()).isEqualTo(End.TRUNCATED);
    assertThat(walk.chain.fault().orElseThrow()).hasMessage(message);
    assertThat(walk.chain.fault().orElseThrow().reason()).isEqualTo(Reason.TRUNCATED);
  }
}
