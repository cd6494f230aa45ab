package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A Trino server of one node on loopback, with two catalogs over the local file system: {@code
 * hive} with a metastore in files, and {@code iceberg}. It is unpacked once, with the two plug-ins
 * only, from the archive that the profile fetches.
 */
final class TrinoServer implements AutoCloseable {
  /** Path of the archive. */
  private static final String ARCHIVE = System.getProperty("crashtag.trino", "");

  private static final Path UNPACKED = Path.of("target", "trino");

  private static final List<String> WANTED = List.of("lib/", "plugin/hive/", "plugin/iceberg/");

  private static final Duration START = Duration.ofMinutes(5);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final URI address;

  private TrinoServer(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** The home of the Java that this Trino needs; empty if there is none on this machine. */
  static Optional<Path> javaHome() throws IOException {
    String named = System.getenv("TRINO_JAVA_HOME");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    Path installed = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(installed)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(installed)) {
      return homes.sorted().filter(TrinoServer::isNewEnough).findFirst();
    }
  }

  private static boolean isNewEnough(Path home) {
    try {
      return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"25");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Starts a server.
   *
   * @param folder for its settings and data
   */
  static TrinoServer start(Path javaHome, Path folder) throws IOException, InterruptedException {
    Path server = unpacked();
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI address = URI.create("http://127.0.0.1:" + port);
    writeSettings(folder, address);
    Path link = folder.resolve("plugin");
    Files.createSymbolicLink(link, server.resolve("plugin").toAbsolutePath());
    Path log = folder.resolve("server.log");
    Process process =
        new ProcessBuilder(
                javaHome.resolve("bin/java").toString(),
                "-Xmx1536m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.attach.allowAttachSelf=true",
                "--add-modules=jdk.incubator.vector",
                "-Dnode.environment=test",
                "-Dnode.id=one",
                "-Dnode.data-dir=" + folder.resolve("data"),
                "-Dconfig=" + folder.resolve("etc/config.properties"),
                "-Dlog.enable-console=true",
                "-cp",
                server.resolve("lib").toAbsolutePath() + "/*",
                "io.trino.server.TrinoServer")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    TrinoServer trino = new TrinoServer(process, address);
    try {
      trino.await(log);
      return trino;
    } catch (IOException | InterruptedException | RuntimeException e) {
      trino.close();
      throw e;
    }
  }

  private void await(Path log) throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (!Files.readString(log, UTF_8).contains("SERVER STARTED")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("Trino didn't start: " + Files.readString(log, UTF_8));
      }
      Thread.sleep(500);
    }
  }

  private static void writeSettings(Path folder, URI address) throws IOException {
    String metastore = "local://" + folder.resolve("metastore");
    Path catalogs = Files.createDirectories(folder.resolve("etc/catalog"));
    Files.writeString(
        folder.resolve("etc/config.properties"),
        """
        coordinator=true
        node-scheduler.include-coordinator=true
        http-server.http.port=%d
        discovery.uri=%s
        node.internal-address=127.0.0.1
        query.max-memory-per-node=512MB
        memory.heap-headroom-per-node=256MB
        catalog.management=static
        """
            .formatted(address.getPort(), address));
    Files.writeString(
        catalogs.resolve("hive.properties"),
        """
        connector.name=hive
        hive.metastore=file
        hive.metastore.catalog.dir=%s/hive
        fs.native-local.enabled=true
        local.location=/
        hive.non-managed-table-writes-enabled=true
        hive.allow-register-partition-procedure=true
        hive.timestamp-precision=MICROSECONDS
        """
            .formatted(metastore));
    Files.writeString(
        catalogs.resolve("iceberg.properties"),
        """
        connector.name=iceberg
        iceberg.catalog.type=TESTING_FILE_METASTORE
        hive.metastore.catalog.dir=%s/iceberg
        fs.native-local.enabled=true
        local.location=/
        iceberg.register-table-procedure.enabled=true
        """
            .formatted(metastore));
  }

  /**
   * Unpacks what is needed. Most files of the two plug-ins are links in the archive to files of
   * others.
   */
  private static Path unpacked() throws IOException {
    Path done = UNPACKED.resolve("done");
    if (!Files.exists(done)) {
      Map<String, Set<String>> places = new HashMap<>();
      try (TarArchiveInputStream archive = open()) {
        for (TarArchiveEntry entry = archive.getNextEntry();
            entry != null;
            entry = archive.getNextEntry()) {
          String name = withoutTop(entry.getName());
          if (!entry.isDirectory() && WANTED.stream().anyMatch(name::startsWith)) {
            String source = entry.isLink() ? withoutTop(entry.getLinkName()) : name;
            places.computeIfAbsent(source, none -> new HashSet<>()).add(name);
          }
        }
      }
      try (TarArchiveInputStream archive = open()) {
        for (TarArchiveEntry entry = archive.getNextEntry();
            entry != null;
            entry = archive.getNextEntry()) {
          copy(archive, places.getOrDefault(withoutTop(entry.getName()), Set.of()), entry);
        }
      }
      Files.writeString(done, "");
    }
    return UNPACKED;
  }

  private static void copy(InputStream stream, Set<String> places, TarArchiveEntry entry)
      throws IOException {
    Path first = null;
    for (String place : entry.isLink() ? Set.<String>of() : places) {
      Path target = UNPACKED.resolve(place);
      Files.createDirectories(target.getParent());
      if (first == null) {
        Files.copy(stream, target, StandardCopyOption.REPLACE_EXISTING);
        first = target;
      } else {
        Files.deleteIfExists(target);
        Files.createLink(target, first);
      }
    }
  }

  private static TarArchiveInputStream open() throws IOException {
    return new TarArchiveInputStream(
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(Path.of(ARCHIVE)))));
  }

  private static String withoutTop(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  /**
   * The rows of a statement.
   *
   * @param types the columns' types, as Trino writes them
   * @param rows a value of JSON for each column
   */
  record Answer(List<String> types, List<JsonNode> rows) {}

  /**
   * Runs a statement.
   *
   * @throws IOException if it fails, with what Trino says
   */
  Answer query(String catalog, String schema, String sql) throws IOException, InterruptedException {
    HttpRequest first =
        HttpRequest.newBuilder(address.resolve("/v1/statement"))
            .header("X-Trino-User", "test")
            .header("X-Trino-Catalog", catalog)
            .header("X-Trino-Schema", schema)
            .header("X-Trino-Time-Zone", "UTC")
            // Without this, times are cut to milliseconds.
            .header("X-Trino-Client-Capabilities", "PARAMETRIC_DATETIME")
            .POST(HttpRequest.BodyPublishers.ofString(sql))
            .build();
    List<String> types = new ArrayList<>();
    List<JsonNode> rows = new ArrayList<>();
    for (HttpRequest next = first; next != null; ) {
      HttpResponse<String> response = client.send(next, HttpResponse.BodyHandlers.ofString());
      JsonNode page = JSON.readTree(response.body());
      if (page.has("error")) {
        throw new IOException(page.at("/error/message").asText() + "\n" + sql);
      }
      if (page.has("columns") && types.isEmpty()) {
        page.get("columns").forEach(column -> types.add(column.get("type").asText()));
      }
      page.path("data").forEach(rows::add);
      next =
          page.has("nextUri")
              ? HttpRequest.newBuilder(URI.create(page.get("nextUri").asText()))
                  .header("X-Trino-User", "test")
                  .build()
              : null;
    }
    return new Answer(types, rows);
  }

  /** Ends the server. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
    if (process.isAlive()) {
      process.destroyForcibly().onExit().join();
    }
  }
}
