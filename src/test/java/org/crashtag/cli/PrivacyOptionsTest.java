package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Privacy;
import org.crashtag.pipeline.PrivateKey;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.sample.SmbiosBlob;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.JavaProcess;
import org.crashtag.testing.TestKey;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A serial number on its way from a dump into tables and onto a terminal. */
class PrivacyOptionsTest {
  private static final String SERIAL = "SN-4711-ABC";
  private static final Guid NOBODYS = Guid.constant("0ddba115-3333-4c77-b1e0-91f7c2d4ee03");

  @TempDir private Path folder;

  private String dump;
  private String output;

  @BeforeEach
  void writeDump() throws IOException {
    byte[] smbios =
        new SmbiosBlob(3, 0)
            .system("Acme", "Anvil", "", SERIAL, Guid.NIL, "", "")
            .memory("A", 1024, 3200, "Co", "P", "")
            .toBytes();
    byte[] bytes =
        DumpBytes.of(
            DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                .bugCheck(0xD1, 1, 2, 3, 4)
                .blob(SampleBlob.of(SmbiosBlob.TAG, smbios))
                .blob(SampleBlob.of(NOBODYS, new byte[] {1, 2, 3})));
    dump = Files.write(folder.resolve("a.dmp"), bytes).toString();
    output = folder.resolve("tables").toString();
  }

  @Test
  void showHashesKeepsOrDrops() throws IOException {
    String id = new Privacy(Privacy.Mode.KEEP, key()).hash(SERIAL + "\u0000Acme\u0000Anvil");

    assertThat(CommandRun.of("show", dump).out()).contains(hash(), id).doesNotContain(SERIAL);
    assertThat(CommandRun.of("show", "--private", "keep", dump).out()).contains(SERIAL, id);
    assertThat(CommandRun.of("show", "--private", "drop", dump).out())
        .contains(id)
        .doesNotContain(SERIAL, hash());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "keep", "drop"})
  void runWritesWhatItsManifestSays(String mode) throws IOException {
    assertThat(run("--private", mode).exitCode()).isZero();

    String serial =
        switch (mode) {
          case "hash" -> hash();
          case "keep" -> SERIAL;
          default -> "";
        };
    CommandRun asked =
        CommandRun.of(
            "sql",
            "--output",
            output,
            "--format",
            "csv",
            "select coalesce(serial, '') || '/' || machine_id_from from machines");
    assertThat(asked.outLines().get(1)).isEqualTo(serial + "/system_serial");
    assertThat(manifests()).singleElement().asString().contains("\"privacy\" : \"" + mode + "\"");
    assertKeyIsNotBelowOutput();
  }

  /** Relative to the pipeline file; the command line takes precedence. */
  @Test
  void keyOfPipelineFileCounts() throws IOException {
    Files.createDirectory(folder.resolve("keys"));
    byte[] ours = "a key of our own team".getBytes(StandardCharsets.UTF_8);
    Files.write(folder.resolve("keys/crash.key"), ours);
    Path pipeline =
        Files.writeString(
            folder.resolve("p.yaml"), "source: " + dump + "\nprivate-key: keys/crash.key\n");
    String hashed = new Privacy(Privacy.Mode.HASH, ours).hash(SERIAL);
    String file = pipeline.toString();

    assertThat(CommandRun.of("run", file, "--output", output).exitCode()).isZero();
    assertThat(
            CommandRun.of(
                    "sql", "--output", output, "--format", "csv", "select serial from machines")
                .outLines())
        .contains(hashed);
    CommandRun shown = CommandRun.of("show", "--pipeline", file, dump);
    assertThat(shown.exitCode()).isZero();
    Files.writeString(pipeline, "source: " + dump + "\nprivate-key: keys/none.key\n");
    CommandRun missing = CommandRun.of("run", file, "--output", output + "2");
    assertThat(missing.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(missing.errLines()).singleElement().asString().contains("none.key");
    assertThat(Files.exists(Path.of(output + "2"))).isFalse();
  }

  /** The variable takes precedence over the pipeline file, and the command line over it. */
  @Test
  void keyOfTheEnvironmentCounts() throws Exception {
    byte[] ours = "a key from a secret store".getBytes(StandardCharsets.UTF_8);
    Path key = Files.write(folder.resolve("secret"), ours);
    Path pipeline =
        Files.writeString(
            folder.resolve("p.yaml"), "source: " + dump + "\nprivate-key: keys/none.key\n");
    String hashed = new Privacy(Privacy.Mode.HASH, ours).hash(SERIAL);
    List<Object> show = List.of("show", "--pipeline", pipeline, dump);

    assertThat(withKeyVariable(key.toString(), show)).contains(hashed);
    List<Object> named = new ArrayList<>(show);
    named.addAll(List.of("--private-key", TestKey.file()));
    assertThat(withKeyVariable(key.toString(), named)).contains(hash()).doesNotContain(hashed);
    assertThat(withKeyVariable("", show)).contains("none.key");
    assertThat(withKeyVariable(folder.resolve("nothing").toString(), show)).contains("nothing");
  }

  private static String withKeyVariable(String value, List<Object> command) throws Exception {
    ProcessBuilder process = JavaProcess.of("org.crashtag.cli.Main", command.toArray());
    process.environment().put("CRASHTAG_PRIVATE_KEY", value);
    Process started = process.redirectErrorStream(true).start();
    String out = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    started.waitFor();
    return out;
  }

  @Test
  void modeOfPipelineFileCounts() throws IOException {
    Path pipeline =
        Files.writeString(
            folder.resolve("p.yaml"),
            "source: " + dump + "\noutput: " + output + "\nprivate: drop\n");

    assertThat(CommandRun.of("run", pipeline.toString()).exitCode()).isZero();
    assertThat(manifests()).singleElement().asString().contains("\"privacy\" : \"drop\"");
  }

  @Test
  void anotherModeIsRefusedOnTheSameOutput() throws IOException {
    assertThat(run("--private", "drop").exitCode()).isZero();
    CommandRun other = run("--private", "keep");

    assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(other.errLines())
        .contains(
            "crashtag: "
                + output
                + ": its tables were written with --private drop: keep that mode, or choose"
                + " another output folder");
    assertThat(manifests()).hasSize(1);
  }

  @Test
  void bytesOfPrivateBlobsAreKeptOnlyWithTheColumns() {
    for (String name : List.of("smbios", "machines", SmbiosBlob.TAG.toString())) {
      CommandRun refused = run("--keep", name);
      assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err()).contains("--keep " + name + " needs --private keep");
    }
    CommandRun all = run("--keep", "all");
    assertThat(all.exitCode()).isZero();
    assertThat(all.errLines()).anyMatch(line -> line.contains("without --private keep"));
    assertThat(all.errLines()).contains("  smbios");
    assertThat(kept()).containsExactly(NOBODYS.toString());
  }

  @Test
  void bytesAreKeptWhereTheColumnsAre() {
    assertThat(run("--keep", "all", "--private", "keep").err()).isEmpty();
    assertThat(kept()).containsExactlyInAnyOrder(NOBODYS.toString(), SmbiosBlob.TAG.toString());
  }

  @Test
  void keyBelowTheOutputIsRefused() throws IOException {
    Path below = Files.createDirectories(Path.of(output)).resolve("key");
    Files.write(below, new byte[32]);
    CommandRun refused = run("--private-key", below.toString());

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("the key must not be in the output folder");
  }

  @Test
  void keyThatIsNoneIsRefused() throws IOException {
    Path empty = Files.write(folder.resolve("key"), new byte[3]);

    assertThat(run("--private-key", empty.toString()).err()).contains("16 to 4096 bytes");
    assertThat(run("--private-key", folder.resolve("absent").toString()).exitCode())
        .isEqualTo(ExitCode.FAILED);
    assertThat(Path.of(output)).doesNotExist();
  }

  @Test
  void otherKeyGivesOtherHashes() throws IOException {
    Path key = Files.write(folder.resolve("key"), new byte[32]);

    assertThat(CommandRun.of("show", "--private-key", key.toString(), dump).out())
        .contains(new Privacy(Privacy.Mode.HASH, new byte[32]).hash(SERIAL))
        .doesNotContain(hash());
  }

  @Test
  void keyIsMadeOnceAndForItsOwnerOnly() throws IOException {
    String before = System.getProperty(PrivateKey.FOLDER_PROPERTY);
    Path made = folder.resolve("config/crashtag");
    System.setProperty(PrivateKey.FOLDER_PROPERTY, made.toString());
    try {
      String first = CommandRun.of("show", dump).out();
      byte[] key = Files.readAllBytes(made.resolve("private.key"));
      assertThat(key).hasSize(32);
      assertThat(CommandRun.of("show", dump).out()).isEqualTo(first);
      assertThat(Files.readAllBytes(made.resolve("private.key"))).isEqualTo(key);
      Assumptions.assumeTrue(
          Files.getFileStore(made).supportsFileAttributeView("posix"), "no POSIX permissions");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(made.resolve("private.key"))))
          .isEqualTo("rw-------");
    } finally {
      System.setProperty(PrivateKey.FOLDER_PROPERTY, before);
    }
  }

  /** Neither the file nor its bytes, plain or in hex, are anywhere in a run's output. */
  private void assertKeyIsNotBelowOutput() throws IOException {
    String key = new String(key(), StandardCharsets.ISO_8859_1);
    try (Stream<Path> files = Files.walk(Path.of(output))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content.contains(key)).as(file.toString()).isFalse();
        assertThat(content.contains(TestKey.file().toString())).as(file.toString()).isFalse();
      }
    }
  }

  private CommandRun run(String... options) {
    List<String> arguments =
        Stream.concat(Stream.of("run", "--input", dump, "--output", output), Stream.of(options))
            .toList();
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private List<String> kept() {
    CommandRun asked =
        CommandRun.of(
            "sql",
            "--output",
            output,
            "--format",
            "csv",
            "select tag from tags where data is not null");
    return asked.outLines().subList(1, asked.outLines().size());
  }

  private List<String> manifests() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(output, "_runs"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9]+\\.json"))
          .map(PrivacyOptionsTest::read)
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] key() throws IOException {
    return Files.readAllBytes(TestKey.file());
  }

  private static String hash() throws IOException {
    return new Privacy(Privacy.Mode.HASH, key()).hash(SERIAL);
  }
}
