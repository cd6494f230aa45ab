package org.crashtag.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.crashtag.release.Installation.Result;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.Programs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build makes for people who have only Java, unpacked and called as they would. */
class ReleaseIT {
  private static final String VERSION = System.getProperty("crashtag.version");
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String NAME = "crashtag-" + VERSION;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final int TIMED_CALLS = 5;

  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void unpack() throws IOException {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "needs tar and sh");
    Programs.output(
        "tar", "xzf", TARGET.resolve(NAME + ".tar.gz").toString(), "-C", folder.toString());
    home = folder.resolve(NAME);
  }

  private Installation installation(Path launcher) throws IOException {
    return new Installation(launcher, folder.resolve("calls"));
  }

  private static void assertVersion(Result result) {
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("crashtag " + VERSION + "\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void bothArchivesHoldTheSameFiles() throws IOException {
    List<String> tar =
        Programs.output("tar", "tzf", TARGET.resolve(NAME + ".tar.gz").toString())
            .lines()
            .filter(name -> !name.endsWith("/"))
            .sorted()
            .toList();
    try (java.util.zip.ZipFile zip =
        new java.util.zip.ZipFile(TARGET.resolve(NAME + ".zip").toFile())) {
      assertThat(zip.stream().filter(entry -> !entry.isDirectory()).map(Object::toString).sorted())
          .isEqualTo(tar);
    }
    assertThat(tar)
        .contains(
            NAME + "/crashtag",
            NAME + "/crashtag.cmd",
            NAME + "/LICENSE",
            NAME + "/completion/crashtag.bash",
            NAME + "/man/crashtag.1",
            NAME + "/docs/index.md",
            NAME + "/pipelines/nightly.yaml");
  }

  @Test
  void noticeNamesEachLibrary() throws IOException {
    List<String> notice = Files.readAllLines(home.resolve("NOTICE"));
    try (Stream<Path> libraries = Files.list(home.resolve("lib"))) {
      assertThat(libraries)
          .isNotEmpty()
          .allSatisfy(
              library -> {
                String name = library.getFileName().toString().replaceFirst("\\.jar$", "");
                assertThat(notice)
                    .anyMatch(
                        line -> line.replaceFirst("^[^:]*:", "").replace(':', '-').equals(name));
              });
    }
  }

  @Test
  void startsFromAnotherFolderThroughLinksWithoutALocale() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("ct"), Path.of(NAME, "crashtag"));
    Path linkToLink = Files.createSymbolicLink(folder.resolve("tag"), link);
    assertVersion(installation(linkToLink).call("--version"));
  }

  @Test
  void startsFromAFolderThatNobodyMayWrite() throws Exception {
    Programs.output("chmod", "-R", "a-w", home.toString());
    try {
      Installation installation = installation(home.resolve("crashtag"));
      assertVersion(installation.call("--version"));
      assertThat(installation.calledMaven()).isFalse();
    } finally {
      Programs.output("chmod", "-R", "u+w", home.toString());
    }
  }

  @Test
  void namesBeyondAsciiAreReadWithoutALocale() throws Exception {
    Path dump = folder.resolve("b\u00fcro").resolve("\u00fcber \u65e5.dmp");
    Files.createDirectories(dump.getParent());
    Files.write(dump, DumpBytes.of(DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)));
    Result result = installation(home.resolve("crashtag")).call("list", dump.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("b\u00fcro/\u00fcber \u65e5.dmp");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void namesTheJavaThatIsMissing() throws Exception {
    Result result =
        installation(home.resolve("crashtag")).with("JAVA_HOME", "/nowhere").call("--version");
    assertThat(result.err())
        .isEqualTo(
            "crashtag: /nowhere/bin/java: no such program; install Java 17 or set JAVA_HOME\n");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void preparedClassesAreUsedWhereverTheInstallationIs() throws Exception {
    Path cache = folder.resolve("cache");
    assertThat(prepare(installation(home.resolve("crashtag")), cache)).isEqualTo(1);
    Path moved = Files.move(home, folder.resolve("moved"));
    Installation installation = installation(moved.resolve("crashtag"));
    assertThat(prepare(installation, cache)).isEqualTo(2);
    double with = median(installation);
    double without = median(installation.with("CRASHTAG_CACHE", "none"));
    System.out.printf(
        Locale.ROOT, "start with prepared classes: %.2f times that without%n", with / without);
  }

  /** Calls until the archive of classes is there and used; how many archives the cache has. */
  private static long prepare(Installation installation, Path cache) throws Exception {
    installation.with("CRASHTAG_CACHE", cache.toString());
    long before = archives(cache);
    assertVersion(installation.call("--version"));
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (archives(cache) == before && System.nanoTime() < deadline) {
      Thread.sleep(100);
    }
    assertThat(sourceOfMain(installation)).contains("shared objects file");
    return archives(cache);
  }

  /** Where Java says it loads the program's main class from. */
  private static String sourceOfMain(Installation installation) throws Exception {
    Path log = Files.createTempFile("classes", ".log");
    try {
      installation.with("CRASHTAG_JAVA_OPTS", "-Xlog:class+load:file=" + log);
      assertVersion(installation.call("--version"));
      installation.without("CRASHTAG_JAVA_OPTS");
      return Files.readAllLines(log).stream()
          .filter(line -> line.contains("org.crashtag.cli.Main source:"))
          .findFirst()
          .orElseThrow();
    } finally {
      Files.delete(log);
    }
  }

  private static long archives(Path cache) throws IOException {
    if (!Files.exists(cache)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(cache, 2)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).count();
    }
  }

  private static double median(Installation installation) throws Exception {
    long[] times = new long[TIMED_CALLS];
    for (int i = 0; i < TIMED_CALLS; i++) {
      times[i] = installation.call("--version").nanoseconds();
    }
    Arrays.sort(times);
    return times[TIMED_CALLS / 2];
  }

  @Test
  void aCacheThatCannotBeWrittenIsNoFault() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    Installation installation =
        installation(home.resolve("crashtag")).with("CRASHTAG_CACHE", file + "/below");
    assertVersion(installation.call("--version"));
    assertVersion(installation.call("--version"));
  }

  @Test
  void aCheckoutIsBuiltOnlyIfItsSourcesChange() throws Exception {
    Path checkout = Files.createDirectories(folder.resolve("checkout"));
    Files.copy(home.resolve("crashtag"), checkout.resolve("crashtag"));
    Path target = Files.createDirectories(checkout.resolve("target"));
    Files.createSymbolicLink(target.resolve("lib"), home.resolve("lib"));
    Path sources = Files.createDirectories(checkout.resolve("src/main"));
    Files.createFile(checkout.resolve("pom.xml"));
    Files.copy(home.resolve("crashtag.jar"), target.resolve("crashtag.jar"));
    Installation installation = installation(checkout.resolve("crashtag"));
    assertVersion(installation.call("--version"));
    Files.createDirectories(checkout.resolve("pipelines"));
    Files.createFile(checkout.resolve("pipelines/mine.yaml"));
    assertVersion(installation.call("--version"));
    assertThat(installation.calledMaven()).isFalse();
    Files.createFile(sources.resolve("New.java"));
    Result result = installation.call("--version");
    assertThat(result.err()).startsWith("crashtag: building, once ...\n");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(installation.calledMaven()).isTrue();
  }

  @Test
  void launchersCanBeCalled() throws IOException {
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("crashtag"))))
        .isEqualTo("rwxr-xr-x");
    assertThat(Files.readString(home.resolve("crashtag.cmd"))).contains("\r\n");
  }
}
