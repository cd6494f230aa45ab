package org.crashtag.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.crashtag.source.cab.CabinetBuilder;
import org.crashtag.source.cab.MszipEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members are known by their position, and accepted only if they are what the archive states. */
class ArchiveMembersTest {
  private static final byte[] DUMP = "PAGEDU64 and nothing else".getBytes(US_ASCII);
  private static final byte[] OTHER = "PAGEDU64 and one more".getBytes(US_ASCII);

  @TempDir private Path folder;

  private static byte[] tar(String encoding, boolean pax, String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, encoding)) {
      tar.setAddPaxHeadersForNonAsciiNames(pax);
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (String name : names) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(DUMP.length);
        tar.putArchiveEntry(entry);
        tar.write(DUMP);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] sevenZip(SevenZMethod method, String... names) throws IOException {
    SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
    try (SevenZOutputFile file = new SevenZOutputFile(channel)) {
      file.setContentCompression(method);
      for (String name : names) {
        SevenZArchiveEntry entry = new SevenZArchiveEntry();
        entry.setName(name);
        file.putArchiveEntry(entry);
        file.write(DUMP);
        file.closeArchiveEntry();
      }
    }
    return Arrays.copyOf(channel.array(), (int) channel.size());
  }

  private static byte[] twins(String format) throws IOException {
    return switch (format) {
      case "zip" ->
          new HandMadeZip()
              .member("a.dmp", DUMP)
              .member("b.dmp", DUMP)
              .member("a.dmp", OTHER)
              .toBytes();
      case "tar" -> tar("UTF-8", false, "a.dmp", "b.dmp", "a.dmp");
      case "7z" -> sevenZip(SevenZMethod.LZMA2, "a.dmp", "b.dmp", "a.dmp");
      case "cab" ->
          new CabinetBuilder()
              .folder(new MszipEncoder())
              .file("a.dmp", DUMP)
              .file("b.dmp", DUMP)
              .file("a.dmp", OTHER)
              .toBytes();
      default -> throw new IllegalArgumentException(format);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "tar", "7z", "cab"})
  void membersOfOneNameAreTwo(String format) throws IOException {
    byte[] archive = twins(format);
    List<String> all = Walked.all(folder, archive);
    assertThat(all)
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactly("a.dmp", "b.dmp", "a.dmp#3");
    assertThat(Walked.only("a.dmp#3", folder, archive)).containsExactly(all.get(2));
    assertThat(Walked.only("a.dmp", folder, archive)).containsExactly(all.get(0));
    byte[] outer = Packing.zip(Map.of("in", archive));
    assertThat(Walked.only("in!a.dmp#3", folder, outer)).containsExactly("in!" + all.get(2));
  }

  @Test
  void separatorsAreTwoNames() throws IOException {
    byte[] zip = new HandMadeZip().member("x\\a.dmp", DUMP).member("x/a.dmp", OTHER).toBytes();
    assertThat(Walked.all(folder, zip)).containsExactly("x\\a.dmp dump 25", "x/a.dmp dump 21");
    assertThat(Walked.all(folder, Packing.zip(Map.of("in.zip", zip))))
        .containsExactly("in.zip!x\\a.dmp dump 25", "in.zip!x/a.dmp dump 21");
  }

  @Test
  void nestedArchivesOfOneName() throws IOException {
    byte[] inner = Packing.zip(Map.of("a.dmp", DUMP));
    byte[] zip = new HandMadeZip().member("in.zip", inner).member("in.zip", inner).toBytes();
    assertThat(Walked.all(folder, zip))
        .containsExactly("in.zip!a.dmp dump 25", "in.zip#2!a.dmp dump 25");
  }

  @Test
  void nameWithTheSeparatorOfLevels() throws IOException {
    byte[] inner = Packing.zip(Map.of("b.dmp", OTHER));
    byte[] zip = new HandMadeZip().member("a", inner).member("a!b.dmp", DUMP).toBytes();
    assertThat(Walked.all(folder, zip)).containsExactly("a!b.dmp dump 21", "a#2!b.dmp dump 25");
    assertThat(Walked.only("a#2!b.dmp", folder, zip)).containsExactly("a#2!b.dmp dump 25");
    assertThat(Walked.all(folder, Packing.zip(Map.of("w!e!.dmp", DUMP))))
        .containsExactly("w!e!.dmp dump 25");
  }

  @ParameterizedTest
  @CsvSource({
    "IBM866, \u041C\u041E\u0421\u041A, \u041E\u041C\u0421\u041A",
    "GBK, \u5317\u4EAC, \u4E1C\u4EAC"
  })
  void namesInACodePageStayApart(String charset, String first, String second) throws IOException {
    byte[] zip =
        new HandMadeZip()
            .member((first + "/M.DMP").getBytes(Charset.forName(charset)), DUMP)
            .member((second + "/M.DMP").getBytes(Charset.forName(charset)), OTHER)
            .toBytes();
    List<String> lines = Walked.all(folder, zip);
    assertThat(lines).hasSize(2).noneMatch(line -> line.contains("#") || line.contains("\uFFFD"));
    assertThat(Walked.all(folder, Packing.zip(Map.of("in", zip))))
        .containsExactly("in!" + lines.get(0), "in!" + lines.get(1));
  }

  @Test
  void namesInUtf8AreThat() throws IOException {
    byte[] zip = new HandMadeZip().member("b\u00FCro/\u00FC.dmp", DUMP).toBytes();
    assertThat(Walked.all(folder, zip)).containsExactly("b\u00FCro/\u00FC.dmp dump 25");
    assertThat(Walked.all(folder, tar(UTF_8.name(), false, "b\u00FCro.dmp")))
        .containsExactly("b\u00FCro.dmp dump 25");
    String longName = "\u00FC".repeat(90) + ".dmp";
    assertThat(Walked.all(folder, tar(UTF_8.name(), false, longName)))
        .containsExactly(longName + " dump 25");
    assertThat(Walked.all(folder, tar(UTF_8.name(), true, "b\u00FCro.dmp")))
        .containsExactly("b\u00FCro.dmp dump 25");
  }

  @Test
  void namesOfATarInLatin1StayApart() throws IOException {
    List<String> lines =
        Walked.all(folder, tar(ISO_8859_1.name(), false, "b\u00FCro.dmp", "b\u00F6ro.dmp"));
    assertThat(lines).hasSize(2).noneMatch(line -> line.contains("#") || line.contains("\uFFFD"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8})
  void wrongChecksumOfAZip(int method) throws IOException {
    byte[] zip =
        new HandMadeZip()
            .method(method)
            .wrongChecksums()
            .member("a.dmp", DUMP)
            .member("b.dmp", DUMP)
            .toBytes();
    String wrong = "checksum: the member's checksum is wrong";
    assertThat(Walked.all(folder, zip)).containsExactly("a.dmp " + wrong, "b.dmp " + wrong);
    assertThat(Walked.all(folder, Packing.zip(Map.of("in", zip))))
        .containsExactly("in!a.dmp " + wrong, "in!b.dmp " + wrong);
  }

  @ParameterizedTest
  @CsvSource({"0, -8", "8, -8", "0, 8", "8, 8"})
  void wrongLengthOfAZip(int method, int off) throws IOException {
    byte[] zip = new HandMadeZip().method(method).sizesOff(off).member("a.dmp", DUMP).toBytes();
    assertThat(Walked.all(folder, zip))
        .singleElement()
        .asString()
        .startsWith("a.dmp corrupt: the member ");
    assertThat(Walked.all(folder, Packing.zip(Map.of("in", zip))))
        .singleElement()
        .asString()
        .startsWith("in!a.dmp corrupt: the member ");
  }

  @Test
  void wrongChecksumOfA7zCostsItsMember() throws IOException {
    byte[] whole = sevenZip(SevenZMethod.COPY, "a.dmp", "b.dmp");
    byte[] broken = whole.clone();
    broken[0x20 + 10] ^= 1;
    assertThat(Walked.all(folder, broken))
        .containsExactly("a.dmp checksum: the member's checksum is wrong", "b.dmp dump 25");
    assertThat(Walked.only("b.dmp", folder, broken)).containsExactly("b.dmp dump 25");
    assertThat(Walked.all(folder, Packing.zip(Map.of("in", broken))))
        .containsExactly("in!a.dmp checksum: the member's checksum is wrong", "in!b.dmp dump 25");
  }

  /** 7-Zip stores in LZMA2 what does not get smaller: a changed byte there changes no other. */
  @Test
  void wrongChecksumInASolid7zCostsItsMember() throws IOException {
    byte[] solid = Solid7z.ofThree(DUMP);
    int second = Solid7z.FIRST_DATA + DUMP.length;
    byte[] broken = solid.clone();
    broken[second + 10] ^= 1;
    assertThat(Walked.all(folder, solid)).containsExactly("a dump 25", "b dump 25", "c dump 25");
    assertThat(Walked.all(folder, broken))
        .containsExactly("a dump 25", "b checksum: the member's checksum is wrong", "c dump 25");
    assertThat(Walked.only("c", folder, broken)).containsExactly("c dump 25");
  }

  @ParameterizedTest
  @CsvSource({
    "0, true, false",
    "0, true, true",
    "8, true, false",
    "8, false, false",
    "8, true, true",
    "8, false, true"
  })
  void descriptorsInANestedZip(int method, boolean signed, boolean wide) throws IOException {
    byte[] innermost = new HandMadeZip().descriptors(true, false).member("c.dmp", OTHER).toBytes();
    byte[] zip =
        new HandMadeZip()
            .method(method)
            .descriptors(signed, wide)
            .member("a.dmp", DUMP)
            .member("empty.txt", new byte[0])
            .member("PK.zip", innermost)
            .member("b.dmp", DUMP)
            .toBytes();
    assertThat(Walked.all(folder, Packing.zip(Map.of("in", zip))))
        .containsExactly(
            "in!a.dmp dump 25",
            "in!empty.txt other 0",
            "in!PK.zip!c.dmp dump 21",
            "in!b.dmp dump 25");
    assertThat(Walked.only("in!b.dmp", folder, Packing.zip(Map.of("in", zip))))
        .containsExactly("in!b.dmp dump 25");
  }

  @Test
  void descriptorWithAWrongChecksum() throws IOException {
    byte[] zip =
        new HandMadeZip()
            .method(8)
            .descriptors(true, false)
            .wrongChecksums()
            .member("a.dmp", DUMP)
            .member("b.dmp", DUMP)
            .toBytes();
    String wrong = " checksum: the member's checksum is wrong";
    assertThat(Walked.all(folder, Packing.zip(Map.of("in", zip))))
        .containsExactly("in!a.dmp" + wrong, "in!b.dmp" + wrong);
  }

  @Test
  void largeStoredMemberWithADescriptor() throws IOException {
    byte[] content = new byte[300_001];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) "PK\7\10PKP".charAt(i * 7 % 11 % 7);
    }
    byte[] zip =
        new HandMadeZip()
            .descriptors(true, false)
            .member("a.bin", content)
            .member("b.dmp", DUMP)
            .toBytes();
    assertThat(Walked.all(folder, Packing.zip(Map.of("in", zip))))
        .containsExactly("in!a.bin other 300001", "in!b.dmp dump 25");
  }

  @Test
  void memberThatFailsAtOnceCostsItself() throws IOException {
    byte[] garbage = "garbage garbage garbage".getBytes(US_ASCII);
    byte[] zip = new HandMadeZip().method(12).member("a.dmp", garbage).toBytes();
    byte[] both = new HandMadeZip().member("a", zip).member("b.dmp", DUMP).toBytes();
    assertThat(Walked.all(folder, zip)).singleElement().asString().startsWith("a.dmp corrupt: ");
    assertThat(Walked.all(folder, both))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("a!a.dmp corrupt: "),
            line -> assertThat(line).isEqualTo("b.dmp dump 25"));
    for (byte[] packed :
        List.of(Packing.gzip(DUMP), Packing.xz(DUMP), Packing.zstd(DUMP), Packing.bzip2(DUMP))) {
      byte[] broken = packed.clone();
      Arrays.fill(broken, 10, broken.length, (byte) 0x55);
      Map<String, byte[]> members = new LinkedHashMap<>();
      members.put("a", broken);
      members.put("b.dmp", DUMP);
      assertThat(Walked.all(folder, Packing.zip(members)))
          .hasSize(2)
          .last()
          .isEqualTo("b.dmp dump 25");
    }
  }
}
