package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.crashtag.publish.IcebergTables;
import org.crashtag.source.Packing;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.store.Verification;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.ForwardingStorage;
import org.crashtag.testing.IcebergFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The output of a program of format 1, and its archive: two committed runs, of 0.dmp and 1.dmp with
 * a merged index, and of 2.dmp and broken.dmp with an index of its own; and a third run of 3.dmp
 * and a.zip that was killed while it moved its tables into place.
 */
class FirstFormatTest {
  private static final Instant MODIFIED = Instant.parse("2026-01-05T00:00:00Z");

  @TempDir private static Path folder;
  private Path output;
  private List<String> rows;

  /** The archive has a relative path in the index. */
  private static final class Archive extends ForwardingStorage {
    Archive() {
      super(new LocalStorage());
    }

    private static String real(String path) {
      return path.equals("archive") || path.startsWith("archive/") ? folder + "/" + path : path;
    }

    private static Entry named(Entry entry) {
      String path = entry.path();
      String name =
          path.startsWith(folder + "/archive") ? path.substring(("" + folder).length() + 1) : path;
      return new Entry(name, entry.kind(), entry.length(), entry.modifiedMicros());
    }

    @Override
    public Optional<Entry> find(String path) throws IOException {
      return super.find(real(path)).map(Archive::named);
    }

    @Override
    public List<Entry> list(String path) throws IOException {
      return super.list(real(path)).stream().map(Archive::named).toList();
    }

    @Override
    public SeekableByteChannel open(String path) throws IOException {
      return super.open(real(path));
    }
  }

  @BeforeEach
  void unpack() throws Exception {
    new LocalStorage().delete(folder.resolve("archive").toString());
    new LocalStorage().delete(folder.resolve("output").toString());
    try (InputStream file = FirstFormatTest.class.getResourceAsStream("format-1.zip");
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path path = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.createDirectories(path.getParent());
          Files.write(path, zip.readAllBytes());
          Files.setLastModifiedTime(path, FileTime.from(MODIFIED));
        }
      }
    }
    output = folder.resolve("output");
    Path undisturbed = folder.resolve("undisturbed");
    if (!Files.exists(undisturbed)) {
      TestRuns.run(Archive::new, options(undisturbed));
    }
    rows = TestRuns.everything(undisturbed);
  }

  private static RunOptions options(Path output) {
    return TestRuns.inBatches(List.of("archive"), output, 100, 1);
  }

  /** Its parts have no field ids. */
  @Test
  void itsTablesArePublished() throws Exception {
    IcebergTables tables = new IcebergTables(TestRuns.tables(), Duration.ofDays(1), true);
    new CrashRun(Archive::new, TestRuns.PROGRAM, tables).run(options(output), progress -> {});
    IcebergFolder iceberg = new IcebergFolder(output);
    List<String> published = iceberg.everything(iceberg.tables());
    assertThat(published).hasSameSizeAs(TestRuns.everything(output)).hasSizeGreaterThan(50);
    String first = new OutputFolder(new LocalStorage(), output.toString()).runs().get(0);
    assertThat(iceberg.filesOf("dumps", first)).as("of the earlier program").isNotEmpty();
  }

  private CrashRun.Result run() throws IOException {
    return TestRuns.run(Archive::new, options(output));
  }

  private List<Manifest> manifests() throws IOException {
    return new OutputFolder(new LocalStorage(), output.toString()).manifests();
  }

  private Path staging() throws IOException {
    try (var runs = Files.list(output.resolve("_staging"))) {
      return runs.filter(path -> path.getFileName().toString().startsWith("r"))
          .findAny()
          .orElseThrow();
    }
  }

  private List<String> verify() throws IOException {
    List<String> faults = new ArrayList<>();
    new Verification(new LocalStorage(), output.toString()).run(faults::add);
    return faults;
  }

  @Test
  void committedRunsAreRead() throws Exception {
    assertThat(manifests()).extracting(Manifest::number).containsExactly(0L, 0L);
    assertThat(TestRuns.ask(output, "SELECT count(*) FROM dumps")).containsExactly("3");
    assertThat(verify()).isEmpty();
  }

  @Test
  void begunCommitIsFinishedAndNothingIsReadAgain() throws Exception {
    CrashRun.Result result = run();
    assertThat(result.manifest()).isEmpty();
    assertThat(result.unchanged()).isEqualTo(6);
    assertThat(manifests()).extracting(Manifest::number).containsExactly(0L, 0L, 1L);
    assertThat(manifests().get(2).tables())
        .flatExtracting(Manifest.Table::parts)
        .allMatch(part -> part.crc32c() != null);
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
    assertThat(verify()).isEmpty();
    assertThat(TestRuns.files(output)).noneMatch(file -> file.startsWith("_staging/"));
  }

  /** Its sources are new again; nothing of it is left. */
  @ParameterizedTest
  @ValueSource(
      strings = {"no commit", "cut commit", "lost part", "cut part", "lost index", "cut index"})
  void commitThatCanNotBeFinishedIsRemoved(String how) throws Exception {
    Path commit = staging().resolve("commit.json");
    Path part = staging().resolve("ready/tags/part-00000.parquet");
    Path index = staging().resolve("ready/_index/01");
    switch (how) {
      case "no commit" -> Files.delete(commit);
      case "cut commit" -> Files.writeString(commit, Files.readString(commit).substring(0, 500));
      case "lost part" -> Files.delete(part);
      case "cut part" -> Files.write(part, new byte[10]);
      case "lost index" -> Files.delete(index);
      default -> Files.write(index, new byte[10]);
    }
    CrashRun.Result result = run();
    assertThat(result.unchanged()).isEqualTo(4);
    assertThat(result.counts()).containsEntry("sources_decoded", 2L);
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
    assertThat(verify()).isEmpty();
  }

  @Test
  void newRunsFollow() throws Exception {
    run();
    Files.write(
        folder.resolve("archive/new.zip"),
        Packing.zip(java.util.Map.of("9.dmp", DumpBytes.of(SampleDumps.minidump(9)))));
    Files.write(folder.resolve("archive/copy.dmp"), DumpBytes.of(SampleDumps.minidump(0)));
    assertThat(run().counts())
        .containsEntry("sources_decoded", 1L)
        .containsEntry("sources_known", 1L);
    assertThat(TestRuns.ask(output, "SELECT count(*) FROM dumps")).containsExactly("6");
    // Its own index and both of format 1 become one.
    assertThat(TestRuns.runMerging(Archive::new, options(output)).unchanged()).isEqualTo(8);
    try (var files = Files.list(output.resolve("_index"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .singleElement()
          .asString()
          .startsWith("upto-");
    }
    assertThat(run().unchanged()).isEqualTo(8);
  }

  @Test
  void runsAreMergedAndRemoved() throws Exception {
    run();
    Upkeep upkeep =
        new Upkeep(new LocalStorage(), output.toString(), TestRuns.PROGRAM, TestRuns.tables());
    assertThat(upkeep.compact(true, Duration.ZERO).manifest().orElseThrow().replaces()).hasSize(3);
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
    assertThat(upkeep.compact(true, Duration.ZERO).removed()).hasSize(3);
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
    assertThat(run().manifest()).isEmpty();
    assertThat(verify()).isEmpty();
  }

  @Test
  void damagedIndexOfFormat1IsRebuilt() throws Exception {
    run();
    try (var files = Files.walk(output.resolve("_index"))) {
      Path slice = files.filter(file -> file.endsWith("60")).findFirst().orElseThrow();
      Files.write(slice, new byte[24]);
    }
    assertThat(verify()).singleElement().asString().contains("/_index/");
    CrashRun.Result result = run();
    assertThat(result.notes()).singleElement().asString().contains("was rebuilt");
    assertThat(result.unchanged()).isEqualTo(6);
    assertThat(TestRuns.everything(output)).isEqualTo(rows);
  }

  /** Killed at any of the calls that finish the commit. */
  @Test
  void recoveryCanBeRepeated() throws Exception {
    Path before = folder.resolve("before");
    new LocalStorage().delete(before.toString());
    UpkeepTest.copy(output, before);
    for (int calls = 1; ; calls += 9) {
      new LocalStorage().delete(output.toString());
      UpkeepTest.copy(before, output);
      Stopping stopping = new Stopping(calls);
      OutputFolder broken = new OutputFolder(stopping, output.toString());
      try (var lock = broken.lock(Instant.now())) {
        assertThat(lock).isNotNull();
        broken.recover();
      } catch (IOException e) {
        assertThat(e).hasMessage("stopped");
      }
      run();
      assertThat(TestRuns.everything(output)).as("%d calls", calls).isEqualTo(rows);
      assertThat(verify()).isEmpty();
      assertThat(manifests()).hasSize(3);
      if (stopping.left > 0) {
        break;
      }
    }
  }

  /** No call does anything after so many that change something. */
  private static final class Stopping extends ForwardingStorage {
    private int left;

    Stopping(int left) {
      super(new LocalStorage());
      this.left = left;
    }

    private void call() throws IOException {
      if (left-- <= 0) {
        throw new IOException("stopped");
      }
    }

    @Override
    public java.io.OutputStream create(String path) throws IOException {
      call();
      return super.create(path);
    }

    @Override
    public boolean createOnce(String path, byte[] bytes) throws IOException {
      call();
      return super.createOnce(path, bytes);
    }

    @Override
    public void delete(String path) throws IOException {
      call();
      super.delete(path);
    }

    @Override
    public void force(String path) throws IOException {
      call();
      super.force(path);
    }
  }

  @Test
  void commitOfANewerProgramIsLeftToIt() throws Exception {
    Files.writeString(staging().resolve("commit.json"), "{\"format\": 3}");
    assertThatThrownBy(this::run).hasMessageContaining("newer crashtag");
    assertThat(staging().resolve("ready/tags/part-00000.parquet")).exists();
  }
}
