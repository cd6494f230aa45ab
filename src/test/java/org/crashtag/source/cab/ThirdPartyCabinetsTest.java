package org.crashtag.source.cab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.crashtag.bytes.Reason;
import org.junit.jupiter.api.Test;

/**
 * The test cabinets of other readers: compared with the results of cabextract, with the reason for
 * each difference.
 */
class ThirdPartyCabinetsTest {
  private static final String QUANTUM = Reason.UNSUPPORTED.name();
  private static final String SPANNED = Reason.SPANNED.name();
  private static final String OTHER_DATA_FIRST = "open " + Reason.NOT_CAB;

  /** Results that differ from cabextract's, and why. */
  private static final Map<String, List<String>> DIFFERENCES =
      Map.ofEntries(
          // Quantum is not supported.
          entry("cve-2010-2801-qtm-flush.cab", List.of(QUANTUM)),
          entry(
              "mixed.cab",
              List.of(
                  "940cba86658fbceb582faecd2b5975d1", "703474293b614e7110b3eb8ac2762b53", QUANTUM)),
          entry(
              "mszip_lzx_qtm.cab",
              List.of(
                  "940cba86658fbceb582faecd2b5975d1", "703474293b614e7110b3eb8ac2762b53", QUANTUM)),
          // cabextract looks for the set's other cabinets next to the file.
          entry("split-1.cab", List.of("2ad5ba0f497f1e597ab187a2dfaa2e29", SPANNED, SPANNED)),
          entry("split-2.cab", List.of(SPANNED, SPANNED, SPANNED)),
          entry("split-3.cab", List.of(SPANNED)),
          entry("split-4.cab", List.of(SPANNED, SPANNED, SPANNED)),
          entry("split-5.cab", List.of(SPANNED, SPANNED)),
          entry("test_read_format_cab_multi.p1.cab", List.of(SPANNED)),
          entry("test_read_format_cab_multi.p2.cab", List.of(SPANNED)),
          // cabextract looks for cabinets in the middle of a file.
          entry("search.cab", List.of(OTHER_DATA_FIRST)),
          entry("search_basic.cab", List.of(OTHER_DATA_FIRST)),
          entry("search_tricky1.cab", List.of("open " + Reason.CORRUPT)),
          // cabextract rejects a truncated cabinet as a whole; here members can still be listed.
          entry("partial_nodata.cab", List.of("TRUNCATED", "TRUNCATED")),
          // The file table is where the header says, not directly after the folders.
          entry("test_read_format_cab_lzx_oob.cab", List.of("CORRUPT")),
          entry("test_read_format_cab_skip_malformed.cab", List.of("CHECKSUM")));

  @Test
  void answersAreCabextracts() throws IOException {
    Cabextract.assumeInstalled();
    Set<String> different = new TreeSet<>();
    for (Path file : SharedCabinets.of("third-party")) {
      if (!sameKind(Answers.of(file)).equals(Cabextract.answers(file))) {
        different.add(SharedCabinets.name(file));
      }
    }

    assertThat(different).isEqualTo(new TreeSet<>(DIFFERENCES.keySet()));
  }

  /** The results in cabextract's form: a cabinet that can't be opened has no members. */
  private static List<String> sameKind(List<String> answers) {
    return answers.stream()
        .filter(it -> !it.startsWith("open "))
        .map(it -> it.matches("\\p{XDigit}{32}") ? it : Cabextract.FAILED)
        .toList();
  }

  @Test
  void differencesAreMeant() {
    DIFFERENCES.forEach(
        (name, answers) ->
            assertThat(Answers.of(SharedCabinets.of("third-party", name)))
                .as(name)
                .isEqualTo(answers));
  }

  @Test
  void lonelyPartsOfASetAreSpanned() {
    for (int part = 1; part <= 5; part++) {
      Path file = SharedCabinets.of("third-party", "multi_basic_pt" + part + ".cab");
      assertThat(Answers.of(file)).containsExactly(SPANNED, SPANNED, SPANNED);
    }
  }

  @Test
  void fileTableIsWhereTheHeaderSays() throws IOException {
    Path file = SharedCabinets.of("third-party", "hidden-files.cab");
    try (FileChannel channel = FileChannel.open(file)) {
      assertThat(Cabinet.open(channel, 0).files())
          .extracting(CabinetFile::name)
          .containsExactly("hidden1.txt", "hidden2.txt");
    }
  }
}
