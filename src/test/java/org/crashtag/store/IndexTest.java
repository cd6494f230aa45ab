package org.crashtag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.crashtag.source.SourceFile;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.IndexEntry.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexTest {
  private static final String FIRST = "r20260101T000000000Z";
  private static final String SECOND = "r20260102T000000000Z";

  @TempDir private Path output;
  private final Storage storage = new LocalStorage();
  private final List<IndexSources.Source> own = new ArrayList<>();
  private IndexSources.Source merged;

  @Test
  void sourceIsKnownByPathLengthAndTime() {
    SourceFile file = new SourceFile("a.dmp", 10, 20);
    IndexEntry entry = IndexEntry.ofSource(file, Kind.SOURCE);
    assertThat(IndexEntry.ofSource(new SourceFile("a.dmp", 10, 20), Kind.SOURCE)).isEqualTo(entry);
    assertThat(
            Stream.of(
                new SourceFile("b.dmp", 10, 20),
                new SourceFile("a.dmp", 11, 20),
                new SourceFile("a.dmp", 10, 21),
                new SourceFile("a.dmp", 1, 20)))
        .noneMatch(other -> IndexEntry.ofSource(other, Kind.SOURCE).equals(entry));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void readsWhatItWrites(Kind kind) throws IOException {
    List<IndexEntry> entries =
        List.of(
            new IndexEntry(0, 0, kind, 0),
            new IndexEntry(-1, Long.MIN_VALUE, kind, (1L << 56) - 1),
            new IndexEntry(Long.MAX_VALUE, -1, kind, 8L << 30));
    byte[] bytes = Index.toBytes(entries);
    assertThat(bytes).hasSize(3 * IndexEntry.BYTES);
    assertThat(Index.entries(bytes)).isEqualTo(entries);
  }

  @Test
  void dumpsAndSourcesAreToldApart() {
    IndexEntry whole = IndexEntry.ofDump("0".repeat(32), true, 5);
    assertThat(whole.isDump()).isTrue();
    assertThat(IndexEntry.ofDump("0".repeat(32), false, 5).isDump()).isTrue();
    assertThat(IndexEntry.ofSource(new SourceFile("a", 1, 1), Kind.SOURCE).isDump()).isFalse();
    assertThat(whole.value()).isEqualTo(5);
    assertThat(IndexEntry.ofDump("0".repeat(32), true, -1).value()).isZero();
  }

  @Test
  void sliceIsTheKeysFirstSixBits() {
    assertThat(IndexEntry.ofDump("00" + "0".repeat(30), true, 0).slice()).isZero();
    assertThat(IndexEntry.ofDump("04" + "0".repeat(30), true, 0).slice()).isEqualTo(1);
    assertThat(IndexEntry.ofDump("ff" + "0".repeat(30), true, 0).slice()).isEqualTo(63);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 63, 64})
  void eachBucketHasItsSlicesAndNoneIsWithout(int buckets) {
    Set<Integer> used = new HashSet<>();
    for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
      used.add(IndexEntry.bucket(slice, buckets));
    }
    assertThat(used).hasSize(buckets).allMatch(bucket -> bucket >= 0 && bucket < buckets);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 64})
  void bucketsTogetherKnowEachEntryOnce(int buckets) throws IOException {
    List<IndexEntry> entries = dumps(200);
    write(FIRST, entries);
    for (IndexEntry entry : entries) {
      List<Integer> knowing = new ArrayList<>();
      for (int bucket = 0; bucket < buckets; bucket++) {
        if (read(bucket, buckets, FIRST).find(entry).isPresent()) {
          knowing.add(bucket);
        }
      }
      assertThat(knowing).containsExactly(IndexEntry.bucket(entry.slice(), buckets));
    }
  }

  @Test
  void latestRunCounts() throws IOException {
    IndexEntry cut = IndexEntry.ofDump("ab".repeat(16), false, 100);
    IndexEntry whole = IndexEntry.ofDump("ab".repeat(16), true, 200);
    write(FIRST, List.of(cut));
    write(SECOND, List.of(whole));
    assertThat(read(0, 1, FIRST, SECOND).find(cut)).contains(new Index.Known(whole, SECOND));
    assertThat(read(0, 1, FIRST).find(whole)).contains(new Index.Known(cut, FIRST));
  }

  @Test
  void runOfNothingKnowsNothing() throws IOException {
    write(FIRST, List.of());
    assertThat(read(0, 1, FIRST).find(IndexEntry.ofDump("ab".repeat(16), true, 1))).isEmpty();
  }

  @Test
  void mergedIndexKnowsEachEntrysRun() throws IOException {
    IndexEntry one = IndexEntry.ofDump("ab".repeat(16), true, 100);
    IndexEntry other = IndexEntry.ofDump("cd".repeat(16), true, 200);
    write(FIRST, List.of(one, other));
    write(SECOND, List.of(IndexEntry.ofDump("ab".repeat(16), true, 300)));
    merge();
    assertThat(read(0, 1, FIRST, SECOND).find(one).orElseThrow().run()).isEqualTo(SECOND);
    assertThat(read(0, 1, FIRST, SECOND).find(other)).contains(new Index.Known(other, FIRST));
    assertThat(read(0, 1, SECOND).find(other)).as("its manifest was taken away").isEmpty();
  }

  /** Small files are read at once, large ones slice by slice. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void largeIndexIsReadSliceBySlice(boolean merged) throws IOException {
    List<IndexEntry> entries = dumps(60_000);
    write(FIRST, entries);
    if (merged) {
      merge();
    }
    try (OpenIndex index = sources(FIRST).open(storage, output.toString())) {
      int found = 0;
      for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
        found += index.slice(slice).all().size();
      }
      assertThat(found).isEqualTo(entries.size());
    }
    Path file = files().get(merged ? 1 : 0);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).hasSizeGreaterThan(1 << 20);
    for (int at : new int[] {0, 700_000, bytes.length - 300, bytes.length - 9, bytes.length - 1}) {
      bytes[at] ^= 1;
      Files.write(file, bytes);
      assertDamaged(file, FIRST);
      bytes[at] ^= 1;
    }
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertDamaged(file, FIRST);
    Files.delete(file);
    assertDamaged(file, FIRST);
  }

  /** A file is deleted, emptied, cut, longer, and has each byte changed. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anyDamageIsNoticed(boolean merged) throws IOException {
    write(FIRST, dumps(5));
    write(SECOND, List.of(IndexEntry.ofDump("ab".repeat(16), true, 200)));
    if (merged) {
      merge();
    }
    verify(FIRST, SECOND);
    for (Path file : merged ? files().subList(2, 3) : files()) {
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      assertDamaged(file, FIRST, SECOND);
      for (byte[] other :
          List.of(
              new byte[0],
              java.util.Arrays.copyOf(bytes, bytes.length - 1),
              java.util.Arrays.copyOf(bytes, Math.max(0, bytes.length - IndexEntry.BYTES)),
              java.util.Arrays.copyOf(bytes, bytes.length + 1))) {
        Files.write(file, other);
        assertDamaged(file, FIRST, SECOND);
      }
      for (int at = 0; at < bytes.length; at++) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= 1;
        Files.write(file, flipped);
        assertDamaged(file, FIRST, SECOND);
      }
      Files.write(file, bytes);
    }
    verify(FIRST, SECOND);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(output.resolve("_index"))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void verify(String... runs) throws IOException {
    try (OpenIndex index = sources(runs).open(storage, output.toString())) {
      index.verify();
    }
  }

  private void assertDamaged(Path file, String... runs) {
    assertThatThrownBy(() -> verify(runs))
        .isInstanceOf(IndexDamageException.class)
        .hasMessageStartingWith(file.toString());
  }

  @Test
  void orderOfEntriesDoesNotShowInTheFile() throws IOException {
    List<IndexEntry> entries = dumps(100);
    write(FIRST, entries);
    List<IndexEntry> reversed = new ArrayList<>(entries);
    java.util.Collections.reverse(reversed);
    write(SECOND, reversed);
    assertThat(files().get(0)).hasSameBinaryContentAs(files().get(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 23, 25})
  void cutEntriesAreRefused(int bytes) {
    assertThatThrownBy(() -> Index.entries(new byte[bytes]))
        .isInstanceOf(StoreException.class)
        .hasMessage("index entries are truncated");
  }

  @Test
  void unknownKindIsRefused() {
    assertThatThrownBy(() -> Index.entries(new byte[IndexEntry.BYTES]))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("unknown kind 0");
  }

  private void write(String run, List<IndexEntry> entries) throws IOException {
    Manifest.IndexFile file =
        Index.write(storage, output.toString(), run, "0123456789abcdef", entries);
    own.add(new IndexSources.Source(run, file, ""));
  }

  private void merge() throws IOException {
    try (OpenIndex index = sources(FIRST, SECOND).open(storage, output.toString())) {
      Manifest.IndexFile file =
          Index.writeMerged(storage, output.toString(), 2, slice -> index.slice(slice).all());
      merged = new IndexSources.Source("", file, "");
      own.clear();
    }
  }

  private IndexSources sources(String... runs) {
    Set<String> ids = Set.of(runs);
    return new IndexSources(
        ids, merged, own.stream().filter(source -> ids.contains(source.run())).toList());
  }

  private Index read(int bucket, int buckets, String... runs) throws IOException {
    try (OpenIndex index = sources(runs).open(storage, output.toString())) {
      return index.bucket(bucket, buckets);
    }
  }

  /** Dumps whose ids fall into all slices. */
  private static List<IndexEntry> dumps(int count) {
    List<IndexEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(new IndexEntry(i * 0x9E3779B97F4A7C15L, i, Kind.DUMP, i));
    }
    return entries;
  }
}
