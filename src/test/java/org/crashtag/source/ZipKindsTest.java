package org.crashtag.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.storage.LocalStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kinds of zip beyond the usual one, on a channel and inside another zip. */
class ZipKindsTest {
  private static final int DEFLATE64 = 9;
  private static final int LENGTH = 40_003;

  @TempDir private Path folder;

  @Test
  void deflate64() throws IOException {
    byte[] content = new byte[1 + LENGTH];
    Arrays.fill(content, (byte) 'A');
    assertMember(deflate64(content), content);
  }

  @Test
  void zip64() throws IOException {
    byte[] content = "PAGEDU64 and more".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      zip.setUseZip64(Zip64Mode.Always);
      zip.putArchiveEntry(new ZipArchiveEntry("a.dmp"));
      zip.write(content);
      zip.closeArchiveEntry();
    }
    assertMember(bytes.toByteArray(), content);
  }

  private void assertMember(byte[] zip, byte[] content) throws IOException {
    assertThat(read(zip)).containsExactly("a.dmp " + Arrays.hashCode(content));
    assertThat(read(Packing.zip(Map.of("inner.zip", zip))))
        .containsExactly("inner.zip!a.dmp " + Arrays.hashCode(content));
  }

  /** A zip of one member by the method that java.util.zip lacks. */
  private static byte[] deflate64(byte[] content) throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry("a.dmp");
    byte[] packed = oneLetterAndAMatch();
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setMethod(DEFLATE64);
    entry.setSize(content.length);
    entry.setCompressedSize(packed.length);
    entry.setCrc(crc.getValue());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      zip.addRawArchiveEntry(entry, new ByteArrayInputStream(packed));
    }
    return bytes.toByteArray();
  }

  /**
   * A last block of fixed codes: the letter A; length code 285, which in Deflate64 means 3 and 16
   * more bits; distance 1; the end.
   */
  private static byte[] oneLetterAndAMatch() {
    Bits bits = new Bits();
    bits.put(1, 1);
    bits.put(1, 2);
    bits.code(0x30 + 'A', 8);
    bits.code(0b11000101, 8);
    bits.put(LENGTH - 3, 16);
    bits.code(0, 5);
    bits.code(0, 7);
    return bits.toBytes();
  }

  /** Deflate's bits: numbers from their lowest bit, codes from their highest. */
  private static final class Bits {
    private final List<Boolean> bits = new ArrayList<>();

    void put(int value, int count) {
      for (int i = 0; i < count; i++) {
        bits.add((value >>> i & 1) != 0);
      }
    }

    void code(int code, int count) {
      for (int i = count - 1; i >= 0; i--) {
        bits.add((code >>> i & 1) != 0);
      }
    }

    byte[] toBytes() {
      byte[] bytes = new byte[(bits.size() + 7) / 8];
      for (int i = 0; i < bits.size(); i++) {
        if (bits.get(i)) {
          bytes[i / 8] |= (byte) (1 << i % 8);
        }
      }
      return bytes;
    }
  }

  private List<String> read(byte[] zip) throws IOException {
    Path file = Files.write(folder.resolve("kind.zip"), zip);
    List<String> members = new ArrayList<>();
    SourceVisitor visitor =
        new SourceVisitor() {
          @Override
          public boolean accepts(String path) {
            return true;
          }

          @Override
          public boolean isDone() {
            return false;
          }

          @Override
          public void archive(Member member) {
            assertThat(member.kind()).isEqualTo(SourceKind.ZIP);
          }

          @Override
          public void fault(Member member, MalformedException fault) {
            throw fault;
          }

          @Override
          public void content(Member member, Content content) throws IOException {
            byte[] bytes = new byte[LENGTH + 100];
            int length = content.read(0, bytes, 0, bytes.length);
            members.add(member.path() + " " + Arrays.hashCode(Arrays.copyOf(bytes, length)));
          }
        };
    SourceFile source = new SourceFile(file.toString(), zip.length, 0);
    new SourceWalker(new LocalStorage(), Limits.DEFAULT).walk(source, visitor);
    return members;
  }
}
