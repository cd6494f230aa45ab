package org.crashtag.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.crashtag.source.cab.CabinetBuilder;
import org.crashtag.source.cab.MszipEncoder;
import org.crashtag.storage.LocalStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken and malicious archives: each is rejected with a reason, and the rest is read. */
class BadArchivesTest {
  private static final byte[] DUMP = "PAGEDU64 and nothing else".getBytes(US_ASCII);

  @TempDir private Path folder;
  private List<String> seen = new ArrayList<>();

  private List<String> walk(byte[] archive, Limits limits) throws IOException {
    seen = Walked.within(limits, folder, archive);
    return seen;
  }

  private List<String> walk(byte[] archive) throws IOException {
    return walk(archive, Limits.DEFAULT);
  }

  private static Map<String, byte[]> members(String... names) {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (String name : names) {
      members.put(name, DUMP);
    }
    return members;
  }

  /** The places of the little-endian number {@code magic}. */
  private static List<Integer> places(byte[] bytes, int magic) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> places = new ArrayList<>();
    for (int at = 0; at + 4 <= bytes.length; at++) {
      if (buffer.getInt(at) == magic) {
        places.add(at);
      }
    }
    return places;
  }

  @Test
  void zipWithPassword() throws IOException {
    byte[] zip = Packing.zip(members("a.dmp", "b.dmp"));
    zip[places(zip, 0x04034B50).get(0) + 6] |= 1;
    zip[places(zip, 0x02014B50).get(0) + 8] |= 1;
    assertThat(walk(zip))
        .containsExactly("a.dmp unsupported: protected by a password", "b.dmp dump 25");
  }

  @Test
  void zipWhoseHeadersDisagree() throws IOException {
    byte[] zip = Packing.zip(members("a.dmp", "b.dmp"));
    zip[places(zip, 0x04034B50).get(0) + 0x1E] = 'x';
    assertThat(walk(zip))
        .containsExactly(
            "a.dmp corrupt: the zip's directory and the header of this member disagree",
            "b.dmp dump 25");
  }

  @Test
  void zipWhoseMembersOverlap() throws IOException {
    byte[] zip = Packing.zip(members("a.dmp", "b.dmp"));
    ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(places(zip, 0x02014B50).get(1) + 42, 0);
    assertThat(walk(zip)).containsExactly("null corrupt: members of the zip overlap");
  }

  /** A packed size at which the end of the member would overflow. */
  @Test
  void zipWhoseMembersOverlapByAnOverflow() throws IOException {
    ByteBuffer wide = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    wide.putShort((short) 1).putShort((short) 8).putLong(Long.MAX_VALUE - 40);
    byte[] zip =
        new HandMadeZip()
            .member("a.dmp", DUMP)
            .extra(wide.array())
            .member("b.dmp", DUMP)
            .extra(new byte[0])
            .member("c.dmp", DUMP)
            .toBytes();
    ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(places(zip, 0x02014B50).get(1) + 20, -1);
    assertThat(walk(zip)).containsExactly("null corrupt: members of the zip overlap");
  }

  @Test
  void limitsCanBeAsLargeAsNumbersGo() throws IOException {
    long most = Long.MAX_VALUE;
    Limits none = new Limits(most, most, most, most, Integer.MAX_VALUE, most);
    for (byte[] archive :
        List.of(
            Packing.zip(members("a.dmp")),
            Packing.sevenZip(members("a.dmp")),
            Packing.tar(members("a.dmp")),
            new CabinetBuilder().folder(new MszipEncoder()).file("a.dmp", DUMP).toBytes())) {
      assertThat(walk(archive, none)).containsExactly("a.dmp dump 25");
    }
    Budget budget = new Budget(none, 1L << 40);
    budget.addBytes(most, 0);
    budget.addBytes(most, 0);
    assertThat(budget.left()).isZero();
  }

  @Test
  void nestedArchiveThatNeedsTooMuchMemoryCostsOnlyItself() throws IOException {
    Map<String, byte[]> members = members("a.dmp");
    members.put("b.zip", Packing.zip(members("x.dmp")));
    members.put("c.tar", Packing.tar(members("x.dmp")));
    members.putAll(members("d.dmp"));
    Path file = folder.resolve("outer.zip");
    for (byte[] outer : List.of(Packing.zip(members), Packing.tar(members))) {
      Files.write(file, outer);
      Predicate<String> failing =
          path -> {
            if (path.startsWith("b.zip!")) {
              throw new OutOfMemoryError("Java heap space");
            }
            if (path.startsWith("c.tar!")) {
              throw new StackOverflowError();
            }
            return true;
          };
      assertThat(Walked.walk(new LocalStorage(), file, Limits.DEFAULT, failing))
          .containsExactly(
              "a.dmp dump 25",
              "b.zip limit: decompressing needs more memory than is available",
              "c.tar corrupt: corrupt compressed data: java.lang.StackOverflowError",
              "d.dmp dump 25");
    }
  }

  @Test
  void cutArchives() throws IOException {
    Map<String, byte[]> members = members("a.dmp", "b.dmp");
    for (byte[] whole :
        List.of(
            Packing.zip(members),
            Packing.sevenZip(members),
            Packing.gzip(Packing.tar(members)),
            Packing.zstd(DUMP),
            Packing.xz(DUMP))) {
      assertThat(walk(whole)).isNotEmpty().allMatch(line -> line.endsWith("dump 25"));
      List<String> all = List.copyOf(seen);
      for (int length = 8; length < whole.length; length++) {
        walk(Arrays.copyOf(whole, length));
        assertThat(seen).as("cut at " + length).isNotNull();
        assertThat(seen.stream().filter(line -> line.endsWith("dump 25")).toList())
            .as("cut at " + length)
            .isSubsetOf(all);
      }
    }
  }

  @Test
  void flippedBytes() throws IOException {
    Map<String, byte[]> members = members("a.dmp", "b.dmp");
    for (byte[] whole :
        List.of(
            Packing.zip(members),
            Packing.sevenZip(members),
            Packing.gzip(Packing.tar(members)),
            Packing.zstd(DUMP),
            Packing.xz(DUMP))) {
      for (int at = 0; at < whole.length; at++) {
        byte[] broken = whole.clone();
        broken[at] ^= (byte) 0xFF;
        assertThat(walk(broken)).as("flipped at " + at).hasSizeLessThan(10);
      }
    }
  }

  /** Endless zeros, until the reader gives up. */
  private static byte[] zeros(long size, OutputStream out, ByteArrayOutputStream bytes)
      throws IOException {
    byte[] block = new byte[1 << 16];
    for (long left = size; left > 0; left -= block.length) {
      out.write(block);
    }
    out.close();
    return bytes.toByteArray();
  }

  @Test
  void gzipBomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] bomb = zeros(1L << 30, new GZIPOutputStream(bytes), bytes);
    assertThat(walk(bomb))
        .containsExactly(
            "archive limit: the archive's compression ratio is over 250 (--max-ratio)");
    Limits small = new Limits(1 << 20, 1L << 40, 250, 100, 5, 3600);
    assertThat(walk(bomb, small))
        .containsExactly(
            "archive limit: the member is longer than 1048576 bytes (--max-member-bytes)");
  }

  @Test
  void zipOfZipsOfZeros() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] zeros = zeros(1L << 28, new GZIPOutputStream(bytes), bytes);
    Map<String, byte[]> level = new LinkedHashMap<>();
    for (int i = 0; i < 16; i++) {
      level.put("zeros" + i + ".gz", zeros);
    }
    byte[] inner = Packing.zip(level);
    Map<String, byte[]> outer = new LinkedHashMap<>();
    for (int i = 0; i < 16; i++) {
      outer.put("inner" + i + ".zip", inner);
    }
    assertThat(walk(Packing.zip(outer)))
        .last()
        .asString()
        .contains("limit: the archive's compression ratio is over 250 (--max-ratio)");
  }

  @Test
  void archivesWithinArchives() throws IOException {
    byte[] archive = Packing.zip(members("a.dmp"));
    for (int depth = 0; depth < 8; depth++) {
      archive = Packing.zip(Map.of("a.zip", archive));
    }
    assertThat(walk(archive))
        .containsExactly(
            "a.zip!a.zip!a.zip!a.zip!a.zip limit: more than 5 nested archives" + " (--max-depth)");
  }

  @Test
  void tooManyMembers() throws IOException {
    String[] names = new String[50];
    for (int i = 0; i < names.length; i++) {
      names[i] = i + ".dmp";
    }
    Limits few = new Limits(1 << 20, 1 << 20, 250, 10, 5, 60);
    assertThat(walk(Packing.tar(members(names)), few))
        .hasSize(11)
        .last()
        .isEqualTo("null limit: more than 10 members (--max-members)");
  }

  /** The library would create an object for each before it returns the first. */
  @Test
  void tooManyMembersOfAZipAreCountedBeforeAnyIsRead() throws IOException {
    Limits few = new Limits(1 << 20, 1 << 20, 250, 2, 5, 60);
    byte[] zip = Packing.zip(members("a.dmp", "b.dmp", "c.dmp"));
    String tooMany = "null limit: more than 2 members (--max-members)";
    assertThat(walk(zip, few)).containsExactly(tooMany);

    byte[] lying = zip.clone();
    int end = places(zip, 0x06054B50).get(0);
    lying[end + 8] = 1;
    lying[end + 10] = 1;
    assertThat(walk(lying, few)).containsExactly(tooMany);

    ByteArrayOutputStream behindOther = new ByteArrayOutputStream();
    behindOther.writeBytes(Packing.zip(Map.of("d.dmp", DUMP)));
    behindOther.writeBytes(zip);
    assertThat(walk(behindOther.toByteArray(), few)).containsExactly(tooMany);
  }

  @Test
  void sevenZipWithPassword() throws IOException {
    SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
    try (SevenZOutputFile archive = new SevenZOutputFile(channel, "secret".toCharArray())) {
      SevenZArchiveEntry entry = new SevenZArchiveEntry();
      entry.setName("a.dmp");
      archive.putArchiveEntry(entry);
      archive.write(DUMP);
      archive.closeArchiveEntry();
    }
    byte[] bytes = Arrays.copyOf(channel.array(), (int) channel.size());
    assertThat(walk(bytes)).containsExactly("a.dmp unsupported: protected by a password");
  }

  @Test
  void largeMemberNeedsNoMemory() throws IOException {
    Path file = folder.resolve("large.zip");
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      zip.putArchiveEntry(new ZipArchiveEntry("large.bin"));
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < 700; i++) {
        zip.write(block);
      }
      zip.closeArchiveEntry();
    }
    Limits wide = new Limits(1L << 40, 1L << 40, 2_000, 100, 5, 3600);
    assertThat(Walked.walk(new LocalStorage(), file, wide, path -> true))
        .containsExactly("large.bin other " + (700L << 20));
  }
}
