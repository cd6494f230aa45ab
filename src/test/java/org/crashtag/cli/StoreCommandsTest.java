package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.crashtag.sample.Fleet;
import org.crashtag.storage.Storages;
import org.crashtag.storage.s3.S3Storage;
import org.crashtag.testing.RealDumps;
import org.crashtag.testing.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every command on files in s3proxy, compared with the same command on local files. */
class StoreCommandsTest {
  private static final String ARCHIVE = "s3://bucket/dumps";
  private static final String TABLES = "s3://bucket/tables";

  @TempDir private static Path shared;
  private static S3Server server;

  @TempDir private Path folder;
  private S3Storage storage;

  @BeforeAll
  static void startServer() throws IOException {
    server = S3Server.start(S3Server.Kind.S3PROXY, shared.resolve("server"), "bucket");
    System.setProperty("aws.endpointUrl", server.endpoint().toString());
    System.setProperty("crashtag.cache", shared.resolve("cache").toString());
  }

  @AfterAll
  static void stopServer() throws IOException {
    System.clearProperty("aws.endpointUrl");
    System.clearProperty("crashtag.cache");
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void empty() throws IOException {
    storage = server.storage();
    storage.delete(ARCHIVE);
    storage.delete(TABLES);
  }

  @AfterEach
  void leaveNothing() {
    // What is named by a URI must not be taken for a local path.
    assertThat(Path.of("s3:")).doesNotExist();
  }

  private void upload(Path from, String to) throws IOException {
    upload(storage, from, to);
  }

  private static void upload(S3Storage storage, Path from, String to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = from.relativize(file).toString().replace('\\', '/');
        try (OutputStream out = storage.create(to + "/" + name)) {
          Files.copy(file, out);
        }
      }
    }
  }

  private Path fleet(int dumps) throws IOException {
    Path archive = folder.resolve("archive");
    Fleet.write(archive, dumps, 5, 0, done -> {});
    removeSparse(archive);
    upload(archive, ARCHIVE);
    return archive;
  }

  /** Removes the sparse dumps of a whole memory, which take long. */
  private static void removeSparse(Path archive) throws IOException {
    try (Stream<Path> files = Files.walk(archive)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.size(file) > 8 << 20) {
          Files.delete(file);
        }
      }
    }
  }

  private static String done(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.err()).as(String.join(" ", arguments)).doesNotContain("Exception");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  private static String query(String output, String sql) {
    return done("sql", "--output", output, "--format", "csv", sql);
  }

  /** All rows of all tables, apart from what depends on the place and the time. */
  private static List<String> rows(String output, String archive) {
    List<String> rows = new ArrayList<>();
    String tables = query(output, "SELECT view_name FROM duckdb_views() WHERE NOT internal");
    for (String table : tables.lines().skip(1).sorted().toList()) {
      String left = table.equals("sources") ? "run, command, modified, etag" : "run";
      query(output, "SELECT * EXCLUDE (" + left + ") FROM " + table + " ORDER BY ALL")
          .lines()
          .map(row -> table + " " + row.replace(archive + "/", "ARCHIVE/"))
          .forEach(rows::add);
    }
    rows.sort(null);
    return rows;
  }

  /** Sample dumps, and real ones if they are there, in each of the servers. */
  @ParameterizedTest
  @EnumSource(S3Server.Kind.class)
  void anArchiveGivesTheLocalTables(S3Server.Kind kind) throws Exception {
    Path dumps = folder.resolve("archive");
    Fleet.write(dumps, 40, 5, 0, done -> {});
    removeSparse(dumps);
    if (Files.isDirectory(RealDumps.FOLDER)) {
      copy(RealDumps.FOLDER, dumps.resolve("real"));
    }
    String local = folder.resolve("tables").toString();
    CommandRun.of("run", "--input", dumps.toString(), "--output", local);
    List<String> rows = rows(local, dumps.toString());
    assertThat(rows).hasSizeGreaterThan(1000);
    String proxy = System.getProperty("aws.endpointUrl");
    try (S3Server own = S3Server.start(kind, folder.resolve("own"), "bucket")) {
      System.setProperty("aws.endpointUrl", own.endpoint().toString());
      upload(own.storage(), dumps, ARCHIVE);
      CommandRun.of("run", "--input", ARCHIVE, "--output", TABLES);
      assertThat(rows(TABLES, ARCHIVE)).isEqualTo(rows);
      assertThat(done("check", "--output", TABLES)).isNotEmpty();
    } finally {
      System.setProperty("aws.endpointUrl", proxy);
    }
  }

  @Test
  void reportAndExportTakeUris() throws Exception {
    Path archive = fleet(20);
    String local = folder.resolve("tables").toString();
    done("run", "--input", archive.toString(), "--output", local);
    done("run", "--input", ARCHIVE, "--output", TABLES);
    done("report", "--output", TABLES, "-o", TABLES + "-page/page.html");
    assertThat(storage.read(TABLES + "-page/page.html", 1 << 24).orElseThrow().bytes())
        .asString(UTF_8)
        .contains("<table");
    for (String tables : List.of(local, TABLES)) {
      String name = Storages.isUri(tables) ? "remote" : "local";
      done("report", "--output", tables, "-o", folder.resolve(name + ".html").toString());
      done("export", folder.resolve(name).toString(), "--format", "csv", "--output", tables);
      done(
          "export",
          folder.resolve(name + "-db").toString(),
          "--format",
          "duckdb",
          "--copy",
          "--output",
          tables);
    }
    assertThat(page("remote")).isEqualTo(page("local")).contains("<table");
    List<String> rows = csv("local", archive.toString());
    assertThat(rows).hasSizeGreaterThan(1000);
    assertThat(csv("remote", ARCHIVE)).isEqualTo(rows);
    assertThat(folder.resolve("remote-db/crashtag.duckdb")).isNotEmptyFile();
    CommandRun views =
        CommandRun.of(
            "export", folder.resolve("views").toString(), "--format", "duckdb", "--output", TABLES);
    assertThat(views.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(views.err()).contains("--format duckdb needs --copy", TABLES);
  }

  /** A report without what depends on the place and the time. */
  private String page(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".html"))
        .replace(TABLES, "TABLES")
        .replace(folder.resolve("tables").toString(), "TABLES")
        .replace(ARCHIVE, "ARCHIVE")
        .replace(folder.resolve("archive").toString(), "ARCHIVE")
        .replaceAll("r[0-9]{8}T[0-9]{9}Z", "RUN")
        .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+Z?", "TIME");
  }

  /** The rows of an export, without the tables that tell of places and times. */
  private List<String> csv(String name, String archive) throws IOException {
    List<String> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".csv")).toList()) {
        String table = file.getFileName().toString();
        if (!table.equals("sources.csv")) {
          Files.readAllLines(file).stream()
              .map(
                  row ->
                      table
                          + " "
                          + row.replace(archive + "/", "ARCHIVE/")
                              .replaceAll("r[0-9]{8}T[0-9]{9}Z", "RUN"))
              .forEach(rows::add);
        }
      }
    }
    rows.sort(null);
    return rows;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path place = to.resolve(from.relativize(file).toString());
        Files.createDirectories(place.getParent());
        Files.copy(file, place);
      }
    }
  }

  @Test
  void inputAndOutputCanLieOnDifferentStorages() throws Exception {
    Path archive = fleet(10);
    String local = folder.resolve("tables").toString();
    done("run", "--input", ARCHIVE, "--output", local);
    done("run", "--input", archive.toString(), "--output", TABLES);
    String count = "SELECT count(*) FROM dumps";
    assertThat(query(TABLES, count)).isEqualTo(query(local, count));
  }

  @Test
  void commandsThatReadDumpsTakeUris() throws Exception {
    Path archive = fleet(6);
    for (String command : List.of("list", "show")) {
      assertThat(done(command, ARCHIVE).replace(ARCHIVE, archive.toString()))
          .isEqualTo(done(command, archive.toString()));
      assertThat(done(command, ARCHIVE + "/**/*.dmp").replace(ARCHIVE, archive.toString()))
          .isEqualTo(done(command, archive + "/**/*.dmp"));
    }
    String local = folder.resolve("blobs").toString();
    String dump = ARCHIVE + "/" + archive.relativize(oneDump(archive));
    String tag = firstTag(oneDump(archive));
    done("extract", "--tag", tag, "--ordinal", "0", "-o", local, oneDump(archive).toString());
    done("extract", "--tag", tag, "--ordinal", "0", "-o", TABLES + "/blob", dump);
    assertThat(storage.read(TABLES + "/blob", 1 << 24).orElseThrow().bytes())
        .isEqualTo(Files.readAllBytes(Path.of(local)));
  }

  @Test
  void commandsOnAnOutputFolderTakeUris() throws Exception {
    fleet(20);
    storage.put(TABLES + "-key/private.key", "0123456789abcdef0123456789abcdef".getBytes(UTF_8));
    String[] run = {
      "run",
      "--input",
      ARCHIVE,
      "--output",
      TABLES,
      "--private-key",
      TABLES + "-key/private.key",
      "--report-json",
      "s3://bucket/reports/last.json"
    };
    done(run);
    assertThat(
            new String(
                storage.read("s3://bucket/reports/last.json", 1 << 20).orElseThrow().bytes(),
                UTF_8))
        .contains("\"exit_code\"");
    String first = storage.list(ARCHIVE).get(0).path();
    Path other = Files.createTempDirectory(shared, "more").resolve("fleet");
    Fleet.write(other, 2, 99, 0, done -> {});
    byte[] dump = Files.readAllBytes(oneDump(other));
    storage.put(ARCHIVE + "/more/again.dmp", dump);
    done(run);
    assertThat(done("runs", "--output", TABLES).lines().count()).isGreaterThan(2);
    done("rejects", "--output", TABLES);
    assertThat(done("ddl", "--engine", "duckdb", "--output", TABLES)).contains(TABLES + "/dumps/");
    assertThat(done("check", "--output", TABLES)).isNotEmpty();
    String before = query(TABLES, "SELECT count(*) FROM kmdf_drivers");
    assertThat(done("compact", "--all", "--output", TABLES, "--grace", "0"))
        .contains("replaces 2 runs");
    assertThat(query(TABLES, "SELECT count(*) FROM kmdf_drivers")).isEqualTo(before);
    assertThat(
            done(
                "rebuild",
                "--all",
                "--output",
                TABLES,
                "--private-key",
                TABLES + "-key/private.key",
                "--grace",
                "0"))
        .contains("decoded again");
    assertThat(query(TABLES, "SELECT count(*) FROM kmdf_drivers")).isEqualTo(before);
    done("expire", "--before", "2100-01-01", "--output", TABLES, "--grace", "0");
    assertThat(query(TABLES, "SELECT count(*) FROM dumps").lines().toList())
        .containsExactly("count_star()", "0");
    assertThat(first).startsWith(ARCHIVE);
    done(run);
  }

  private static Path oneDump(Path archive) throws IOException {
    try (Stream<Path> files = Files.walk(archive)) {
      return files.filter(file -> file.toString().endsWith(".dmp")).sorted().findFirst().get();
    }
  }

  private static String firstTag(Path dump) {
    Matcher guid = Pattern.compile("\\{[0-9A-Fa-f-]{36}}").matcher(done("list", dump.toString()));
    assertThat(guid.find()).isTrue();
    return guid.group();
  }

  @Test
  void aPipelineFileNamesFilesBesideIt() throws Exception {
    fleet(6);
    String shipped =
        Files.readString(Path.of("pipelines/eventlog.yaml"))
            .replaceFirst("(?m)^source:.*$", "source: " + ARCHIVE)
            .replaceFirst(
                "(?m)^output:.*$", "output: " + TABLES + "\nprivate-key: keys/private.key");
    storage.put("s3://bucket/config/nightly.yaml", shipped.getBytes(UTF_8));
    String header = Files.readString(Path.of("pipelines/layouts/eventlog.h"));
    storage.put("s3://bucket/config/layouts/log/real.h", header.getBytes(UTF_8));
    storage.put(
        "s3://bucket/config/layouts/eventlog.h", "#include \"log/real.h\"\n".getBytes(UTF_8));
    storage.put("s3://bucket/config/keys/private.key", new byte[32]);
    assertThat(done("check", "s3://bucket/config/nightly.yaml")).contains("acmenet_events\n");
    done("run", "s3://bucket/config/nightly.yaml");
    assertThat(query(TABLES, "SELECT count(*) > 0 FROM dumps")).contains("true");
  }

  /** What is named by a URI must not be taken for a folder of this machine. */
  @Test
  void commandsThatWriteToADiskRefuseUris() {
    for (List<String> command :
        List.of(
            List.of("export", "s3://bucket/export", "--output", TABLES),
            List.of("sample", "s3://bucket/sample"),
            List.of("layout", "-I", "s3://bucket/include", "RECORD", "record.h"),
            List.of("sql", "--attach", "s3://bucket/machines.csv", "select 1"))) {
      CommandRun run = CommandRun.of(command.toArray(String[]::new));
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).contains("s3://bucket/", " is not a path on this machine");
    }
  }

  @Test
  void addressWithoutABucketIsNamed() {
    for (String address : List.of("s3://", "s3:///", "s3:///folder/")) {
      CommandRun run = CommandRun.of("run", "--input", ARCHIVE, "--output", address);
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err()).contains("no bucket in this URI; expected s3://bucket/prefix");
    }
  }

  @Test
  void addressOfTheStoreIsChecked() {
    String address = System.getProperty("aws.endpointUrl");
    try {
      for (String wrong :
          List.of("127.0.0.1:9000", "http://a b", "minio", "ftp://minio", "http:")) {
        System.setProperty("aws.endpointUrl", wrong);
        CommandRun run = CommandRun.of("list", ARCHIVE);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err())
            .startsWith("crashtag: AWS_ENDPOINT_URL: expects an address such as https://")
            .contains("not \"" + wrong + "\"");
      }
    } finally {
      System.setProperty("aws.endpointUrl", address);
    }
  }

  @Test
  void whatIsWrongIsOneLine() {
    for (List<String> command :
        List.of(
            List.of("list", "s3://none/x.dmp"),
            List.of("run", "--input", "s3://none/x", "--output", TABLES),
            List.of("run", "--input", ARCHIVE, "--output", "s3://none/x"),
            List.of("sql", "--output", "s3://none/x", "SELECT 1"),
            List.of("runs", "--output", "s3://none/x"))) {
      CommandRun run = CommandRun.of(command.toArray(String[]::new));
      assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
      assertThat(run.err()).contains("s3://none: no such bucket");
      assertThat(run.errLines()).hasSizeLessThanOrEqualTo(2);
    }
    CommandRun gcs = CommandRun.of("list", "gs://bucket/x.dmp");
    assertThat(gcs.exitCode()).isEqualTo(1);
    assertThat(gcs.err()).contains("no storage for gs://; supported: local paths and s3://");
  }
}
