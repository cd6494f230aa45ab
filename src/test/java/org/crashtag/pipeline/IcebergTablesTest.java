package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.crashtag.decode.TableSchema;
import org.crashtag.publish.IcebergTables;
import org.crashtag.sample.Fleet;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.CommitListener;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.FakeS3;
import org.crashtag.testing.IcebergFolder;
import org.crashtag.testing.StoppingStorage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is done to an output folder, its Iceberg tables have the rows that the views have. */
class IcebergTablesTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private static Path nights;
  private static Path archive;
  private static Path whole;

  @TempDir private Path folder;
  private Path output;
  private IcebergFolder iceberg;

  @BeforeAll
  static void runTwice() throws IOException {
    archive = nights.resolve("archive");
    whole = nights.resolve("whole");
    for (int night = 0; night < 2; night++) {
      Fleet.write(archive.resolve("night-" + night), 20, night, 10, done -> {});
      TestRuns.run(options(whole, false));
    }
  }

  private static RunOptions options(Path output, boolean measures) {
    RunOptions options = TestRuns.options(List.of(archive.toString()), output, 2);
    RunOptions.Writing writing = options.writing();
    return new RunOptions(
        options.output(),
        options.reading(),
        options.decoding(),
        new RunOptions.Writing(
            writing.tables(), writing.keep(), writing.hashing(), writing.buckets(), measures),
        options.privacy(),
        options.description(),
        options.beam());
  }

  @BeforeEach
  void copyThem() throws IOException {
    output = folder.resolve("output");
    copy(whole, output);
    iceberg = new IcebergFolder(output);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static IcebergTables tables(boolean begins) {
    return new IcebergTables(TestRuns.tables(), DAY, begins);
  }

  private OutputFolder output(Storage storage) {
    return new OutputFolder(storage, output.toString());
  }

  private IcebergTables.Published publish() throws IOException {
    Storage storage = new LocalStorage();
    OutputFolder runs = output(storage);
    try (var lock = runs.lock(Instant.now())) {
      assertThat(lock).isNotNull();
      return tables(true).publish(storage, runs, "");
    }
  }

  private CrashRun.Result run(CommitListener listener) throws IOException {
    return new CrashRun(LocalStorage::new, TestRuns.PROGRAM, listener)
        .run(options(output, true), progress -> {});
  }

  private Manifest night(int number) throws IOException {
    Path archived = archive.resolve("night-" + number);
    if (!Files.exists(archived)) {
      Fleet.write(archived, 20, number, 10, done -> {});
    }
    return run(tables(false)).manifest().orElseThrow();
  }

  private Upkeep upkeep() {
    return new Upkeep(new LocalStorage(), output.toString(), TestRuns.PROGRAM, TestRuns.tables())
        .telling(tables(false));
  }

  private String latest() throws IOException {
    return output(new LocalStorage()).latest().orElseThrow().run();
  }

  /** Every table has the rows of its view, in the columns of the view. */
  private void check() throws IOException, SQLException, SqlFault {
    List<String> names = TestRuns.tables().stream().map(TableSchema::name).sorted().toList();
    assertThat(iceberg.tables()).containsExactlyElementsOf(names);
    assertThat(iceberg.everything(names)).containsExactlyElementsOf(rows(names));
  }

  private List<String> rows(String table) throws IOException, SqlFault {
    return rows(List.of(table)).stream().map(row -> row.substring(table.length() + 1)).toList();
  }

  /** The rows of views, each as one text that begins with the view's name, sorted. */
  private List<String> rows(List<String> views) throws IOException, SqlFault {
    List<String> queries = new ArrayList<>();
    for (String view : views) {
      String columns =
          iceberg.table(view).schema().columns().stream()
              .map(field -> '"' + field.name() + '"')
              .collect(Collectors.joining(", "));
      queries.add("SELECT '%1$s ' || row(%2$s)::VARCHAR FROM \"%1$s\"".formatted(view, columns));
    }
    // One session for all, because opening one takes longer than a query.
    return TestRuns.ask(output, String.join(" UNION ALL ", queries)).stream().sorted().toList();
  }

  @Test
  void anExistingOutputIsPublished() throws Exception {
    IcebergTables.Published published = publish();

    assertThat(published.written()).isEqualTo(published.tables().size());
    assertThat(published.location()).isEqualTo("file://" + output.toAbsolutePath());
    check();
    assertThat(iceberg.history("dumps")).containsExactly("append " + latest());
    assertThat(publish().written()).isZero();
    assertThat(iceberg.version("dumps")).isEqualTo(1);
  }

  @Test
  void nothingIsPublishedUnlessThatWasBegun() throws Exception {
    run(tables(false));

    assertThat(iceberg.tables()).isEmpty();
  }

  @Test
  void laterRunsAreAppended() throws Exception {
    publish();
    String first = latest();
    Snapshot before = iceberg.table("dumps").currentSnapshot();
    List<String> rows = iceberg.rows("dumps");

    String second = night(2).run();

    check();
    assertThat(iceberg.history("dumps")).containsExactly("append " + first, "append " + second);
    assertThat(iceberg.rows("dumps", before)).isEqualTo(rows);
  }

  @Test
  void boundsOfColumnsAreThoseOfTheFiles() throws Exception {
    publish();
    for (String table : iceberg.tables()) {
      assertThat(iceberg.bounds(table)).as("nothing is known of earlier parts").isZero();
    }
    String later = night(2).run();
    int bounds = 0;
    for (String table : iceberg.tables()) {
      bounds += iceberg.bounds(table);
    }
    assertThat(bounds).isGreaterThan(300);
    assertThat(iceberg.filesOf("dumps", later))
        .isNotEmpty()
        .allMatch(file -> file.contains("/run=" + later + "/"));
    upkeep().compact(true, DAY);
    bounds = 0;
    for (String table : iceberg.tables()) {
      bounds += iceberg.bounds(table);
    }
    assertThat(bounds).isGreaterThan(150);
  }

  @Test
  void upkeepBecomesSnapshotsOfItsKind() throws Exception {
    publish();
    night(2);
    upkeep().compact(true, DAY);
    check();
    upkeep().expire(LocalDate.of(2026, 3, 1), DAY);
    check();
    night(3);
    check();
    upkeep().compact(true, DAY);
    check();
    assertThat(iceberg.history("dumps"))
        .extracting(snapshot -> snapshot.substring(0, snapshot.indexOf(' ')))
        .containsExactly("append", "append", "replace", "overwrite", "append", "replace");
    upkeep().expire(LocalDate.of(2036, 3, 1), DAY);
    check();
    assertThat(iceberg.history("dumps").get(6)).startsWith("delete ");
    assertThat(iceberg.files("dumps")).isEmpty();
  }

  @Test
  void aMovedOutputIsPublishedAnew() throws Exception {
    publish();
    Path moved = folder.resolve("moved");
    Files.move(output, moved);
    output = moved;
    iceberg = new IcebergFolder(moved);

    night(2);

    check();
    assertThat(iceberg.table("dumps").location()).isEqualTo("file://" + moved + "/dumps");
  }

  @Test
  void oldSnapshotsExpireAfterTheGracePeriodAndTheirFilesAreRemoved() throws Exception {
    publish();
    night(2);
    Storage storage = new LocalStorage();
    OutputFolder runs = output(storage);
    Thread.sleep(2);
    try (var lock = runs.lock(Instant.now())) {
      assertThat(lock).isNotNull();
      new IcebergTables(TestRuns.tables(), Duration.ZERO, false).committed(storage, runs);
    }

    check();
    assertThat(iceberg.history("dumps")).hasSize(1);
    try (Stream<Path> files = Files.list(output.resolve("dumps/metadata"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".json"))
          .containsExactly("v" + iceberg.version("dumps") + ".metadata.json");
    }
  }

  /** Lets all metadata look as if it had been written that much earlier. */
  private void age(Duration by) throws IOException {
    for (String table : iceberg.tables()) {
      try (Stream<Path> files = Files.list(output.resolve(table).resolve("metadata"))) {
        for (Path file : files.toList()) {
          Instant then = Files.getLastModifiedTime(file).toInstant().minus(by);
          if (file.toString().endsWith(".json")) {
            Files.writeString(file, aged(Files.readString(file), by));
          }
          Files.setLastModifiedTime(file, FileTime.from(then));
        }
      }
    }
  }

  private static String aged(String json, Duration by) {
    return Pattern.compile("(\"(?:timestamp|last-updated)-ms\":)([0-9]+)")
        .matcher(json)
        .replaceAll(time -> time.group(1) + (Long.parseLong(time.group(2)) - by.toMillis()));
  }

  /** Engines may be reading it, or know the table by the name of its version. */
  @Test
  void whatWasCurrentStaysForTheGracePeriodHoweverOldItIs() throws Exception {
    smallUnpublished();
    age(DAY.multipliedBy(2));
    Snapshot before = iceberg.table("dumps").currentSnapshot();
    List<String> rows = iceberg.rows("dumps");

    few(false).committed(new LocalStorage(), output(new LocalStorage()));

    checkFew();
    assertThat(iceberg.history("dumps")).hasSize(2);
    assertThat(output.resolve("dumps/metadata/v1.metadata.json")).exists();
    assertThat(iceberg.rows("dumps", before)).isEqualTo(rows);

    age(DAY.multipliedBy(2));
    publishFew();
    checkFew();
    assertThat(iceberg.history("dumps")).hasSize(1);
    assertThat(output.resolve("dumps/metadata/v1.metadata.json")).doesNotExist();
    assertThat(output.resolve("dumps/metadata/v2.metadata.json")).exists();
  }

  @Test
  void rowsOfReplacedDumpsAreDeleted() throws Exception {
    Path own = folder.resolve("own");
    Files.createDirectories(own);
    byte[] dump = DumpBytes.of(SampleDumps.minidump(7));
    publish();
    for (int missing : new int[] {600, 400, 200, 0}) {
      Files.write(own.resolve(missing + ".dmp"), Arrays.copyOf(dump, dump.length - missing));
      new CrashRun(LocalStorage::new, TestRuns.PROGRAM, tables(false))
          .run(TestRuns.options(List.of(own.toString()), output, 2), progress -> {});
      check();
      if (missing == 400) {
        upkeep().compact(true, DAY);
        check();
      }
    }
    assertThat(iceberg.deletes("dumps")).as("of the merged part, and of a run").isEqualTo(2);
    upkeep().compact(true, DAY);
    check();
    assertThat(iceberg.deletes("dumps")).isZero();
    assertThat(publish().written()).isZero();
    assertThat(iceberg.history("dumps")).as("was not begun again").hasSizeGreaterThan(5);
  }

  private void reset(Path saved) throws IOException {
    new LocalStorage().delete(output.toString());
    copy(saved, output);
  }

  /** Makes an output folder with few tables, whose latest run isn't published. */
  private void smallUnpublished() throws IOException {
    output = folder.resolve("small");
    iceberg = new IcebergFolder(output);
    RunOptions all = options(output, true);
    RunOptions options =
        new RunOptions(
            all.output(),
            all.reading(),
            all.decoding(),
            new RunOptions.Writing(List.of("dumps"), List.of(), all.writing().hashing(), 1, true),
            all.privacy(),
            all.description(),
            all.beam());
    Path first = archive.resolve("night-0");
    CrashRun runs = new CrashRun(LocalStorage::new, TestRuns.PROGRAM, few(true));
    runs.run(reading(options, first), progress -> {});
    CrashRun later = new CrashRun(LocalStorage::new, TestRuns.PROGRAM, (to, what) -> {});
    later.run(reading(options, archive.resolve("night-1")), progress -> {});
  }

  private static RunOptions reading(RunOptions options, Path from) {
    return new RunOptions(
        options.output(),
        RunOptions.Reading.of(List.of(from.toString())),
        options.decoding(),
        options.writing(),
        options.privacy(),
        options.description(),
        options.beam());
  }

  private static IcebergTables few(boolean begins) {
    List<TableSchema> few =
        TestRuns.tables().stream()
            .filter(table -> List.of("sources", "dumps", "rejects").contains(table.name()))
            .toList();
    return new IcebergTables(few, DAY, begins);
  }

  private void checkFew() throws IOException, SQLException, SqlFault {
    for (String table : List.of("sources", "dumps", "rejects")) {
      assertThat(iceberg.rows(table)).as(table).containsExactlyElementsOf(rows(table));
    }
  }

  @ParameterizedTest
  @EnumSource(FaultyStorage.Fault.class)
  void aPublisherThatStopsAtAnyCallLeavesWhatTheNextOnePublishes(FaultyStorage.Fault fault)
      throws Exception {
    smallUnpublished();
    Path saved = folder.resolve("saved");
    copy(output, saved);
    boolean failed = true;
    int call = 0;
    while (failed) {
      call++;
      reset(saved);
      Storage faulty = FaultyStorage.failingAt(call, fault).get();
      failed = fails(faulty);
      // Whatever happened, a reader sees whole tables.
      for (String table : List.of("sources", "dumps")) {
        assertThat(iceberg.rows(table)).isNotEmpty();
      }
      few(false).committed(new LocalStorage(), output(new LocalStorage()));
      checkFew();
      assertThat(iceberg.history("dumps")).as("call " + call).hasSize(2);
    }
    assertThat(call).isGreaterThan(10);
  }

  private boolean fails(Storage storage) {
    try {
      few(false).committed(storage, output(storage));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** One is stopped at any call while the other publishes the same run, and a later one. */
  @Test
  void ofTwoPublishersOneWinsAndNothingIsLost() throws Exception {
    smallUnpublished();
    Path saved = folder.resolve("saved");
    copy(output, saved);
    Set<StoppingStorage.Call> calls = EnumSet.allOf(StoppingStorage.Call.class);
    boolean met = true;
    for (int call = 1; met; call++) {
      reset(saved);
      StoppingStorage stopping = new StoppingStorage(call, calls);
      CompletableFuture<Void> slow =
          CompletableFuture.runAsync(
              () -> {
                fails(stopping);
                stopping.end();
              });
      stopping.awaitStop();
      few(false).committed(new LocalStorage(), output(new LocalStorage()));
      stopping.goOn();
      slow.get();
      met = stopping.wasMet();
      checkFew();
      assertThat(iceberg.history("dumps")).as("call " + call).hasSize(2);
    }
  }

  @Test
  void damagedMetadataIsMadeAnewAndLeadsNowhereElse() throws Exception {
    smallUnpublished();
    Path saved = folder.resolve("saved");
    copy(output, saved);
    Path metadata = output.resolve("dumps/metadata");
    String json = Files.readString(metadata.resolve("v1.metadata.json"));
    Path secret = Files.writeString(folder.resolve("secret.avro"), "secret");
    List<String> damaged =
        List.of(
            "",
            "{}",
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            json.substring(0, json.length() / 2),
            json.replace("\"format-version\":2", "\"format-version\":1"),
            json.replace("file://" + output, "file:///etc"),
            json.replaceAll(
                "\"manifest-list\":\"[^\"]*\"", "\"manifest-list\":\"file://" + secret + "\""),
            json.replaceAll(
                "\"manifest-list\":\"[^\"]*\"", "\"manifest-list\":\"s3://other/list\""),
            json.replaceAll(
                "\"manifest-list\":\"[^\"]*\"",
                "\"manifest-list\":\"file://" + metadata + "/../../../secret.avro\""),
            json.replaceAll(
                "\"manifest-list\":\"[^\"]*\"",
                "\"manifest-list\":\"file://" + metadata + "/version-hint.text\""),
            json.replaceAll(
                "\"crashtag.run\":\"[^\"]*\"", "\"crashtag.run\":\"r99991231T235959999Z\""),
            json.replaceAll("\"last-updated-ms\":[0-9]*", "\"last-updated-ms\":9999999999999"),
            json.replaceAll("\"type\":\"string\"", "\"type\":\"long\""));
    for (String text : damaged) {
      assertThat(text).isNotEqualTo(json);
      reset(saved);
      Files.writeString(metadata.resolve("v1.metadata.json"), text);
      few(false).committed(new LocalStorage(), output(new LocalStorage()));
      checkFew();
      assertThat(iceberg.version("dumps")).isEqualTo(2);
      assertThat(secret).hasContent("secret");
    }
  }

  @Test
  void damagedManifestsAndMarksAreMadeAnew() throws Exception {
    smallUnpublished();
    Path saved = folder.resolve("saved");
    copy(output, saved);
    Path metadata = output.resolve("dumps/metadata");
    List<Path> files;
    try (Stream<Path> all = Files.list(metadata)) {
      files = all.filter(file -> file.toString().endsWith(".avro")).toList();
    }
    for (Path file : files) {
      for (int cut : new int[] {0, 1, 3, 10}) {
        reset(saved);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * (long) cut / 10)));
        Files.writeString(output.resolve("_published/iceberg.json"), "{\"run\": 7");
        publishFew();
        checkFew();
      }
      reset(saved);
      Files.delete(file);
      publishFew();
      checkFew();
    }
  }

  private void publishFew() throws IOException {
    few(false).publish(new LocalStorage(), output(new LocalStorage()), "");
  }

  @Test
  void publishesToAStore() throws Exception {
    try (FakeS3 store = new FakeS3()) {
      store.makeBucket("dumps");
      store.makeBucket("tables");
      StoreRuns.upload(store, archive.resolve("night-0"), "dumps", "fleet");
      StorageFactory storages = StoreRuns.storages(store);
      new CrashRun(storages, TestRuns.PROGRAM, tables(true))
          .run(StoreRuns.options(2), progress -> {});
      StoreRuns.upload(store, archive.resolve("night-1"), "dumps", "fleet");
      new CrashRun(storages, TestRuns.PROGRAM, tables(false))
          .run(StoreRuns.options(2), progress -> {});
      output = StoreRuns.download(store, folder.resolve("downloaded"));
    }
    iceberg = new IcebergFolder(output, StoreRuns.OUTPUT);
    check();
    assertThat(iceberg.table("dumps").location()).isEqualTo(StoreRuns.OUTPUT + "/dumps");
    assertThat(iceberg.history("dumps")).hasSize(2);
  }
}
