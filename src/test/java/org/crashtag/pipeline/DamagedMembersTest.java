package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.SampleDump;
import org.crashtag.source.Packing;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member with a wrong checksum has no row except its reject, and doesn't affect other members.
 */
class DamagedMembersTest {
  @TempDir private Path folder;
  private Path archive;
  private Path output;
  private final Map<String, byte[]> dumps = new LinkedHashMap<>();

  @BeforeEach
  void makeDumps() throws Exception {
    archive = Files.createDirectories(folder.resolve("archive"));
    output = folder.resolve("output");
    Fleet fleet = new Fleet(9, 0);
    for (int index = 0; dumps.size() < 3; index++) {
      SampleDump dump = fleet.dump(index);
      if (dump.copyOf().isEmpty()
          && dump.breakage().isEmpty()
          && dump.image().length() < (1 << 20)) {
        dumps.put(dumps.size() + ".dmp", DumpBytes.of(dump.image()));
      }
    }
  }

  /**
   * Changes a byte of the member's tagged region, so that the checksum in the directory doesn't
   * match.
   */
  private static byte[] damaged(byte[] archive, byte[] dump) {
    byte[] broken = archive.clone();
    int size = dump.length;
    for (int at = 0; at + size <= broken.length; at++) {
      if (Arrays.equals(broken, at, at + size, dump, 0, size)) {
        broken[at + size - 30] ^= 1;
        return broken;
      }
    }
    throw new AssertionError("the dump isn't stored in the archive");
  }

  private void run() throws Exception {
    TestRuns.run(TestRuns.options(List.of(archive.toString()), output, 1));
  }

  private List<String> ask(String question) throws Exception {
    return TestRuns.ask(output, question);
  }

  @Test
  void wrongChecksumLeavesNoRows() throws Exception {
    byte[] zip = damaged(Packing.storedZip(dumps), dumps.get("1.dmp"));
    Files.write(archive.resolve("a.zip"), zip);
    run();

    assertThat(ask("SELECT member, outcome FROM sources WHERE member IS NOT NULL ORDER BY 1"))
        .containsExactly("0.dmp|decoded", "1.dmp|rejected", "2.dmp|decoded");
    assertThat(ask("SELECT member, stage, reason FROM rejects WHERE member = '1.dmp'"))
        .containsExactly("1.dmp|read|checksum");
    assertThat(ask("SELECT member FROM dumps ORDER BY 1")).containsExactly("0.dmp", "2.dmp");
    assertThat(ask("SELECT count(*) FROM tags WHERE dump_id NOT IN (SELECT dump_id FROM dumps)"))
        .containsExactly("0");
  }

  @Test
  void wholeCopyElsewhereIsDecodedInstead() throws Exception {
    Files.write(archive.resolve("a.zip"), damaged(Packing.storedZip(dumps), dumps.get("1.dmp")));
    Files.write(archive.resolve("b.dmp"), dumps.get("1.dmp"));
    run();

    assertThat(ask("SELECT count(*), count(DISTINCT dump_id) FROM dumps")).containsExactly("3|3");
    assertThat(ask("SELECT outcome FROM sources WHERE source LIKE '%b.dmp'"))
        .containsExactly("decoded");
    assertThat(ask("SELECT member, reason FROM rejects")).containsExactly("1.dmp|checksum");
  }

  @Test
  void membersOfOneNameAreTwo() throws Exception {
    byte[] first = Packing.tar(Map.of("a.dmp", dumps.get("0.dmp")));
    byte[] second = Packing.tar(Map.of("a.dmp", dumps.get("1.dmp")));
    // As tar -r: without the first one's end, which is blocks of zeros.
    int end = 512 + (dumps.get("0.dmp").length + 511) / 512 * 512;
    byte[] both = Arrays.copyOf(first, end + second.length);
    System.arraycopy(second, 0, both, end, second.length);
    Files.write(archive.resolve("a.tar"), both);
    run();

    assertThat(ask("SELECT member, outcome FROM sources WHERE member IS NOT NULL ORDER BY 1"))
        .containsExactly("a.dmp|decoded", "a.dmp#2|decoded");
    assertThat(ask("SELECT count(*) FROM dumps")).containsExactly("2");
  }
}
