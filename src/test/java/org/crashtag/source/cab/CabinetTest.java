package org.crashtag.source.cab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.crashtag.source.cab.LzxEncoder.Block.VERBATIM;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.junit.jupiter.api.Test;

class CabinetTest {
  private static final byte[] CONTENT = Contents.mixed(200_000, 1);

  private static List<FolderEncoder> encoders() {
    return List.of(
        FolderEncoder.stored(), new MszipEncoder(), new LzxEncoder(15, 50_000, VERBATIM));
  }

  private static CabinetBuilder builder(FolderEncoder encoder) {
    return new CabinetBuilder().folder(encoder);
  }

  private static Cabinet open(byte[] cabinet) throws IOException {
    return Cabinet.open(new Channel(cabinet), Long.MAX_VALUE);
  }

  private static byte[] read(Cabinet cabinet, int file) throws IOException {
    try (InputStream stream = cabinet.open(cabinet.files().get(file))) {
      return stream.readAllBytes();
    }
  }

  private static void assertReason(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MalformedException.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }

  @Test
  void listsFilesInOrder() throws IOException {
    byte[] cabinet =
        builder(new MszipEncoder())
            .file("b", new byte[10])
            .file("sub\\a", new byte[20])
            .folder(FolderEncoder.stored())
            .file("\u00e4\u20ac", new byte[30])
            .toBytes();

    assertThat(open(cabinet).files())
        .containsExactly(
            new CabinetFile("b", 10, 0, 0),
            new CabinetFile("sub\\a", 20, 0, 10),
            new CabinetFile("\u00e4\u20ac", 30, 1, 0));
  }

  @Test
  void namesAreUtf8OnlyWhereTheySaySo() throws IOException {
    byte[] cabinet = builder(FolderEncoder.stored()).file("n\u00e4", new byte[1]).toBytes();
    int attributes = 36 + 8 + 14;
    cabinet[attributes] = 0;

    assertThat(open(cabinet).files().get(0).name()).isEqualTo("n\u00c3\u00a4");

    cabinet[attributes] = (byte) 0x80;
    cabinet[attributes + 3] = (byte) 0xFF;
    assertThat(open(cabinet).files().get(0).name()).isEqualTo("n\uFFFD\uFFFD");
  }

  @Test
  void skipsAndReads() throws IOException {
    for (FolderEncoder encoder : encoders()) {
      Cabinet cabinet = open(builder(encoder).file("a", CONTENT).toBytes());
      try (InputStream stream = cabinet.open(cabinet.files().get(0))) {
        assertThat(stream.read()).isEqualTo(CONTENT[0] & 0xFF);
        assertThat(stream.skip(0)).isZero();
        assertThat(stream.skip(-1)).isZero();
        assertThat(stream.skip(149_999)).isEqualTo(149_999);
        assertThat(stream.readNBytes(100)).isEqualTo(Arrays.copyOfRange(CONTENT, 150_000, 150_100));
        assertThat(stream.skip(Long.MAX_VALUE)).isEqualTo(CONTENT.length - 150_100);
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.skip(1)).isZero();
      }
    }
  }

  @Test
  void decodesNothingBeforeItIsAskedFor() throws IOException {
    for (FolderEncoder encoder : encoders()) {
      byte[] bytes = builder(encoder).file("a", CONTENT).toBytes();
      Cabinet cabinet = Cabinet.open(new Channel(bytes), 65_536);
      try (InputStream stream = cabinet.open(cabinet.files().get(0))) {
        assertThat(stream.skip(32_768)).isEqualTo(32_768);
        assertThat(stream.readNBytes(32_768)).hasSize(32_768);
        assertReason(Reason.LIMIT, stream::read);
      }
    }
  }

  @Test
  void membersInOrderAreDecodedInOneGo() throws IOException {
    for (FolderEncoder encoder : encoders()) {
      byte[] bytes =
          builder(encoder).file("a", CONTENT).file("b", CONTENT).file("c", CONTENT).toBytes();
      Cabinet cabinet = Cabinet.open(new Channel(bytes), 3L * CONTENT.length);

      assertThat(read(cabinet, 0)).isEqualTo(CONTENT);
      assertThat(read(cabinet, 2)).isEqualTo(CONTENT);
    }
  }

  @Test
  void membersOutOfOrderAreDecodedAgain() throws IOException {
    for (FolderEncoder encoder : encoders()) {
      Cabinet cabinet = open(builder(encoder).file("a", CONTENT).file("b", CONTENT).toBytes());

      assertThat(read(cabinet, 1)).isEqualTo(CONTENT);
      assertThat(read(cabinet, 0)).isEqualTo(CONTENT);
      assertThat(read(cabinet, 0)).isEqualTo(CONTENT);
    }
  }

  @Test
  void streamsThatAreReadInTurnStayRight() throws IOException {
    Cabinet cabinet =
        open(builder(new MszipEncoder()).file("a", CONTENT).file("b", CONTENT).toBytes());
    try (InputStream first = cabinet.open(cabinet.files().get(0));
        InputStream second = cabinet.open(cabinet.files().get(1))) {
      for (int at = 0; at < CONTENT.length; at += 50_000) {
        byte[] expected = Arrays.copyOfRange(CONTENT, at, at + 50_000);
        assertThat(first.readNBytes(50_000)).isEqualTo(expected);
        assertThat(second.readNBytes(50_000)).isEqualTo(expected);
      }
    }
  }

  @Test
  void manyMembersOverOneFolderEndAtTheLimit() throws IOException {
    CabinetBuilder builder = builder(new MszipEncoder()).file("a", CONTENT);
    for (int i = 0; i < 1000; i++) {
      builder.member("m" + i, CONTENT.length, 0);
    }
    Channel channel = new Channel(builder.toBytes());
    List<String> answers = Answers.of(channel, 3L * CONTENT.length);

    assertThat(answers.subList(0, 3)).allMatch(Answers.md5(CONTENT)::equals);
    assertThat(answers.subList(3, 1001)).allMatch("LIMIT"::equals);
  }

  @Test
  void largeBlocksThatUnpackToLittleEndAtTheLimit() throws IOException {
    CabinetBuilder builder = builder(new LooseEncoder()).file("a", new byte[10]);
    for (int i = 0; i < 100; i++) {
      builder.member("m" + i, 10, 0);
    }
    Channel channel = new Channel(builder.toBytes());
    List<String> answers = Answers.of(channel, LooseEncoder.PACKED_BYTES);

    assertThat(answers.subList(0, 2)).allMatch(Answers.md5(new byte[10])::equals);
    assertThat(answers.subList(2, 101)).allMatch("LIMIT"::equals);
  }

  /** MSZIP with much data after the end of each deflate stream. */
  private static final class LooseEncoder implements FolderEncoder {
    private static final int PACKED_BYTES = 50_000;

    @Override
    public int method() {
      return 1;
    }

    @Override
    public void encode(InputStream content, Sink sink) throws IOException {
      new MszipEncoder()
          .encode(
              content, (packed, bytes) -> sink.block(Arrays.copyOf(packed, PACKED_BYTES), bytes));
    }
  }

  @Test
  void memberMayNotLeaveItsFolder() throws IOException {
    for (long[] sizeAndOffset :
        new long[][] {{229_377, 0}, {1, 229_376}, {0xFFFFFFFFL, 0}, {32, 0xFFFFFFF0L}}) {
      byte[] bytes =
          builder(new MszipEncoder())
              .file("a", CONTENT)
              .member("b", sizeAndOffset[0], sizeAndOffset[1])
              .toBytes();
      Cabinet cabinet = Cabinet.open(new Channel(bytes), CONTENT.length);

      assertReason(Reason.CORRUPT, () -> cabinet.open(cabinet.files().get(1)));
      assertThat(read(cabinet, 0)).isEqualTo(CONTENT);
    }
  }

  @Test
  void memberMayNotBeLongerThanTheLastBlock() throws IOException {
    byte[] bytes =
        builder(new MszipEncoder()).file("a", CONTENT).member("b", CONTENT.length + 1, 0).toBytes();

    assertThat(Answers.of(bytes)).containsExactly(Answers.md5(CONTENT), "CORRUPT");
  }

  @Test
  void failedMemberLeavesTheOthersReadable() throws IOException {
    byte[] bytes =
        builder(new MszipEncoder())
            .file("a", CONTENT)
            .folder(new LzxEncoder(16, 50_000, VERBATIM))
            .file("b", CONTENT)
            .toBytes();
    bytes[bytes.length - 1] ^= 1;

    assertThat(Answers.of(bytes)).containsExactly(Answers.md5(CONTENT), "CHECKSUM");
  }

  @Test
  void failureSaysWhereInTheCabinet() throws IOException {
    byte[] bytes = builder(FolderEncoder.stored()).file("a", CONTENT).toBytes();
    int secondBlock = 36 + 8 + 18 + 8 + 32_768;
    bytes[secondBlock + 100] ^= 1;
    Cabinet cabinet = open(bytes);

    assertThatThrownBy(() -> read(cabinet, 0))
        .isInstanceOfSatisfying(
            MalformedException.class,
            it -> {
              assertThat(it.reason()).isEqualTo(Reason.CHECKSUM);
              assertThat(it.offset()).isEqualTo(secondBlock);
            });
  }

  @Test
  void faultOfTheChannelIsNoFaultOfTheCabinet() throws IOException {
    Channel channel = new Channel(builder(FolderEncoder.stored()).file("a", CONTENT).toBytes());
    Cabinet cabinet = Cabinet.open(channel, Long.MAX_VALUE);
    channel.close();

    assertThatThrownBy(() -> read(cabinet, 0)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void continuedFoldersNameTheMissingCabinet() throws IOException {
    byte[] bytes = spanned(3, 0xFFFD, 0xFFFE, 0xFFFF);
    Cabinet cabinet = open(bytes);
    List<String> missing = List.of("before.cab", "after.cab", "before.cab", "before.cab");

    for (int i = 0; i < missing.size(); i++) {
      CabinetFile file = cabinet.files().get(i);
      String expected = missing.get(i);
      assertThatThrownBy(() -> cabinet.open(file))
          .hasMessageContaining(expected)
          .isInstanceOfSatisfying(
              MalformedException.class, it -> assertThat(it.reason()).isEqualTo(Reason.SPANNED));
    }
  }

  @Test
  void continuedFoldersWithoutANeighbourAreCorrupt() throws IOException {
    assertThat(Answers.of(spanned(1, 0xFFFE, 0, 0)).get(0)).isEqualTo("CORRUPT");
    assertThat(Answers.of(spanned(2, 0xFFFD, 0, 0)).get(0)).isEqualTo("CORRUPT");
  }

  @Test
  void membersOfASetThatAreWholeAreRead() throws IOException {
    assertThat(Answers.of(spanned(3, 0xFFFE, 0, 0)))
        .containsExactly(
            "SPANNED",
            Answers.md5(new byte[] {2}),
            Answers.md5(new byte[] {3}),
            Answers.md5(new byte[] {4}));
  }

  /** Four files of one byte, the last in folder 0, with the neighbours that the flags state. */
  private static byte[] spanned(int flags, int first, int second, int third) {
    byte[] plain =
        builder(FolderEncoder.stored())
            .file("a", new byte[] {1})
            .file("b", new byte[] {2})
            .file("c", new byte[] {3})
            .file("d", new byte[] {4})
            .toBytes();
    String before = (flags & 1) == 0 ? "" : "before.cab\0disk 1\0";
    String after = (flags & 2) == 0 ? "" : "after.cab\0disk 3\0";
    byte[] names = (before + after).getBytes(StandardCharsets.US_ASCII);
    byte[] result = HandMade.insert(plain, 36, names);
    ByteBuffer bytes = ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(30, (byte) flags);
    bytes.putInt(16, 44 + names.length);
    bytes.putInt(36 + names.length, bytes.getInt(36 + names.length) + names.length);
    int[] folders = {first, second, third};
    for (int i = 0; i < folders.length; i++) {
      bytes.putShort(44 + names.length + 18 * i + 8, (short) folders[i]);
    }
    return result;
  }

  @Test
  void headersThatAreNoCabinets() {
    byte[] good = builder(FolderEncoder.stored()).file("a", new byte[1]).toBytes();
    for (String text :
        List.of("", "M", "MSC", "MZ..............................................")) {
      assertReason(Reason.NOT_CAB, () -> open(text.getBytes(StandardCharsets.US_ASCII)));
    }
    assertReason(Reason.CORRUPT, () -> open(HandMade.with(good, 26, 0)));
    assertReason(Reason.CORRUPT, () -> open(HandMade.with(good, 28, 0)));
    assertReason(Reason.CORRUPT, () -> open(HandMade.with(good, 44 + 8, 1)));
    assertReason(Reason.CORRUPT, () -> open(HandMade.with(good, 44 + 16, 0)));
    assertReason(Reason.TRUNCATED, () -> open(HandMade.with(good, 28, 2)));
    assertReason(Reason.TRUNCATED, () -> open(HandMade.with(good, 19, 0x80)));
  }

  @Test
  void namesHaveAtMost255Bytes() throws IOException {
    for (int length : new int[] {1, 255}) {
      byte[] bytes = builder(FolderEncoder.stored()).file("n".repeat(length), CONTENT).toBytes();
      assertThat(Answers.of(bytes)).containsExactly(Answers.md5(CONTENT));
    }
    byte[] bytes = builder(FolderEncoder.stored()).file("n".repeat(256), CONTENT).toBytes();
    assertReason(Reason.CORRUPT, () -> open(bytes));
  }

  @Test
  void methodsThatAreNotRead() throws IOException {
    for (int method : new int[] {0x0A02, 0x0004, 0x000F, 0x0E03, 0x1603, 0x1F03}) {
      byte[] bytes =
          HandMade.with(
              builder(FolderEncoder.stored()).file("a", CONTENT).toBytes(), 42, method & 0xFF);
      bytes[43] = (byte) (method >> 8);

      assertThat(Answers.of(bytes))
          .as(String.format(Locale.ROOT, "method %04X", method))
          .containsExactly("UNSUPPORTED");
    }
  }

  @Test
  void emptyMembersNeedNoBlocks() throws IOException {
    byte[] bytes =
        builder(FolderEncoder.stored()).file("a", new byte[0]).member("b", 1, 0).toBytes();

    assertThat(Answers.of(bytes)).containsExactly(Answers.md5(new byte[0]), "CORRUPT");
  }
}
