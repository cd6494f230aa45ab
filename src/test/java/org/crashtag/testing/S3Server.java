package org.crashtag.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.crashtag.storage.s3.S3Storage;

/** Other people's S3 servers, each as a process of its own on this machine. */
public final class S3Server implements Closeable {
  /** The build puts them there, unless it is told not to. */
  private static final Path JARS = Path.of("target", "servers").toAbsolutePath();

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
  private static final int TRIES = 3;

  /** Which server. */
  public enum Kind {
    /** {@code org.gaul:s3proxy}: a folder is a bucket, its files are objects. */
    S3PROXY("s3proxy-jar-with-dependencies.jar"),
    /** {@code com.adobe.testing:s3mock}. */
    S3MOCK("s3mock-exec.jar");

    private final String jar;

    Kind(String jar) {
      this.jar = jar;
    }
  }

  private final Process process;
  private final URI endpoint;
  private final Path log;
  private final Path store;

  private S3Server(Process process, URI endpoint, Path log, Path store) {
    this.process = process;
    this.endpoint = endpoint;
    this.log = log;
    this.store = store;
  }

  /**
   * Starts a server with empty buckets. Skips the test, visibly, if the server isn't there.
   *
   * @param folder empty or new, for the server's files
   */
  public static S3Server start(Kind kind, Path folder, String... buckets) throws IOException {
    Path jar = JARS.resolve(kind.jar);
    assumeTrue(Files.exists(jar), jar + " is missing; the build fetches it");
    IOException fault = null;
    for (int tries = 0; tries < TRIES; tries++) {
      try {
        return start(kind, jar, folder, buckets);
      } catch (IOException e) {
        // Another process may have taken the port.
        fault = e;
      }
    }
    throw fault;
  }

  private static S3Server start(Kind kind, Path jar, Path folder, String... buckets)
      throws IOException {
    int port = freePort();
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    Path log = Files.createDirectories(folder).resolve("server.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
    switch (kind) {
      case S3PROXY -> command.addAll(List.of("-jar", jar.toString()));
      case S3MOCK -> {
        command.add("-Dserver.port=" + freePort());
        command.add("-Dhttp.port=" + port);
        command.add("-Dcom.adobe.testing.s3mock.httpPort=" + port);
        command.add("-Dcom.adobe.testing.s3mock.store.root=" + folder.resolve("store"));
        command.add(
            "-Dcom.adobe.testing.s3mock.store.initial-buckets=" + String.join(",", buckets));
        command.addAll(List.of("-jar", jar.toString()));
      }
    }
    if (kind == Kind.S3PROXY) {
      for (String bucket : buckets) {
        Files.createDirectories(folder.resolve("store").resolve(bucket));
      }
      Path properties =
          Files.writeString(
              folder.resolve("s3proxy.conf"),
              """
              s3proxy.endpoint=%s
              s3proxy.authorization=none
              jclouds.provider=filesystem-nio2
              jclouds.filesystem.basedir=%s
              jclouds.identity=x
              jclouds.credential=x
              """
                  .formatted(endpoint, folder.resolve("store")));
      command.addAll(List.of("--properties", properties.toString()));
    }
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    S3Server server = new S3Server(process, endpoint, log, folder.resolve("store"));
    try {
      server.awaitAnswer();
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private void awaitAnswer() throws IOException {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw new IOException("the server ended: " + Files.readString(log));
      }
      try {
        HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
        connection.setConnectTimeout(1000);
        connection.setReadTimeout(5000);
        connection.getResponseCode();
        connection.disconnect();
        return;
      } catch (IOException e) {
        pause();
      }
    }
    throw new IOException("the server doesn't answer: " + Files.readString(log));
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Where it listens. */
  public URI endpoint() {
    return endpoint;
  }

  /** The folder of a bucket's objects, as {@link Kind#S3PROXY} keeps them. */
  public Path bucket(String name) {
    return store.resolve(name);
  }

  /** What a process needs in its environment to use this server. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL", endpoint.toString(),
        "AWS_REGION", "us-east-1",
        "AWS_ACCESS_KEY_ID", "x",
        "AWS_SECRET_ACCESS_KEY", "x");
  }

  /** Storage in this server. Pauses are short, and leases become stale after seconds. */
  public S3Storage storage() {
    return new S3Storage(FakeS3.settings(endpoint));
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
