package org.crashtag.source.cab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.crashtag.source.cab.LzxEncoder.Block.ALIGNED;
import static org.crashtag.source.cab.LzxEncoder.Block.RAW;
import static org.crashtag.source.cab.LzxEncoder.Block.VERBATIM;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Damaged cabinets are read or refused with a reason; {@link Answers} lets any other exception
 * through.
 */
class DamageTest {
  private static final byte[] FIRST = Contents.mixed(1500, 11);
  private static final byte[] SECOND = Contents.mixed(700, 12);
  private static final int MUTATIONS = 1_000_000;
  private static final int RESERVE = 3;

  private static FolderEncoder[] encoders() {
    return new FolderEncoder[] {
      FolderEncoder.stored(),
      new MszipEncoder(),
      new LzxEncoder(15, 400, VERBATIM, RAW),
      new LzxEncoder(16, 900, ALIGNED).translation(5000),
      new LzxEncoder(21, 333, RAW, ALIGNED, VERBATIM)
    };
  }

  private static List<byte[]> cabinets(boolean checksums) {
    List<byte[]> cabinets = new ArrayList<>();
    for (FolderEncoder encoder : encoders()) {
      CabinetBuilder builder = new CabinetBuilder().reserve(5, 2, RESERVE);
      if (!checksums) {
        builder.withoutChecksums();
      }
      builder.folder(encoder).file("a", FIRST).file("b", SECOND);
      cabinets.add(builder.toBytes());
    }
    return cabinets;
  }

  @Test
  void cutAtEveryLength() throws IOException {
    List<String> whole = List.of(Answers.md5(FIRST), Answers.md5(SECOND));
    for (byte[] cabinet : cabinets(true)) {
      assertThat(Answers.of(cabinet)).isEqualTo(whole);
      for (int length = 0; length < cabinet.length; length++) {
        List<String> answers = Answers.of(Arrays.copyOf(cabinet, length));
        String expected = length < 4 ? "open NOT_CAB" : "TRUNCATED";
        assertThat(answers).as("%d bytes", length).allMatch(it -> it.endsWith(expected));
      }
    }
  }

  @Test
  void everyByteChanged() throws IOException {
    for (boolean checksums : new boolean[] {true, false}) {
      for (byte[] cabinet : cabinets(checksums)) {
        for (int at = 0; at < cabinet.length; at++) {
          for (int change : new int[] {0xFF, 1, 0x80}) {
            byte[] changed = HandMade.with(cabinet, at, cabinet[at] ^ change);
            assertThat(Answers.of(changed)).isNotEmpty();
          }
        }
      }
    }
  }

  @Test
  void changedDataFailsItsChecksum() throws IOException {
    for (byte[] cabinet : cabinets(true)) {
      int lastByte = cabinet.length - 1;
      List<String> answers = Answers.of(HandMade.with(cabinet, lastByte, cabinet[lastByte] ^ 4));

      assertThat(answers).containsExactly("CHECKSUM", "CHECKSUM");
    }
  }

  /** The damage is one to four bytes, or a cut, anywhere; then the checksums are corrected. */
  @Tag("slow")
  @Test
  void aMillionDamagedCabinets() throws IOException {
    List<byte[]> cabinets = new ArrayList<>(cabinets(true));
    for (FolderEncoder encoder : encoders()) {
      cabinets.add(twoBlocks(encoder));
    }
    List<List<Integer>> blocks = cabinets.stream().map(DamageTest::blocks).toList();
    Map<String, Integer> counts = new TreeMap<>();
    Random random = new Random(99);
    for (int i = 0; i < MUTATIONS; i++) {
      int sample = i % cabinets.size();
      byte[] damaged = damage(cabinets.get(sample), random);
      blocks.get(sample).forEach(at -> repair(damaged, at));
      for (String answer : Answers.of(damaged)) {
        counts.merge(answer.length() == 32 ? "read" : answer, 1, Integer::sum);
      }
    }
    System.out.println("damaged cabinets: " + counts);
    assertThat(counts).containsKeys("read", "CORRUPT", "TRUNCATED", "open CORRUPT");
  }

  /** Two blocks, so that matches reach from one into the other. */
  private static byte[] twoBlocks(FolderEncoder encoder) {
    byte[] first = Arrays.copyOf(FIRST, 32_768);
    return new CabinetBuilder()
        .reserve(5, 2, RESERVE)
        .folder(encoder)
        .file("a", first)
        .file("b", SECOND)
        .toBytes();
  }

  /** The offsets of the blocks of a cabinet with one folder. */
  private static List<Integer> blocks(byte[] cabinet) {
    ByteBuffer bytes = ByteBuffer.wrap(cabinet).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> blocks = new ArrayList<>();
    for (int at = bytes.getInt(36 + 4 + 5);
        at < cabinet.length;
        at += 8 + RESERVE + (bytes.getShort(at + 4) & 0xFFFF)) {
      blocks.add(at);
    }
    return blocks;
  }

  private static byte[] damage(byte[] cabinet, Random random) {
    if (random.nextInt(20) == 0) {
      return Arrays.copyOf(cabinet, random.nextInt(cabinet.length));
    }
    byte[] damaged = cabinet.clone();
    // Half of the damage goes to the first bytes, where the structures are.
    int most = random.nextBoolean() ? Math.min(200, cabinet.length) : cabinet.length;
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      damaged[random.nextInt(most)] = (byte) random.nextInt();
    }
    return damaged;
  }

  private static void repair(byte[] cabinet, int at) {
    int header = 8 + RESERVE;
    if (at + header > cabinet.length) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(cabinet).order(ByteOrder.LITTLE_ENDIAN);
    if (at + header + (bytes.getShort(at + 4) & 0xFFFF) <= cabinet.length) {
      CabinetBuilder.repairChecksum(cabinet, at, RESERVE);
    }
  }
}
