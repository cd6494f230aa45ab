package org.crashtag.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.crashtag.bytes.Guid;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpImageTest {
  private static final Guid TAG = Guid.constant("0ddba115-3333-4c77-b1e0-91f7c2d4ee03");

  @TempDir private Path folder;

  @Test
  void fileEqualsBytes() throws IOException {
    DumpBuilder builder =
        DumpBuilder.of(MachineKind.X64, DumpKind.AUTOMATIC)
            .pages(20)
            .writer(RegionWriter.NEWER)
            .blob(SampleBlob.of(TAG, new byte[] {1, 2, 3}));
    Path file = folder.resolve("MEMORY.DMP");
    Path channelFile = folder.resolve("channel.dmp");

    builder.image().write(file);
    try (FileChannel channel =
        FileChannel.open(channelFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      builder.image().write(channel);
    }

    assertThat(file).hasBinaryContent(DumpBytes.of(builder));
    assertThat(channelFile).hasBinaryContent(DumpBytes.of(builder));
  }

  @Test
  void fileReplacesALongerOne() throws IOException {
    Path file = folder.resolve("a.dmp");
    Files.write(file, new byte[100_000]);

    DumpImage.of(new byte[] {1, 2}).write(file);

    assertThat(file).hasBinaryContent(new byte[] {1, 2});
  }

  @Test
  void patchCoversAndTruncateEnds() {
    DumpBuilder builder =
        DumpBuilder.of(MachineKind.X86, DumpKind.HEADER)
            .patch(2, new byte[] {'x', 'y'})
            .patch(3, new byte[] {'z', 'Z', 'Z'})
            .truncate(4);

    assertThat(DumpBytes.of(builder)).containsExactly('P', 'A', 'x', 'z');
  }

  @Test
  void gigabytesOfPagesTakeNoDisk() throws IOException, InterruptedException {
    Path sparse = folder.resolve("sparse");
    Files.createDirectory(sparse);
    assumeThat(DiskUse.knowsHoles(folder)).as("du and a file system with holes").isTrue();
    DumpBuilder builder =
        DumpBuilder.of(MachineKind.X64, DumpKind.FULL)
            .pages((8L << 30) / 4096)
            .blob(SampleBlob.of(TAG, new byte[1 << 20]));

    builder.image().write(sparse.resolve("MEMORY.DMP"));

    assertThat(sparse.resolve("MEMORY.DMP")).hasSize(builder.image().length());
    assertThat(builder.image().length()).isGreaterThan(8L << 30);
    assertThat(DiskUse.kilobytes(sparse)).isBetween(1024L, 1200L);
  }
}
