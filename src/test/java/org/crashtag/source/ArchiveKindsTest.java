package org.crashtag.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.crashtag.source.cab.CabinetBuilder;
import org.crashtag.source.cab.MszipEncoder;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Formats, and variants of them, that occur in practice: read, or rejected with their names. */
class ArchiveKindsTest {
  private static final byte[] DUMP = "PAGEDU64 and nothing else".getBytes(US_ASCII);

  /** Made by 7-Zip 22 with the method BCJ2 and with PPMd. */
  private static final String BCJ2 =
      "N3q8ryccAATez5tfLgAAAAAAAABuAAAAAAAAABY/tTEAKBBFCWi95hegZejgR5S+U6ZzUl4PoNnm"
          + "0gkjBKLvAAAAAAAAAAAAAAAAAAAAAQQGAAQJHwUFBQAHCwEABCMDAQEFXQAQAAAjAwEBBV0AEAAA"
          + "IwMBAQVdABAAABQDAwEbBAEFAAQBAwICBgEADAAAGRkACAoBBGo/CQAABQEZCwAAAAAAAAAAAAAA"
          + "EQ0AYQAuAGQAbQBwAAAAAAA=";

  private static final String PPMD =
      "N3q8ryccAAQnfCJRHQAAAAAAAAA+AAAAAAAAAHxD0ecAT/AYc4id5RCn1LPSEqT4c8U06o/0KR/4"
          + "GhWIAAEEBgABCR0ABwsBAAEjAwQBBQYAAAEADBkACAoBBGo/CQAABQEZBgAAAAAAABENAGEALgBk"
          + "AG0AcAAAAAAA";

  @TempDir private Path folder;

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] ints(int... numbers) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Integer.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : numbers) {
      buffer.putInt(number);
    }
    return buffer.array();
  }

  private void assertReadAloneAndNested(byte[] archive, String... lines) throws IOException {
    assertThat(Walked.all(folder, archive)).containsExactly(lines);
    assertThat(Walked.all(folder, Packing.zip(Map.of("in", archive))))
        .containsExactly(Arrays.stream(lines).map(line -> "in!" + line).toArray(String[]::new));
  }

  @Test
  void oneCompressedFile() throws IOException {
    for (byte[] packed :
        List.of(
            Packing.gzip(DUMP),
            Packing.zstd(DUMP),
            Packing.xz(DUMP),
            Packing.bzip2(DUMP),
            Packing.lzma(DUMP))) {
      assertThat(Walked.all(folder, "a.dmp.packed", packed)).containsExactly("a.dmp dump 25");
      assertThat(Walked.all(folder, Packing.zip(Map.of("b.dmp.packed", packed))))
          .containsExactly("b.dmp.packed!b.dmp dump 25");
    }
  }

  /** The result for one compressed dump, as a file and as a member. */
  private void assertDump(byte[] packed) throws IOException {
    assertThat(Walked.all(folder, packed)).containsExactly("archive dump 25");
    assertThat(Walked.all(folder, Packing.zip(Map.of("in", packed))))
        .containsExactly("in!in dump 25");
  }

  @Test
  void severalStreamsBehindOneAnother() throws IOException {
    byte[] first = Arrays.copyOf(DUMP, 10);
    byte[] rest = Arrays.copyOfRange(DUMP, 10, 25);
    assertDump(joined(Packing.bzip2(first), Packing.bzip2(rest)));
    assertDump(joined(Packing.gzip(first), Packing.gzip(rest)));
    assertDump(joined(Packing.zstd(first), Packing.zstd(rest)));
    assertDump(joined(Packing.xz(first), Packing.xz(rest)));
  }

  @Test
  void gzipHeaderWithAllParts() throws IOException {
    byte[] plain = Packing.gzip(DUMP);
    byte[] head = {0x1F, (byte) 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 0};
    byte[] parts = {3, 0, 'x', 'y', 'z', 'n', 0, 'c', 0, 1, 2};
    assertDump(joined(head, parts, Arrays.copyOfRange(plain, 10, plain.length)));
  }

  @Test
  void gzipWithSomethingBehindIt() throws IOException {
    assertDump(joined(Packing.gzip(DUMP), new byte[1000]));
    assertDump(joined(Packing.gzip(DUMP), new byte[] {0x1F}));
  }

  @Test
  void gzipOfManyEmptyMembers() throws IOException {
    byte[] empty = Packing.gzip(new byte[0]);
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 50_000; i++) {
      many.writeBytes(empty);
    }
    assertDump(joined(many.toByteArray(), Packing.gzip(DUMP)));
  }

  @Test
  void zstdThatBeginsWithSkippableFrames() throws IOException {
    byte[] skipped = joined(ints(0x184D2A5B, 4), "skip".getBytes(US_ASCII));
    assertDump(joined(skipped, ints(0x184D2A50, 0), Packing.zstd(DUMP)));
    assertThat(Walked.all(folder, ints(0x184D2A5B, 400)))
        .containsExactly("null truncated: a skippable Zstandard frame is cut off");
  }

  @ParameterizedTest
  @CsvSource({
    // The descriptor; a window of 2^28, of 2^31; a single segment of 2^40 bytes.
    "00, 90, 28",
    "00, A8, 31",
    "E0, 0000000000010000, 40"
  })
  void zstdWindowOverTheLimit(String descriptor, String rest, int log) throws IOException {
    java.util.HexFormat hex = java.util.HexFormat.of();
    byte[] frame =
        joined(ints(0xFD2FB528), hex.parseHex(descriptor + rest), new byte[] {1, 0, 0, 0, 0, 0, 0});
    assertThat(Walked.all(folder, frame))
        .containsExactly("null limit: a Zstandard window of 2^" + log + " bytes; at most 2^27");
  }

  @Test
  void zstdFrameWithALargerWindowBehindAnOrdinaryOne() throws IOException {
    byte[] large = joined(ints(0xFD2FB528), new byte[] {0, (byte) 0x80, 1, 0, 0});
    assertThat(Walked.all(folder, joined(Packing.zstd(DUMP), large)))
        .containsExactly("null limit: a Zstandard frame with a window of more than 2^23 bytes");
  }

  @Test
  void memoryOfAllOpenLevelsCounts() throws IOException {
    byte[] packed = program(200_000);
    System.arraycopy(DUMP, 0, packed, 0, DUMP.length);
    for (int level = 1; level <= 3; level++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      LZMA2Options options = new LZMA2Options(0);
      options.setDictSize(64 << 20);
      try (OutputStream out = new XZOutputStream(bytes, options)) {
        out.write(packed);
      }
      packed = bytes.toByteArray();
      List<String> lines = Walked.all(folder, packed);
      if (level < 3) {
        assertThat(lines).singleElement().asString().endsWith(" dump 200000");
      } else {
        assertThat(lines).singleElement().asString().contains(" limit: ");
      }
    }
  }

  /** Each member's decompressor releases its memory. */
  @Test
  void memoryOfOneAfterTheOtherDoesNot() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 40; i++) {
      byte[] packed =
          switch (i % 4) {
            case 0 -> Packing.zstd(DUMP);
            case 1 -> Packing.bzip2(DUMP);
            case 2 -> Packing.sevenZip(Map.of("a", DUMP));
            default -> Packing.xz(DUMP);
          };
      members.put(i + "", i % 8 == 7 ? Arrays.copyOf(packed, 40) : packed);
    }
    assertThat(Walked.all(folder, Packing.tar(members)))
        .filteredOn(line -> line.endsWith(" dump 25"))
        .hasSize(35);
    assertThat(Walked.all(folder, Packing.tar(members))).noneMatch(line -> line.contains("limit"));
  }

  @Test
  void zipWithAMarkInFront() throws IOException {
    for (String mark : List.of("PK00", "PK\7\10")) {
      byte[] zip = new HandMadeZip().after(mark.getBytes(US_ASCII)).member("a.dmp", DUMP).toBytes();
      assertReadAloneAndNested(zip, "a.dmp dump 25");
    }
  }

  /** The tar format before POSIX: neither a magic number nor the owner's name. */
  @Test
  void tarWithoutAMark() throws IOException {
    byte[] tar = Packing.tar(Map.of("a.dmp", DUMP));
    Arrays.fill(tar, 257, 512, (byte) 0);
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? ' ' : tar[i] & 0xFF;
    }
    byte[] stated = String.format("%06o\0 ", sum).getBytes(US_ASCII);
    System.arraycopy(stated, 0, tar, 148, 8);
    assertReadAloneAndNested(tar, "a.dmp dump 25");
    assertThat(Walked.all(folder, Packing.gzip(tar))).containsExactly("a.dmp dump 25");
    tar[148] ^= 1;
    assertThat(Walked.all(folder, tar)).containsExactly("null other " + tar.length);
  }

  private static byte[] program(int size) {
    byte[] code = new byte[size];
    new Random(2).nextBytes(code);
    code[0] = 'M';
    code[1] = 'Z';
    return code;
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 65_530, 200_001})
  void selfExtractingZipAndCabinet(int size) throws IOException {
    byte[] code = program(size);
    byte[] cabinet = new CabinetBuilder().folder(new MszipEncoder()).file("a.dmp", DUMP).toBytes();
    assertReadAloneAndNested(
        new HandMadeZip().after(code).member("a.dmp", DUMP).toBytes(), "a.dmp dump 25");
    // Offsets that count from the zip's own start.
    assertReadAloneAndNested(
        joined(code, new HandMadeZip().member("a.dmp", DUMP).toBytes()), "a.dmp dump 25");
    assertReadAloneAndNested(joined(code, cabinet), "a.dmp dump 25");
  }

  /** The bytes after the signature would be the numbers of a zip's last volume. */
  @ParameterizedTest
  @ValueSource(strings = {"01000200", "02000100", "FF7F0000", "02000100FFFF0100"})
  void programWithAZipsEndByChanceIsNone(String following) throws IOException {
    byte[] end = joined("PK\5\6".getBytes(US_ASCII), HexFormat.of().parseHex(following));
    for (int rest : new int[] {18, 1000}) {
      byte[] code = joined(program(1000), end, new byte[rest]);
      assertThat(Walked.all(folder, code)).containsExactly("null other " + code.length);
      byte[] cabinet =
          new CabinetBuilder().folder(new MszipEncoder()).file("a.dmp", DUMP).toBytes();
      assertThat(Walked.all(folder, joined(program(1000), cabinet, end, new byte[rest])))
          .containsExactly("a.dmp dump 25");
    }
  }

  @Test
  void programWithoutAnArchiveIsNone() throws IOException {
    byte[] signatures = "PK\3\4 MSCF PK\5\6".getBytes(US_ASCII);
    byte[] code = joined(program(1000), signatures, new byte[1000]);
    assertThat(Walked.all(folder, code)).containsExactly("null other " + code.length);
    assertThat(Walked.all(folder, Packing.zip(Map.of("a.exe", code))))
        .singleElement()
        .asString()
        .startsWith("a.exe other ");
  }

  @ParameterizedTest
  @CsvSource({
    "526172211A070100, rar archives can't be read",
    "526172211A0700, rar archives can't be read",
    "4D5357494D000000, wim archives can't be read"
  })
  void archivesThatCantBeRead(String start, String message) throws IOException {
    byte[] archive = joined(java.util.HexFormat.of().parseHex(start), new byte[200]);
    assertThat(Walked.all(folder, archive)).containsExactly("null unsupported: " + message);
    assertThat(Walked.all(folder, Packing.zip(Map.of("in", archive))))
        .containsExactly("in unsupported: " + message);
  }

  @Test
  void methodsOf7zThatCantBeRead() throws IOException {
    assertReadAloneAndNested(
        Base64.getDecoder().decode(BCJ2), "a.dmp unsupported: the 7z method BCJ2 is not supported");
    assertReadAloneAndNested(
        Base64.getDecoder().decode(PPMD), "a.dmp unsupported: the 7z method PPMd is not supported");
  }

  @Test
  void methodsOfZipThatCantBeRead() throws IOException {
    byte[] zip =
        new HandMadeZip()
            .method(98)
            .member("a.dmp", DUMP)
            .method(0)
            .member("b.dmp", DUMP)
            .toBytes();
    assertReadAloneAndNested(
        zip, "a.dmp unsupported: zip method 98 is not supported", "b.dmp dump 25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.7z.001", "a.zip.001", "a.z01", "a.tar.gz.002", "a.7z.002", "a.r00"})
  void volumes(String name) throws IOException {
    String message =
        "spanned: volumes of split archives are not supported; join the volumes into one file";
    byte[] piece = program(3000);
    if (name.startsWith("a.7z.001")) {
      piece = Arrays.copyOf(Packing.sevenZip(Map.of("a.dmp", DUMP)), 60);
    } else if (name.equals("a.zip.001")) {
      piece = Arrays.copyOf(Packing.zip(Map.of("a.dmp", DUMP)), 60);
    } else if (name.equals("a.z01")) {
      piece = joined(new byte[] {'P', 'K', 7, 8}, Packing.zip(Map.of("a.dmp", DUMP)));
      piece = Arrays.copyOf(piece, 60);
    } else {
      piece[0] = 'x';
    }
    assertThat(Walked.all(folder, name, piece)).containsExactly("null " + message);
  }

  @Test
  void lastVolumeOfASplitZip() throws IOException {
    byte[] last = new HandMadeZip().member("b.dmp", DUMP).volume(2).toBytes();
    byte[] inMidMember = joined(new byte[100], last);
    for (byte[] volume : List.of(last, inMidMember)) {
      assertThat(Walked.all(folder, "a.zip", volume))
          .singleElement()
          .asString()
          .startsWith("null spanned: volumes of split archives");
    }
  }

  @Test
  void cut7zIsTruncated() throws IOException {
    byte[] whole = Packing.sevenZip(Map.of("a.dmp", DUMP));
    assertThat(Walked.all(folder, Arrays.copyOf(whole, whole.length - 1)))
        .singleElement()
        .asString()
        .startsWith("null truncated: the 7z is cut off");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "L"})
  void tarWithAHugeHeader(String type) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      int size = 400 << 20;
      byte[] header = Arrays.copyOf(Packing.tar(Map.of("a", DUMP)), 512);
      byte[] octal = String.format("%011o", size).getBytes(US_ASCII);
      System.arraycopy(octal, 0, header, 124, 11);
      header[156] = (byte) type.charAt(0);
      out.write(header);
      byte[] block = new byte[1 << 20];
      Arrays.fill(block, (byte) 'a');
      System.arraycopy("409000000 comment=".getBytes(US_ASCII), 0, block, 0, 18);
      for (int i = 0; i < 8; i++) {
        out.write(block);
      }
    }
    assertThat(Walked.all(folder, bytes.toByteArray()))
        .containsExactly("null limit: more than 1048576 bytes of headers before a tar's member");
  }

  @Test
  void zipHeaderWithManyExtraFields() throws IOException {
    byte[] extra = new byte[65_532];
    for (int i = 0; i < extra.length; i += 4) {
      extra[i] = (byte) (i >> 2);
      extra[i + 1] = (byte) (i >> 10 | 0x40);
    }
    byte[] zip = new HandMadeZip().extra(extra).member("a.dmp", DUMP).toBytes();
    assertThat(Walked.all(folder, zip))
        .containsExactly("null limit: a zip header with more than 128 extra fields");
  }

  @Test
  void openingAnArchiveTakesNoLongerThanAllowed() throws IOException {
    String[] names = new String[100];
    Arrays.setAll(names, Integer::toString);
    Map<String, byte[]> members = new LinkedHashMap<>();
    List.of(names).forEach(name -> members.put(name, DUMP));
    Limits one = new Limits(1 << 20, 1 << 20, 250, 1000, 5, 1);
    for (byte[] archive : List.of(Packing.zip(members), Packing.sevenZip(members))) {
      Path file = Files.write(folder.resolve("slow"), archive);
      List<String> lines = Walked.walk(new SlowStorage(), file, one, path -> true);
      assertThat(lines)
          .containsExactly("null limit: the archive takes longer than 1 seconds (--max-seconds)");
    }
  }

  /** Each read takes most of a second. */
  private static final class SlowStorage extends ForwardingStorage {
    SlowStorage() {
      super(new LocalStorage());
    }

    @Override
    public SeekableByteChannel open(String path) throws IOException {
      SeekableByteChannel channel = super.open(path);
      return new ReadOnlyChannel() {
        @Override
        int readAt(ByteBuffer into, long offset) throws IOException {
          try {
            Thread.sleep(600);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return channel.position(offset).read(into);
        }

        @Override
        public long size() throws IOException {
          return channel.size();
        }

        @Override
        public void close() throws IOException {
          channel.close();
        }
      };
    }
  }

  @Test
  void namesWithoutEndAreTooMany() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    String name = String.join("", Collections.nCopies(65_000, "n"));
    for (int i = 100; i < 700; i++) {
      members.put(name + i, DUMP);
    }
    assertThat(Walked.all(folder, Packing.zip(members)))
        .last()
        .isEqualTo("null limit: the members' names have more than 33554432 characters");
  }
}
