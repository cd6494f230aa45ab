package org.crashtag.source.cab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.crashtag.source.cab.LzxEncoder.Block.ALIGNED;
import static org.crashtag.source.cab.LzxEncoder.Block.RAW;
import static org.crashtag.source.cab.LzxEncoder.Block.VERBATIM;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Content that the tests' writer packs is read back, by the reader and by cabextract. */
class RoundTripTest {
  private static final int LESS_THAN_32_KIB = 1000;
  private static final int BLOCKS_10 = 10 * 32_768;

  /** Two windows of 2^18 and more. */
  private static final int SEVERAL_WINDOWS = 700_001;

  @TempDir Path folder;

  private static Map<String, Supplier<FolderEncoder>> encoders() {
    Map<String, Supplier<FolderEncoder>> encoders = new LinkedHashMap<>();
    encoders.put("stored", FolderEncoder::stored);
    encoders.put("mszip", MszipEncoder::new);
    for (int bits = 15; bits <= 21; bits++) {
      int window = bits;
      encoders.put("lzx verbatim " + bits, () -> new LzxEncoder(window, 100_000, VERBATIM));
      encoders.put("lzx aligned " + bits, () -> new LzxEncoder(window, 40_000, ALIGNED));
      encoders.put(
          "lzx translated " + bits,
          () -> new LzxEncoder(window, 33_333, VERBATIM, ALIGNED, RAW).translation(500_000));
    }
    encoders.put("lzx one block in each frame", () -> new LzxEncoder(17, 32_768, VERBATIM, RAW));
    encoders.put("lzx tiny blocks", () -> new LzxEncoder(16, 77, ALIGNED, RAW, RAW, VERBATIM));
    encoders.put("lzx raw, odd", () -> new LzxEncoder(16, 10_001, RAW));
    encoders.put("lzx raw over frames", () -> new LzxEncoder(16, 65_535, RAW, ALIGNED));
    return encoders;
  }

  @TestFactory
  List<DynamicTest> everyMethodAndSize() {
    return encoders().entrySet().stream()
        .map(it -> DynamicTest.dynamicTest(it.getKey(), () -> everySize(it.getValue())))
        .toList();
  }

  private static void everySize(Supplier<FolderEncoder> encoder) throws IOException {
    for (int size : new int[] {1, LESS_THAN_32_KIB, BLOCKS_10, SEVERAL_WINDOWS}) {
      byte[] content = Contents.mixed(size, size);
      byte[] cabinet = new CabinetBuilder().folder(encoder.get()).file("a", content).toBytes();

      assertThat(Answers.of(cabinet)).as("%d bytes", size).containsExactly(Answers.md5(content));
    }
  }

  @TestFactory
  List<DynamicTest> cabextractReadsTheSame() {
    return encoders().entrySet().stream()
        .map(it -> DynamicTest.dynamicTest(it.getKey(), () -> third(it.getValue())))
        .toList();
  }

  private void third(Supplier<FolderEncoder> encoder) throws IOException {
    Cabextract.assumeInstalled();
    byte[] content = Contents.mixed(SEVERAL_WINDOWS, 3);
    Path file = folder.resolve("one.cab");
    Files.write(file, new CabinetBuilder().folder(encoder.get()).file("a", content).toBytes());

    assertThat(Cabextract.answers(file)).containsExactly(Answers.md5(content));
  }

  @Test
  void rawBlockOfOddSizeThatEndsWithItsFrame() throws IOException {
    byte[] content = Contents.mixed(BLOCKS_10, 4);

    assertThat(Answers.of(cabinet(oddRaw(), content))).containsExactly(Answers.md5(content));
    assertThat(Answers.of(cabinet(oddRaw().padsInNextFrame(), content)))
        .containsExactly(Answers.md5(content));
  }

  @Test
  void cabextractReadsRawBlocksOfOddSize() throws IOException {
    Cabextract.assumeInstalled();
    byte[] content = Contents.mixed(BLOCKS_10, 5);
    Path file = folder.resolve("raw.cab");
    for (LzxEncoder encoder : List.of(oddRaw(), oddRaw().padsInNextFrame())) {
      Files.write(file, cabinet(encoder, content));

      assertThat(Cabextract.answers(file)).containsExactly(Answers.md5(content));
    }
  }

  /** The second and the fourth block end where a frame does; raw goes on with coded and raw. */
  private static LzxEncoder oddRaw() {
    return new LzxEncoder(16, 65_535, VERBATIM, RAW, RAW, RAW, ALIGNED)
        .sizes(1, 32_767, 1, 65_535, 32_768);
  }

  private static byte[] cabinet(FolderEncoder encoder, byte[] content) {
    return new CabinetBuilder().folder(encoder).file("a", content).toBytes();
  }

  @Test
  void severalWindowsOfTheLargestSize() throws IOException {
    byte[] content = Contents.mixed(7_000_000, 6);
    LzxEncoder encoder = new LzxEncoder(21, 1_000_000, VERBATIM, ALIGNED);
    byte[] cabinet = new CabinetBuilder().folder(encoder).file("a", content).toBytes();

    assertThat(Answers.of(cabinet)).containsExactly(Answers.md5(content));
  }

  @Test
  void foldersReserveAreasAndFilesWithoutChecksums() throws IOException {
    Cabextract.assumeInstalled();
    byte[] first = Contents.mixed(50_000, 7);
    byte[] second = Contents.mixed(60_000, 8);
    for (int reserve = 0; reserve < 4; reserve++) {
      byte[] cabinet =
          new CabinetBuilder()
              .reserve(reserve * 100, reserve * 10, reserve)
              .withoutChecksums()
              .folder(new MszipEncoder())
              .file("a", first)
              .file("empty", new byte[0])
              .file("b", second)
              .folder(new LzxEncoder(18, 20_000, ALIGNED))
              .file("c", second)
              .folder(FolderEncoder.stored())
              .file("d", first)
              .toBytes();
      List<String> expected =
          List.of(
              Answers.md5(first),
              Answers.md5(new byte[0]),
              Answers.md5(second),
              Answers.md5(second),
              Answers.md5(first));
      Path file = folder.resolve("reserve.cab");
      Files.write(file, cabinet);

      assertThat(Answers.of(cabinet)).isEqualTo(expected);
      assertThat(Cabextract.answers(file)).isEqualTo(expected);
    }
  }
}
