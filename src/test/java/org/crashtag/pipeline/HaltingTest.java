package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.crashtag.source.Packing;
import org.crashtag.storage.LocalStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process ends before or after each call of the storage that changes something. What it leaves is
 * readable as nothing or as the whole run; the next run makes the tables of an undisturbed run and
 * leaves no stray file.
 */
class HaltingTest {
  @TempDir private Path folder;
  private Path archive;
  private List<String> calls;
  private List<String> rows;
  private List<String> files;

  @BeforeEach
  void runUndisturbed() throws Exception {
    archive = Files.createDirectories(folder.resolve("archive"));
    for (int i = 0; i < 3; i++) {
      Files.write(archive.resolve(i + ".dmp"), SampleDumps.minidump(i).toBytes());
    }
    Files.write(archive.resolve("broken.dmp"), new byte[10]);
    Files.write(
        archive.resolve("a.zip"), Packing.zip(Map.of("b.dmp", SampleDumps.minidump(7).toBytes())));
    Path undisturbed = folder.resolve("undisturbed");
    calls = run(undisturbed, 0, "before");
    rows = TestRuns.everything(undisturbed);
    files = TestRuns.files(undisturbed);
    assertThat(calls).hasSizeGreaterThan(50);
  }

  /** The calls of a run in a process of its own. */
  private List<String> run(Path output, int call, String when) throws Exception {
    Path log = folder.resolve("calls");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath(),
                HaltingRun.class.getName(),
                archive.toString(),
                output.toString(),
                Integer.toString(call),
                when)
            .redirectOutput(log.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as("exit code").isEqualTo(call == 0 ? 0 : HaltingRun.HALTED);
    return Files.readAllLines(log, UTF_8).stream()
        .filter(line -> HaltingRun.CHANGES.contains(line.split(" ", 2)[0]))
        .toList();
  }

  /** That of this process; some test launchers have a loader of their own for it. */
  private static String classPath() {
    return HaltingTest.class.getClassLoader() instanceof URLClassLoader loader
        ? Stream.of(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  private void check(int call, String when) throws Exception {
    String what = when + " call " + call + ", " + calls.get(call - 1);
    Path output = folder.resolve("output");
    run(output, call, when);
    assertThat(TestRuns.everything(output)).as(what).isIn(rows, List.of());
    TestRuns.run(TestRuns.options(List.of(archive.toString()), output, 1, "--targetParallelism=1"));
    assertThat(TestRuns.everything(output)).as("next run, " + what).isEqualTo(rows);
    assertThat(TestRuns.files(output)).as("files, " + what).isEqualTo(files);
    new LocalStorage().delete(output.toString());
  }

  /** The number of the call whose text has these words. */
  private int call(String... words) {
    return IntStream.rangeClosed(1, calls.size())
        .filter(call -> List.of(words).stream().allMatch(calls.get(call - 1)::contains))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void someCalls() throws Exception {
    check(call("force", "/parts/dumps"), "after");
    check(call("move", "commit.json.new to "), "before");
    check(call("move", "/ready/tags to "), "after");
    check(call("move", ".json.new to ", "/_runs/"), "before");
  }

  @Tag("slow")
  @Test
  void everyCall() throws Exception {
    for (int call = 1; call <= calls.size(); call++) {
      check(call, "before");
      check(call, "after");
    }
  }
}
