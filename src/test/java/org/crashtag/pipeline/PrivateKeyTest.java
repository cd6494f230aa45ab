package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.crashtag.decode.Privacy;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.JavaProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateKeyTest {
  @TempDir private Path folder;

  /** Makes the key and prints it; the main class of a separate process. */
  static final class Maker {
    private Maker() {}

    public static void main(String[] arguments) throws Exception {
      byte[] key = PrivateKey.read(PrivateKey.ofUser());
      System.out.println(HexFormat.of().formatHex(key));
    }
  }

  /**
   * Every process that reads the key while others create it reads the whole key, and all read the
   * same.
   */
  @Test
  void processesThatMakeItAtOnceShareOneWholeKey() throws Exception {
    Path configuration = folder.resolve("configuration");
    List<Process> makers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ProcessBuilder maker = JavaProcess.of(Maker.class.getName());
      maker.command().add(1, "-D" + PrivateKey.FOLDER_PROPERTY + "=" + configuration);
      makers.add(maker.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }
    List<String> keys = new ArrayList<>();
    ExecutorService readers = Executors.newCachedThreadPool();
    try {
      List<Future<byte[]>> outputs = new ArrayList<>();
      for (Process maker : makers) {
        outputs.add(readers.submit(() -> maker.getInputStream().readAllBytes()));
      }
      for (Future<byte[]> output : outputs) {
        keys.add(new String(output.get(), java.nio.charset.StandardCharsets.UTF_8).strip());
      }
    } finally {
      readers.shutdownNow();
    }
    assertThat(keys).hasSize(4);
    assertThat(keys.get(0)).hasSize(64);
    assertThat(keys).containsOnly(keys.get(0));
    try (Stream<Path> files = Files.list(configuration)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("private.key");
    }
  }

  private Path key(String name, int first) throws Exception {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) first;
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void fingerprintTellsKeysApartAndHasNothingOfThem() throws Exception {
    String first = PrivateKey.fingerprint(key("first", 1).toString());
    assertThat(first)
        .matches("[0-9a-f]{16}")
        .isEqualTo(PrivateKey.fingerprint(key("same", 1).toString()));
    assertThat(PrivateKey.fingerprint(key("other", 2).toString())).isNotEqualTo(first);
    assertThat("01" + "00".repeat(31)).doesNotContain(first);
  }

  @Test
  void runWithAnotherKeyIsRefused() throws Exception {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    Files.write(archive.resolve("a.dmp"), DumpBytes.of(SampleDumps.minidump(1)));
    Path output = folder.resolve("tables");
    Path first = key("first", 1);
    CrashRun.Result run = TestRuns.run(withKey(archive, output, first, "hash"));
    assertThat(run.manifest().orElseThrow().keyFingerprint())
        .isEqualTo(PrivateKey.fingerprint(first.toString()));
    Files.write(archive.resolve("b.dmp"), DumpBytes.of(SampleDumps.minidump(2)));
    Path other = key("other", 2);
    assertThatThrownBy(() -> TestRuns.run(withKey(archive, output, other, "hash")))
        .hasMessageStartingWith(output + ": its private values were hashed with another key")
        .hasMessageContaining(PrivateKey.fingerprint(first.toString()))
        .hasMessageContaining(PrivateKey.fingerprint(other.toString()));
    TestRuns.run(withKey(archive, output, key("moved", 1), "hash"));
    assertThat(TestRuns.ask(output, "SELECT count(*) FROM dumps")).containsExactly("2");
  }

  @Test
  void keyThatHashesNothingIsNotRecorded() throws Exception {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    Files.write(archive.resolve("a.dmp"), DumpBytes.of(SampleDumps.minidump(1)));
    Path output = folder.resolve("tables");
    CrashRun.Result run = TestRuns.run(withKey(archive, output, key("first", 1), "keep"));
    assertThat(run.manifest().orElseThrow().keyFingerprint()).isEmpty();
    Files.write(archive.resolve("b.dmp"), DumpBytes.of(SampleDumps.minidump(2)));
    TestRuns.run(withKey(archive, output, key("other", 2), "keep"));
    assertThat(TestRuns.ask(output, "SELECT count(*) FROM dumps")).containsExactly("2");
  }

  private static RunOptions withKey(Path archive, Path output, Path key, String privacy) {
    RunOptions usual = TestRuns.options(List.of(archive.toString()), output, 1);
    return new RunOptions(
        usual.output(),
        usual.reading(),
        usual.decoding(),
        usual.writing(),
        new RunOptions.PrivateValues(Privacy.Mode.of(privacy), key.toString()),
        usual.description(),
        usual.beam());
  }
}
