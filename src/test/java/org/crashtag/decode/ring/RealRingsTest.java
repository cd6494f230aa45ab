package org.crashtag.decode.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.testing.RealDumps;
import org.crashtag.testing.RealDumps.Expected;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs of real dumps give the same as an independent reader. */
class RealRingsTest {
  @BeforeAll
  static void areThere() {
    RealDumps.assumePresent();
  }

  static List<Expected> expected() throws IOException {
    return RealDumps.everywhere();
  }

  @ParameterizedTest
  @MethodSource("expected")
  void kmdfLogIsTheSame(Expected expected) throws IOException {
    Walked walked = RealDumps.walk(expected.file());

    List<List<Object>> logs = rows(walked, "ring_logs", "kmdf_ifr", 0);
    List<Map<?, ?>> wanted = expected.objects("ifr");
    assertThat(logs).hasSameSizeAs(wanted);
    for (int i = 0; i < logs.size(); i++) {
      Map<?, ?> facts = wanted.get(i);
      assertThat(logs.get(i).subList(2, 6))
          .containsExactly(
              facts.get("driver"), facts.get("size"), facts.get("sequence"), facts.get("records"));
      List<Long> sequences = sequences(walked, KmdfLogDecoder.TAG.toString());
      assertThat(sequences.get(0)).isEqualTo(facts.get("oldest"));
      assertThat(sequences.get(sequences.size() - 1)).isEqualTo(facts.get("newest"));
    }
  }

  @ParameterizedTest
  @MethodSource("expected")
  void noRingIsCorruptAndEachLogHasItsComponentsName(Expected expected) throws IOException {
    Walked walked = RealDumps.walk(expected.file());

    assertThat(rows(walked, "ring_logs", "wpp", 0))
        .extracting(row -> row.get(2))
        .allMatch(name -> name.equals("Win32kWPP") || name.equals("wdiwifi"));
    assertThat(walked.rows())
        .filteredOn(row -> row.table().equals("ring_logs"))
        .extracting(row -> row.values().get(6))
        .doesNotContain("corrupt");
    assertThat(walked.blobs())
        .filteredOn(
            blob ->
                blob.decoder() != null
                    && blob.decoder().tables().contains(RingTables.LOGS.schema()))
        .extracting(BlobFacts::status)
        .allMatch(Status.DECODED::equals);
  }

  private static List<Long> sequences(Walked walked, String tag) {
    return walked.rows().stream()
        .filter(row -> row.table().equals("ring_records"))
        .filter(row -> walked.blobs().get(row.ordinal()).blob().tag().toString().equals(tag))
        .map(row -> (Long) row.values().get(1))
        .toList();
  }

  private static List<List<Object>> rows(Walked walked, String table, Object value, int column) {
    return walked.rows().stream()
        .filter(row -> row.table().equals(table))
        .map(Walked.Row::values)
        .filter(values -> values.get(column).equals(value))
        .toList();
  }
}
