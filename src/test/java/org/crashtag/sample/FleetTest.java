package org.crashtag.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FleetTest {
  private static final long SEED = 42;
  private static final Predicate<SampleDump> IS_D1 = dump -> dump.crash().bugCheckCode() == 0xD1;

  @TempDir private Path folder;

  @Test
  void sameSeedMakesTheSameDumps() {
    for (int index = 0; index < 40; index++) {
      SampleDump first = new Fleet(SEED, 10).dump(index);
      SampleDump second = new Fleet(SEED, 10).dump(index);

      assertThat(second.path()).isEqualTo(first.path());
      assertThat(second.image().length()).isEqualTo(first.image().length());
      if (first.image().length() < 1 << 20) {
        assertThat(DumpBytes.of(second.image())).isEqualTo(DumpBytes.of(first.image()));
      }
    }
  }

  @Test
  void anotherSeedMakesOtherDumps() {
    Set<String> paths = new HashSet<>();
    dumps(SEED, 0, 100).forEach(dump -> paths.add(dump.path()));

    assertThat(dumps(SEED + 1, 0, 100)).noneMatch(dump -> paths.contains(dump.path()));
  }

  /** Fixed values: a change here means that every published number about the fleet changes. */
  @Test
  void everySystemMakesTheSameDumps() {
    SampleDump dump = new Fleet(SEED, 0).dump(0);
    CRC32 checksum = new CRC32();
    checksum.update(DumpBytes.of(dump.image()));

    assertThat(dump.path()).isEqualTo("machine-0007/2026-06-28-121237-0000.dmp");
    assertThat(checksum.getValue()).isEqualTo(3_487_024_245L);
  }

  @Test
  void randomAccessEqualsTheSequence() throws IOException {
    Path all = folder.resolve("all");
    Fleet.write(all, 60, SEED, 20, written -> {});
    Fleet fleet = new Fleet(SEED, 20);

    for (int index : new int[] {59, 3, 31, 0}) {
      SampleDump dump = fleet.dump(index);
      Path alone = folder.resolve("alone");
      dump.write(alone);
      assertThat(alone.resolve(dump.path())).hasSameBinaryContentAs(all.resolve(dump.path()));
    }
  }

  @Test
  void writesEachDumpAndSumsUp() throws IOException {
    List<Integer> progress = new ArrayList<>();
    Fleet.Summary summary = Fleet.write(folder, 50, SEED, 20, progress::add);
    List<SampleDump> dumps = dumps(SEED, 20, 50);

    assertThat(files(folder)).containsExactlyInAnyOrderElementsOf(paths(dumps));
    assertThat(progress).isEqualTo(IntStream.rangeClosed(1, 50).boxed().toList());
    assertThat(summary.files()).isEqualTo(50);
    assertThat(summary.bytes())
        .isEqualTo(dumps.stream().mapToLong(dump -> dump.file().length()).sum());
    assertThat(summary.broken())
        .isEqualTo((int) dumps.stream().filter(dump -> dump.breakage().isPresent()).count())
        .isPositive();
  }

  @Test
  void refusesAFolderInUse() throws IOException {
    Files.createFile(folder.resolve("mine.txt"));

    assertThatThrownBy(() -> Fleet.write(folder, 1, SEED, 0, written -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not empty");
    assertThat(files(folder)).containsExactly("mine.txt");
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("mine.txt"));

    assertThatThrownBy(() -> Fleet.write(file, 1, SEED, 0, written -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not a folder");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101})
  void refusesWhatIsNoPercentage(int percent) {
    assertThatThrownBy(() -> new Fleet(SEED, percent)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 100})
  void brokenShareIsAsAsked(int percent) {
    long broken =
        dumps(SEED, percent, 2000).stream().filter(dump -> dump.breakage().isPresent()).count();

    assertThat(broken).isBetween(percent * 16L, percent * 24L);
  }

  @ParameterizedTest
  @EnumSource(Breakage.class)
  void eachBreakageOccursAndShows(Breakage breakage) {
    SampleDump dump =
        dumps(SEED, 100, 200).stream()
            .filter(candidate -> candidate.breakage().equals(Optional.of(breakage)))
            .findFirst()
            .orElseThrow();

    assertShows(breakage, dump);
  }

  @Test
  void namesAreNeverUsedTwice() {
    assertThat(paths(dumps(SEED, 5, 3000))).doesNotHaveDuplicates();
  }

  @Test
  void copiesEqualTheirOriginals() {
    Fleet fleet = new Fleet(SEED, 5);
    List<SampleDump> copies =
        dumps(SEED, 5, 1000).stream().filter(dump -> dump.copyOf().isPresent()).toList();

    assertThat(copies).hasSizeBetween(3, 25);
    for (SampleDump copy : copies) {
      SampleDump original = fleet.dump(copy.copyOf().getAsInt());
      assertThat(original.copyOf()).isEmpty();
      assertThat(copy.path()).isNotEqualTo(original.path());
      assertThat(copy.image().layout()).isEqualTo(original.image().layout());
      assertThat(copy.image().length()).isEqualTo(original.image().length());
    }
  }

  @Test
  void memoryDumpSharesTheCrashOfItsMinidump() {
    Fleet fleet = new Fleet(SEED, 0);
    SampleDump twin =
        dumps(SEED, 0, 1000).stream()
            .filter(dump -> dump.twinOf().isPresent() && dump.crash().machine().wide())
            .filter(dump -> dump.image().length() <= 64 << 20)
            .findFirst()
            .orElseThrow();
    HandReading memory = new HandReading(DumpBytes.of(twin.image()));
    HandReading minidump =
        new HandReading(DumpBytes.of(fleet.dump(twin.twinOf().getAsInt()).image()));

    assertThat(twin.path()).endsWith("/MEMORY.DMP");
    assertThat(minidump.u32(0xF98)).isEqualTo(4);
    assertThat(memory.u32(0xF98)).isNotEqualTo(4);
    for (int shared : new int[] {0x08, 0x30, 0x38, 0x40, 0x48, 0x50, 0x58, 0xFA8, 0x1030}) {
      assertThat(memory.u64(shared)).as("%#x", shared).isEqualTo(minidump.u64(shared));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 100, 1000})
  void onlyTheOldAcmenetIsGuiltyOfD1(int count) {
    Set<String> suspects = new HashSet<>();
    List<SampleDump> dumps = dumps(SEED, 0, count);
    dumps.stream().filter(IS_D1).forEach(dump -> suspects.addAll(bound(dump)));
    dumps.stream().filter(IS_D1.negate()).forEach(dump -> suspects.removeAll(bound(dump)));

    assertThat(suspects).containsExactly("acmenet 1.11.0");
  }

  @Test
  void oneBuildOfAcmediskFailsToSleep() {
    List<SampleDump> dumps = dumps(SEED, 0, 1500);
    long bad =
        DriverBuild.ofVendor(DriverCatalog.ACMEDISK, 13, DriverCatalog.BAD_ACMEDISK_BUILD)
            .timestamp();

    assertThat(shareOf9f(dumps, timestamp -> timestamp == bad)).isBetween(0.65, 0.9);
    assertThat(shareOf9f(dumps, timestamp -> timestamp != bad)).isBetween(0.02, 0.2);
  }

  @Test
  void fleetIsMixed() {
    List<SampleDump> dumps = dumps(SEED, 0, 2000);

    assertThat(dumps)
        .extracting(dump -> dump.crash().machine())
        .contains(MachineKind.X64, MachineKind.X86, MachineKind.ARM64);
    assertThat(dumps).extracting(dump -> dump.crash().writer()).contains(RegionWriter.values());
    assertThat(dumps)
        .extracting(dump -> dump.crash().build())
        .contains(9600, 14393, 17134, 17763, 19041, 22000, 22621, 26100);
    assertThat(dumps.stream().map(dump -> dump.crash().machineName()).distinct())
        .hasSizeBetween(180, 250);
    assertThat(dumps.stream().filter(dump -> dump.crash().live()).count()).isBetween(50L, 400L);
    assertThat(dumps)
        .allSatisfy(dump -> assertThat(dump.crash().kmdfDrivers()).hasSizeBetween(20, 50));
  }

  @Test
  void minidumpsAreLongButTakeLittleDisk() throws IOException, InterruptedException {
    assumeThat(DiskUse.knowsHoles(folder)).as("du and a file system with holes").isTrue();
    Path fleet = folder.resolve("fleet");

    Fleet.Summary summary = Fleet.write(fleet, 300, SEED, 0, written -> {});

    assertThat(summary.bytes()).isGreaterThan(300L * 64_000);
    assertThat(DiskUse.kilobytes(fleet)).isLessThan(300L * 60);
  }

  private static void assertShows(Breakage breakage, SampleDump dump) {
    HandReading bytes = new HandReading(DumpBytes.of(dump.file()));
    Optional<Layout> layout = dump.image().layout();
    int header = dump.crash().machine().headerBytes();
    switch (breakage) {
      case EMPTY -> assertThat(bytes.length()).isZero();
      case THREE_BYTES -> assertThat(bytes.ascii(0, bytes.length())).isEqualTo("PAG");
      case USER_MINIDUMP -> assertThat(bytes.ascii(0, 4)).isEqualTo("MDMP");
      case TEXT -> assertThat(bytes.ascii(0, bytes.length())).endsWith("\r\n");
      case HEADER_CUT -> assertThat(bytes.length()).isBetween(8, header - 1);
      case HEADER_FF -> {
        assertThat(bytes.ascii(0, 4)).isEqualTo("PAGE");
        assertThat(bytes.u64(8)).isEqualTo(-1);
        assertThat(bytes.u64(header - 8L)).isEqualTo(-1);
      }
      case REGION_BEYOND_END -> assertThat(bytes.u32(header + 4L)).isGreaterThan(bytes.length());
      case LAST_BLOB_CUT -> {
        Layout.PlacedBlob last = last(layout.orElseThrow());
        assertThat(last.dataOffset() + last.size()).isGreaterThan(bytes.length());
      }
      case BAD_CHAIN -> {
        List<Layout.PlacedBlob> blobs = layout.orElseThrow().blobs();
        assertThat(bytes.u32(blobs.get(0).headerOffset())).isEqualTo(32);
        assertThat(blobs).anyMatch(blob -> bytes.u32(blob.headerOffset()) > 0xFFFF);
      }
      case KMDF_PARTIAL ->
          assertThat(layout.orElseThrow().blobs())
              .filteredOn(blob -> blob.tag().equals(KmdfList.TAG))
              .singleElement()
              .matches(blob -> blob.size() % (dump.crash().machine().wide() ? 56 : 48) != 0);
      case HOSTILE_NAMES -> {
        assertThat(bytes.ascii(0, 2)).isEqualTo("PK");
        assertThat(bytes.length()).isGreaterThan((int) dump.image().length());
        assertThat(dump.crash().modules()).anyMatch(module -> module.path().contains("<script>"));
      }
    }
  }

  private static Layout.PlacedBlob last(Layout layout) {
    return layout.blobs().get(layout.blobs().size() - 1);
  }

  private static double shareOf9f(List<SampleDump> dumps, Predicate<Long> acmediskTimestamp) {
    List<SampleDump> with =
        dumps.stream()
            .filter(
                dump ->
                    dump.crash().modules().stream()
                        .anyMatch(
                            module ->
                                module.path().endsWith("\\acmedisk.sys")
                                    && acmediskTimestamp.test(module.timestamp())))
            .toList();
    assertThat(with).hasSizeGreaterThan(50);
    return with.stream().filter(dump -> dump.crash().bugCheckCode() == 0x9F).count()
        / (double) with.size();
  }

  private static List<String> bound(SampleDump dump) {
    return dump.crash().kmdfDrivers().stream()
        .map(
            driver ->
                driver.name() + ' ' + driver.major() + '.' + driver.minor() + '.' + driver.build())
        .toList();
  }

  private static List<SampleDump> dumps(long seed, int brokenPercent, int count) {
    Fleet fleet = new Fleet(seed, brokenPercent);
    return IntStream.range(0, count).mapToObj(fleet::dump).toList();
  }

  private static List<String> paths(List<SampleDump> dumps) {
    return dumps.stream().map(SampleDump::path).toList();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .toList();
    }
  }
}
