package org.crashtag.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.BlobFacts;
import org.crashtag.dump.Region.Locator;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.KmdfDriver;
import org.crashtag.sample.KmdfList;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.source.ChannelContent;
import org.crashtag.testing.CountingChannel;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only the header and the tagged region are read of a dump of any size. */
class HugeDumpTest {
  private static final Guid TAG = Guid.constant("65755a40-f146-43ea-8c91-36b85728fd35");
  private static final long EIGHT_GIGABYTES = 8L << 30;
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path folder;

  @Test
  void regionOfAnEightGigabyteDumpCostsItsOwnBytes() throws IOException {
    byte[] list =
        new KmdfList(MachineKind.X64).add(new KmdfDriver("Wdf01000", 1, 33, 0, 0)).toBytes();
    DumpBuilder builder =
        DumpBuilder.of(MachineKind.X64, DumpKind.FULL)
            .pages(EIGHT_GIGABYTES / 0x1000)
            .blob(SampleBlob.of(TAG, new byte[MEGABYTE - 200]))
            .blob(SampleBlob.of(KmdfList.TAG, list));
    Path file = folder.resolve("MEMORY.DMP");
    builder.image().write(file);
    assertThat(Files.size(file)).isGreaterThan(EIGHT_GIGABYTES);

    CountingChannel channel = new CountingChannel(Files.newByteChannel(file), Integer.MAX_VALUE);
    try (ChannelContent content = new ChannelContent(channel)) {
      Walked walked = Walked.through(content, Walked.hashingAll());

      assertThat(walked.region().region())
          .isEqualTo(new Region(EIGHT_GIGABYTES + 0x2000, Locator.COMPUTED));
      assertThat(walked.blobs())
          .extracting(blob -> blob.blob().bytes())
          .isEqualTo(List.of(MEGABYTE - 200L, 56L));
      assertThat(walked.blobs()).extracting(BlobFacts::sha256).doesNotContainNull();
      assertThat(walked.rows()).hasSize(1);
      assertThat(walked.rejects()).isEmpty();
    }
    assertThat(channel.bytesRead()).isGreaterThan(MEGABYTE).isLessThan(1_500_000);
  }
}
