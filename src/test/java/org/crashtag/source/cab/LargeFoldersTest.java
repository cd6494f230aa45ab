package org.crashtag.source.cab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Deflater;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.junit.jupiter.api.Test;

/** Folders of more blocks than the field for their number holds, as gcab writes them. */
class LargeFoldersTest {
  private static final int BLOCK_BYTES = 32_768;

  /** One more than the field can hold, and four more. */
  private static final int BLOCKS = 65_536 + 5;

  private static final byte LAST = 'x';

  /** Blocks of zeros, the last one of another byte, none of which needs the one before. */
  private record Repeated(int blocks) implements FolderEncoder {
    @Override
    public int method() {
      return 1;
    }

    @Override
    public void encode(InputStream content, Sink sink) throws IOException {
      byte[] zeros = packed((byte) 0);
      for (int i = 0; i < blocks - 1; i++) {
        sink.block(zeros, BLOCK_BYTES);
      }
      sink.block(packed(LAST), BLOCK_BYTES);
    }

    private static byte[] packed(byte value) {
      byte[] block = new byte[BLOCK_BYTES];
      java.util.Arrays.fill(block, value);
      Deflater deflater = new Deflater(9, true);
      deflater.setInput(block);
      deflater.finish();
      byte[] deflated = new byte[1000];
      int length = deflater.deflate(deflated);
      deflater.end();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write('C');
      out.write('K');
      out.write(deflated, 0, length);
      return out.toByteArray();
    }
  }

  private static Cabinet cabinet(int blocks, long memberBytes) throws IOException {
    byte[] bytes =
        new CabinetBuilder()
            .folder(new Repeated(blocks))
            .file("MEMORY.DMP", memberBytes, InputStream::nullInputStream)
            .toBytes();
    return Cabinet.open(new Channel(bytes), Long.MAX_VALUE);
  }

  @Test
  void memberOfMoreThanTwoGibibytes() throws IOException {
    long bytes = (long) BLOCKS * BLOCK_BYTES - 100;
    Cabinet cabinet = cabinet(BLOCKS, bytes);
    try (InputStream in = cabinet.open(cabinet.files().get(0))) {
      long skipped = in.skip(bytes - 1);
      assertThat(skipped).isEqualTo(bytes - 1);
      assertThat(in.read()).isEqualTo(LAST);
      assertThat(in.read()).isNegative();
    }
  }

  /**
   * The truncated number must match the number that the member needs, and its blocks must fit into
   * the cabinet.
   */
  @Test
  void memberPastItsFolderIsCorruptAsBefore() throws IOException {
    for (long blocks : new long[] {65_536 + 4, 65_536 + 6, 65_536 + 5}) {
      Cabinet cabinet = cabinet(5, blocks * BLOCK_BYTES);
      assertThatThrownBy(() -> cabinet.open(cabinet.files().get(0)))
          .isInstanceOfSatisfying(
              MalformedException.class,
              fault -> assertThat(fault.reason()).isEqualTo(Reason.CORRUPT));
    }
  }
}
