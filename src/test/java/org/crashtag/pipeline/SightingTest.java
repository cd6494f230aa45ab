package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SightingTest {
  static List<Sighting> sightings() {
    return List.of(
        Sightings.dump("a.dmp", null, 512),
        Sightings.dump("a.zip", "inner.7z!x.dmp", Long.MAX_VALUE),
        Sightings.dump("Übergröße 漢字 \ud83d\ude00 \ud800 \u0000", "", 0),
        Sightings.dump("p".repeat(70_000), "漢".repeat(20_001) + "\ud83d\ude00".repeat(30_000), 1),
        Sightings.rejected(null, "no place"),
        Sightings.rejected(0L, ""),
        Sightings.rejected(1L << 40, "m".repeat(100_000)));
  }

  @ParameterizedTest
  @MethodSource("sightings")
  void readsWhatItWrites(Sighting sighting) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    sighting.write(new DataOutputStream(bytes));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(Sighting.read(in)).isEqualTo(sighting);
    assertThat(in.available()).isZero();
  }

  @ParameterizedTest
  @MethodSource("sightings")
  void workReadsWhatItWrites(Sighting sighting) throws IOException {
    for (Task task :
        List.of(
            new Task(List.of(sighting), true, ""),
            new Task(List.of(sighting, Sightings.dump("b", null, 1)), false, "r1"))) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      task.write(new DataOutputStream(bytes));
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
      assertThat(Task.read(in)).isEqualTo(task);
      assertThat(in.available()).isZero();
    }
  }

  @Test
  void mostBytesBehindTheRegionsStartComeFirst() {
    List<Sighting> ordered =
        List.of(
            Sightings.dump("z.dmp", null, 1L << 33),
            Sightings.dump("a.dmp", null, 100),
            Sightings.dump("a.zip", null, 100),
            Sightings.dump("a.zip", "a", 100),
            Sightings.dump("a.zip", "b", 100),
            Sightings.dump("b.dmp", null, 100),
            Sightings.dump("a.dmp", null, 99),
            Sightings.dump("a.dmp", null, 0));
    for (long seed = 0; seed < 20; seed++) {
      List<Sighting> shuffled = new ArrayList<>(ordered);
      Collections.shuffle(shuffled, new Random(seed));
      shuffled.sort(Sighting.BEST_FIRST);
      assertThat(shuffled).isEqualTo(ordered);
    }
  }

  @Test
  void worksStandInTheOrderOfTheirBestPlaces() {
    Task first =
        new Task(List.of(Sightings.dump("a", "x", 1), Sightings.dump("z", null, 0)), false, "");
    Task second = new Task(List.of(Sightings.dump("b", null, 9)), true, "");
    assertThat(Task.BY_PLACE.compare(first, second)).isNegative();
    assertThat(first.first().member()).isEqualTo("x");
  }

  @Test
  void onlyADumpWithoutFaultCanBeDecoded() {
    assertThat(Sightings.dump("a", null, 1).isDump()).isTrue();
    assertThat(Sightings.rejected(1L, "broken").isDump()).isFalse();
  }
}
