package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.crashtag.decode.kmdf.KmdfDriversDecoder;
import org.crashtag.dump.Body;
import org.crashtag.dump.TriageHeader;
import org.crashtag.testing.Damage;
import org.crashtag.testing.RealDumps;
import org.crashtag.testing.RealDumps.Expected;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cuts and changes real dumps: the smallest one everywhere, the others at the important places. */
class DamagedRealDumpsTest {
  private static final String SMALLEST = "eolaruhagen_083125-14875-01.dmp";
  private static final int SEEDED_PLACES = 10_000;

  /** Other blobs are damaged in the tests of their decoders: a dump has thousands of records. */
  private static final WalkOptions KMDF =
      WalkOptions.all().withTags(KmdfDriversDecoder.TAG::equals);

  @BeforeAll
  static void areThere() {
    RealDumps.assumePresent();
  }

  static List<Expected> all() throws IOException {
    return RealDumps.expected();
  }

  static List<Expected> others() throws IOException {
    return all().stream().filter(expected -> !expected.file().equals(SMALLEST)).toList();
  }

  private static Expected smallest() throws IOException {
    return all().stream()
        .filter(expected -> expected.file().equals(SMALLEST))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void smallestCutAtEveryLength() throws IOException {
    byte[] bytes = RealDumps.read(SMALLEST);
    wholeWalk(smallest(), bytes);
    Damage damage = new Damage(bytes, KMDF);
    for (int length = 0; length <= bytes.length; length++) {
      damage.cutTo(length);
    }

    assertThat(damage.walks()).isEqualTo(bytes.length + 1L);
    assertThat(damage.refused()).as("lengths that cut the header page").isEqualTo(0x2000);
  }

  @Test
  void smallestWithEveryByteChanged() throws IOException {
    byte[] bytes = RealDumps.read(SMALLEST);
    Walked walked = wholeWalk(smallest(), bytes);
    long rows = walked.rows().stream().filter(row -> row.table().equals("kmdf_drivers")).count();
    long whole = walked.modules().size() + walked.blobs().size() + rows;
    Damage damage = new Damage(bytes, KMDF);
    for (int offset = 0; offset < bytes.length; offset++) {
      damage.flip(offset, 0xFF);
    }

    assertThat(damage.rows()).as("most changes cost nothing").isGreaterThan(whole * 200_000);
    assertThat(damage.refused()).isBetween(8L, 1_000L);
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherDamagedAtBoundariesAndSeededPlaces(Expected expected) throws IOException {
    byte[] bytes = RealDumps.read(expected.file());
    Walked walked = wholeWalk(expected, bytes);
    Damage damage = new Damage(bytes, KMDF);
    TreeSet<Integer> places = new TreeSet<>();
    for (long boundary : boundaries(walked, bytes.length)) {
      for (long place = boundary - 1; place <= boundary + 1; place++) {
        if (place >= 0 && place < bytes.length) {
          places.add((int) place);
        }
      }
    }
    SplittableRandom random = new SplittableRandom(bytes.length);
    random.ints(SEEDED_PLACES, 0, bytes.length).forEach(places::add);
    for (int place : places) {
      damage.cutTo(place);
      damage.flip(place, 1 << (place % 8));
    }

    assertThat(damage.walks()).isGreaterThan(2L * (SEEDED_PLACES - 500));
    assertThat(damage.refused()).isPositive();
    assertThat(damage.rows()).isGreaterThan(SEEDED_PLACES);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("all")
  void everywhere(Expected expected) throws IOException {
    byte[] bytes = RealDumps.read(expected.file());
    wholeWalk(expected, bytes);
    Damage damage = new Damage(bytes, KMDF);
    for (int place = 0; place < bytes.length; place++) {
      damage.cutTo(place);
      damage.flip(place);
    }

    assertThat(damage.walks()).isEqualTo(4L * bytes.length);
  }

  /** The intact dump gives exactly what is expected, so that the test is about the damage. */
  private static Walked wholeWalk(Expected expected, byte[] bytes) throws IOException {
    Walked walked = Walked.through(bytes);

    assertThat(walked.rejects()).isEmpty();
    assertThat(walked.blobs())
        .extracting(BlobFacts::sha256)
        .isEqualTo(expected.objects("tags").stream().map(tag -> tag.get("sha256")).toList());
    assertThat(walked.rows())
        .filteredOn(row -> row.table().equals("kmdf_drivers"))
        .hasSameSizeAs(expected.objects("kmdf"));
    return walked;
  }

  private static List<Long> boundaries(Walked walked, int length) {
    TriageHeader triage = ((Body.Triage) walked.dump().body()).header();
    TreeSet<Long> boundaries =
        new TreeSet<>(
            List.of(
                0L,
                8L,
                0x2000L,
                0x2040L,
                triage.validOffset(),
                triage.driverListOffset(),
                triage.driverListOffset() + triage.driverCount() * 0x90,
                triage.stringPoolOffset(),
                triage.stringPoolOffset() + triage.stringPoolSize(),
                triage.unloadedDriversOffset(),
                triage.sizeOfDump(),
                triage.sizeOfDump() + 16,
                (long) length));
    for (BlobFacts facts : walked.blobs()) {
      long header = facts.blob().headerOffset();
      for (int field : new int[] {0, 4, 0x14, 0x18, 0x1C}) {
        boundaries.add(header + field);
      }
      boundaries.add(facts.blob().dataOffset());
      boundaries.add(facts.blob().dataOffset() + facts.keptBytes());
    }
    return List.copyOf(boundaries);
  }
}
