package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.source.Packing;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {
  /** Reason, stage, rejects and files, of a table's row. */
  private static final Pattern REJECT =
      Pattern.compile("[a-z_]+[ |│]+[a-z]+[ |│]+[0-9]+[ |│]+[0-9]+");

  private static final String KMDF = "{F87E4A4C-C5A1-4D2F-BFF0-D5DE63A5E4C3}";

  @TempDir private Path folder;
  private Path archive;
  private Path output;

  @BeforeEach
  void makeArchive() throws IOException {
    archive = Files.createDirectories(folder.resolve("archive"));
    output = folder.resolve("tables");
    for (int i = 0; i < 3; i++) {
      putDump("dump-" + i + ".dmp", i);
    }
  }

  private void putDump(String name, int parameter) throws IOException {
    byte[] dump =
        DumpBytes.of(
            DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                .build(19041)
                .bugCheck(0xD1, parameter, 2, 0, 4));
    Files.write(archive.resolve(name), dump);
  }

  private CommandRun run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", "--input", archive.toString()));
    arguments.addAll(List.of("--output", output.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private String ask(String question) {
    CommandRun answer =
        CommandRun.of("sql", "--output", output.toString(), "--format", "csv", question);
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    return answer.out().lines().skip(1).reduce((a, b) -> a + "\n" + b).orElse("");
  }

  @Test
  void sumsUpAndPrintsNothingElse() {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream process = new ByteArrayOutputStream();
    System.setOut(new PrintStream(process, true, UTF_8));
    System.setErr(new PrintStream(process, true, UTF_8));
    CommandRun run;
    try {
      run = run();
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
    assertThat(process.toString(UTF_8)).as("the libraries' logging").isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.outLines())
        .anyMatch(line -> line.matches("run {20}r[0-9]{8}T[0-9]{9}Z in .*"))
        .contains("files                  3", "sources                3 decoded")
        .contains("  dumps                3 rows")
        .contains("rejects                none")
        .anyMatch(line -> line.matches("read {19}[0-9,]+ of [0-9,]+ bytes"))
        .anyMatch(line -> line.matches("time {19}[0-9.]+ s"));
    assertThat(ask("SELECT count(*) FROM dumps")).isEqualTo("3");
  }

  @Test
  void secondRunHasNothingToDo() {
    assertThat(run().exitCode()).isZero();
    CommandRun again = run();
    assertThat(again.exitCode()).isZero();
    assertThat(again.outLines())
        .containsExactly("files                  3, none of them new: nothing to do");
    assertThat(again.err()).isEmpty();
  }

  @Test
  void patternWithoutMatchAmongOthersIsAWarning() {
    for (String dry : List.of("--dry-run", "--hash=read")) {
      CommandRun run = run("--input", folder + "/none/*.dmp", dry);
      assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
      assertThat(run.errLines())
          .containsExactly("crashtag: " + folder + "/none/*.dmp: this pattern matches nothing");
    }
    assertThat(ask("SELECT count(*) FROM dumps")).isEqualTo("3");
  }

  @Test
  void runWhoseEveryPatternMatchesNothingFails() {
    for (String dry : List.of("--dry-run", "--hash=read")) {
      CommandRun run =
          CommandRun.of(
              "run",
              "--output",
              output.toString(),
              "--input",
              folder + "/*.cab",
              dry,
              "--input",
              folder + "/*.zip");
      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.errLines())
          .contains(
              "crashtag: " + folder + "/*.cab: this pattern matches nothing",
              "crashtag: " + folder + "/*.zip: this pattern matches nothing");
    }
  }

  /** A name isn't a pattern, so its file must exist. */
  @Test
  void missingFileAmongOthersIsAFailure() {
    CommandRun run = run("--input", folder + "/none.dmp");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errLines())
        .containsExactly("crashtag: " + folder + "/none.dmp: no such file or folder");
    assertThat(ask("SELECT count(*) FROM dumps")).isEqualTo("3");
  }

  /** Dumps are counted, not files: each archive has a file, a dump and a text. */
  @Test
  void archivesThatHoldOtherFilesTooHaveDumps() throws IOException {
    Path zips = Files.createDirectories(folder.resolve("zips"));
    for (int i = 0; i < 3; i++) {
      byte[] dump = Files.readAllBytes(archive.resolve("dump-" + i + ".dmp"));
      byte[] zip = Packing.zip(Map.of("d.dmp", dump, "readme.txt", "hello".getBytes(UTF_8)));
      Files.write(zips.resolve(i + ".zip"), zip);
    }
    Files.writeString(zips.resolve("notes.txt"), "no dump");
    CommandRun run =
        CommandRun.of("run", "--input", zips.toString(), "--output", output.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(ask("SELECT count(*) FROM dumps")).isEqualTo("3");
    assertThat(run.outLines())
        .contains("sources                3 decoded, 3 container, 4 not_a_dump")
        .contains("  dumps                3 rows")
        .anyMatch(line -> line.matches("read .*[0-9] bytes, some of them decompressed, from .*"))
        .noneMatch(line -> line.contains(" 0 rows"));
  }

  /** A dump that can't be decoded is still a dump; the limit of rejects handles it. */
  @ParameterizedTest
  @CsvSource({"known, 0", "rejected, 3"})
  void dumpsThatGiveNoRowAreDumps(String outcome, int exitCode) throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    byte[] dump = Files.readAllBytes(archive.resolve("dump-0.dmp"));
    if (outcome.equals("known")) {
      run();
      Files.write(other.resolve("copy.dmp"), dump);
    } else {
      Files.write(other.resolve("cut.dmp"), Arrays.copyOf(dump, 100));
    }
    CommandRun run =
        CommandRun.of("run", "--input", other.toString(), "--output", output.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err()).doesNotContain("no dump found");
    assertThat(run.out()).contains("1 " + outcome);
  }

  @Test
  void noDumpFoundIsSaid() throws IOException {
    Path notes = Files.createDirectories(folder.resolve("notes"));
    Files.writeString(notes.resolve("a.txt"), "no dump");
    CommandRun run =
        CommandRun.of("run", "--input", notes.toString(), "--output", output.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errLines()).containsExactly("crashtag: no dump found in 1 file");
  }

  @Test
  void emptyFolderIsSaid() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    CommandRun run =
        CommandRun.of("run", "--input", empty.toString(), "--output", output.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errLines())
        .contains("crashtag: " + empty + ": no files in this folder")
        .contains("crashtag: no dump found in 0 files");
    assertThat(output).as("nothing to write").doesNotExist();
  }

  @Test
  void filesThatAreLeftForLaterAreSaid() throws IOException {
    CommandRun none = run("--settle", "1h");
    assertThat(none.exitCode()).as(none.err()).isZero();
    assertThat(none.outLines())
        .containsExactly("left for later         3 files that changed less than --settle ago");
    assertThat(none.err()).isEmpty();
    FileTime longAgo = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    for (String name : List.of("dump-0.dmp", "dump-1.dmp")) {
      Files.setLastModifiedTime(archive.resolve(name), longAgo);
    }
    assertThat(run("--settle", "1h", "--dry-run").outLines())
        .contains("left for later         1 file that changed less than --settle ago")
        .anyMatch(line -> line.startsWith("files ") && line.contains("2: 2 new"));
    assertThat(run("--settle", "1h").outLines())
        .contains("left for later         1 file that changed less than --settle ago")
        .contains("sources                2 decoded");
  }

  @Test
  void damagedPartIsNamedByEveryCommandThatReadsIt() throws IOException {
    run();
    Path part;
    try (Stream<Path> files = Files.walk(output.resolve("dumps"))) {
      part = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    Files.write(part, new byte[3]);
    String tables = output.toString();
    for (CommandRun command :
        List.of(
            run(),
            run("--dry-run"),
            CommandRun.of("sql", "--output", tables, "select 1"),
            CommandRun.of("rejects", "--output", tables),
            CommandRun.of("runs", "--output", tables),
            CommandRun.of("compact", "--output", tables),
            CommandRun.of("rebuild", "--output", tables))) {
      assertThat(command.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(command.errLines())
          .singleElement()
          .asString()
          .startsWith("crashtag: " + part + ": 3 bytes instead of ");
    }
  }

  /** One of four sources that should be dumps is rejected. */
  @ParameterizedTest
  @CsvSource({"0, 3", "1, 0", "24.9%, 3", "25%, 0", "100%, 0", "0%, 3"})
  void tooManyRejectsEndWithThree(String limit, int exitCode) throws IOException {
    Files.write(archive.resolve("empty.dmp"), new byte[0]);
    Files.writeString(archive.resolve("notes.txt"), "counts for neither");
    CommandRun run = run("--max-rejects", limit);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.outLines()).contains("rejects                1 empty");
    assertThat(run.err().contains("more rejects than --max-rejects allows"))
        .isEqualTo(exitCode == 3);
    assertThat(ask("SELECT count(*) FROM dumps")).isEqualTo("3");
  }

  @Test
  void fileInPlaceOfTheOutputFolderIsNamed() throws IOException {
    Files.writeString(output, "a file");
    CommandRun run = run();
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).startsWith("crashtag: ").contains(output.toString());
    assertThat(output).hasContent("a file");
  }

  @Test
  void newerFormatIsRefused() throws IOException {
    assertThat(run().exitCode()).isZero();
    Files.writeString(output.resolve("_runs/r29990101T000000000Z.json"), "{\"format\": 3}");
    putDump("new.dmp", 9);
    CommandRun run = run();
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err())
        .contains("r29990101T000000000Z.json: format 3 was written by a newer crashtag");
    assertThat(CommandRun.of("sql", "--output", output.toString(), "SELECT 1").err())
        .contains("written by a newer crashtag");
  }

  @Test
  void otherRunIsNamed() throws IOException {
    OutputFolder held = new OutputFolder(new LocalStorage(), output.toString());
    try (Closeable lock = held.lock(Instant.EPOCH)) {
      assertThat(lock).isNotNull();
      CommandRun run = run();
      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.errLines()).hasSize(1);
      assertThat(run.err())
          .contains("another run is writing here: process " + ProcessHandle.current().pid())
          .contains("since 1970-01-01T00:00:00Z");
    }
    assertThat(run().exitCode()).isZero();
  }

  @Test
  void beamsOptionsArePassedOn() {
    assertThat(run("--targetParallelism=1").exitCode()).isZero();
    assertThat(ask("SELECT count(*) FROM dumps")).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--inptu x|unknown: --inptu; did you mean \"--input\"?",
        "--inptu=x|unknown: --inptu; did you mean \"--input\"?",
        "--tragetParallelism=1|unknown: --tragetParallelism",
        "--targetParallelism=many|--targetParallelism=many: ",
        "-x|unknown: -x",
        "--flinkMaster=localhost:8081 --runner=FlinkRunner|FlinkRunner needs crashtag-flink.jar"
            + " beside crashtag.jar; \"mvn -Pflink package\" in a checkout builds it in target",
        "--runner=SparkRunner|SparkRunner needs crashtag-spark.jar beside crashtag.jar; \"mvn"
            + " -Pspark-jar package\" in a checkout builds it in target",
        "--runner=OtherRunner|there is no runner OtherRunner on the class path; known"
            + " runners are DirectRunner, FlinkRunner and SparkRunner",
        "--tag nobody|\"nobody\" is neither a GUID nor a known tag",
        "--keep kmfd|\"kmfd\" is neither a GUID nor a known tag; did you mean \"kmdf\"?",
        "--max-rejects many|--max-rejects expects a number or a percentage up to 100%, not"
            + " \"many\"",
        "--max-rejects -1|--max-rejects expects a number or a percentage up to 100%, not \"-1\"",
        "--hash some|--hash",
        "--private maybe|--private",
        "--output|--output",
      })
  void wrongUseIsSaidAndNothingWritten(String arguments, String message) {
    CommandRun run = run(arguments.split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).hasSize(2);
    assertThat(run.err()).startsWith("crashtag: ").contains(message);
    assertThat(output).doesNotExist();
  }

  private static final String OTHER_PROCESSES = "--runner=org.crashtag.pipeline.NotingRunner";

  @Test
  void localPathIsRefusedIfWorkersMayNotSeeIt() {
    CommandRun run = run(OTHER_PROCESSES);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errLines()).hasSize(2);
    assertThat(run.err())
        .contains(
            " is a local path, which the workers of NotingRunner may not see; use an object store,"
                + " or --shared-disk if they see the same files");
    assertThat(output).doesNotExist();
  }

  /** The workers have other current folders. */
  @Test
  void localPathOnASharedDiskIsAbsolute() {
    Path here = Path.of("").toAbsolutePath();
    String relative = here.relativize(archive).toString().replace(File.separatorChar, '/');
    CommandRun run =
        CommandRun.of(
            "run",
            "--input",
            relative,
            "--output",
            output.toString(),
            OTHER_PROCESSES,
            "--shared-disk");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(ask("SELECT count(*) FROM sources WHERE starts_with(source, '" + here + "/')"))
        .isEqualTo(ask("SELECT count(*) FROM sources"));
    assertThat(ask("SELECT count(*) FROM dumps")).isEqualTo("3");
  }

  @Test
  void withoutInputItIsAskedFor() {
    CommandRun run = CommandRun.of("run", "--output", output.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--input");
  }

  private Path pipelineFile(String text) throws IOException {
    return Files.writeString(folder.resolve("p.yaml"), text);
  }

  @Test
  void pipelineFileSaysWhatOptionsDoNot() throws IOException {
    Path file =
        pipelineFile(
            "source: '%s/*.dmp'\noutput: '%s'\ntables: [dumps]\ntags: kmdf\n"
                .formatted(archive, output));
    CommandRun run = CommandRun.of("run", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(output.resolve("tags")).doesNotExist();
    assertThat(ask("SELECT count(*) FROM dumps")).isEqualTo("3");
  }

  @Test
  void optionsOverrideThePipelineFile() throws IOException {
    Path file = pipelineFile("source: nowhere\noutput: nowhere\n");
    CommandRun run = run(file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(ask("SELECT count(*) FROM dumps")).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sorce: x|p.yaml:1:1: unknown key \"sorce\"; did you mean \"source\"?",
        "tables: [dumsp]|p.yaml:1:10: no table \"dumsp\"; did you mean \"dumps\"?",
        "tags: [kmdf, kmfd]|p.yaml:1:14: \"kmfd\" is neither a GUID nor a known tag",
      })
  void faultOfAPipelineFileIsSaidWithItsPlace(String text, String message) throws IOException {
    CommandRun run = run(pipelineFile(text).toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message);
    assertThat(output).doesNotExist();
  }

  @Test
  void dryRunSaysWhatIsNewAndWritesNothing() {
    CommandRun plan = run("--dry-run", "--batch", "2", "--tag", "kmdf");
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.outLines())
        .contains(
            "files                  3: 3 new, 0 unchanged",
            "batches                2 of at most 2 files",
            "tags                   kmdf");
    assertThat(output).doesNotExist();
    assertThat(run().exitCode()).isZero();
    assertThat(run("--dry-run").outLines())
        .contains("files                  3: 0 new, 3 unchanged");
  }

  @Test
  void reportForProgramsHasCountsAndDurations() throws IOException {
    Path report = folder.resolve("report.json");
    assertThat(run("--report-json", report.toString()).exitCode()).isZero();
    assertThat(report)
        .content()
        .contains("\"exit_code\" : 0", "\"sources_decoded\" : 3", "\"millis_write\"")
        .contains("\"dumps\" : 3");
    assertThat(run("--report-json", report.toString()).exitCode()).isZero();
    assertThat(report)
        .content()
        .contains("\"runs\" : [ ]", "\"unchanged\" : 3", "\"millis_compare\" : ")
        .endsWith("}\n");
  }

  @Test
  void runsAndRejectsAreListed() throws IOException {
    Files.write(archive.resolve("empty.dmp"), new byte[0]);
    assertThat(run("--max-rejects", "1", "--batch", "3").exitCode()).isZero();
    CommandRun runs = CommandRun.of("runs", "--output", output.toString());
    assertThat(runs.outLines()).hasSize(3).allMatch(line -> line.length() <= 80);
    assertThat(runs.outLines().get(1)).matches("r[0-9]{8}T[0-9]{9}Z +3 +.* run");
    CommandRun rejects = CommandRun.of("rejects", "--output", output.toString());
    assertThat(rejects.exitCode()).as(rejects.err()).isZero();
    assertThat(rejects.out()).contains("empty", "header");
    assertThat(CommandRun.of("runs", "--output", folder + "/none").exitCode())
        .isEqualTo(ExitCode.FAILED);
  }

  /** A reject that a later run resolved is left out. */
  @Test
  void rejectsAreThoseThatStillHold() throws IOException {
    Files.write(archive.resolve("empty.dmp"), new byte[0]);
    Files.write(archive.resolve("other.dmp"), new byte[0]);
    assertThat(run("--max-rejects", "9").exitCode()).isZero();
    assertThat(rejects()).containsExactly("empty header 2 2");

    putDump("empty.dmp", 9);
    assertThat(run("--max-rejects", "9").exitCode()).isZero();
    assertThat(rejects()).containsExactly("empty header 1 1");
    assertThat(rejects("--all")).containsExactly("empty header 2 2");

    CommandRun compact = CommandRun.of("compact", "--all", "--output", output.toString());
    assertThat(compact.exitCode()).as(compact.err()).isZero();
    assertThat(CommandRun.of("runs", "--output", output.toString()).outLines())
        .last()
        .asString()
        .endsWith(" compact");
    assertThat(rejects()).containsExactly("empty header 1 1");

    putDump("other.dmp", 10);
    assertThat(run().exitCode()).isZero();
    assertThat(rejects()).isEmpty();
  }

  /** The rejects of single blobs of a decoded dump remain, even if a run sees the dump again. */
  @Test
  void rejectsOfDecodedDumpsHold() throws IOException {
    Path file = archive.resolve("cut.dmp");
    byte[] dump = DumpBytes.of(SampleFiles.dump());
    Files.write(file, Arrays.copyOf(dump, dump.length - 2));
    assertThat(run().exitCode()).isZero();
    List<String> rejects = rejects();
    assertThat(rejects).hasSize(1);

    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
    assertThat(run().outLines()).anyMatch(line -> line.contains("1 known"));
    assertThat(rejects()).isEqualTo(rejects);

    Files.write(file, dump);
    assertThat(run().exitCode()).isZero();
    assertThat(rejects()).isEmpty();
  }

  /** Reason, stage, rejects and files of each line. */
  private List<String> rejects(String... more) {
    List<String> words = new ArrayList<>(List.of("rejects", "--output", output.toString()));
    words.addAll(List.of(more));
    CommandRun rejects = CommandRun.of(words.toArray(String[]::new));
    assertThat(rejects.exitCode()).as(rejects.err()).isZero();
    List<String> lines = new ArrayList<>();
    for (String line : rejects.outLines()) {
      Matcher row = REJECT.matcher(line);
      if (row.find()) {
        lines.add(row.group().replaceAll("[^a-z0-9]+", " ").trim());
      }
    }
    return lines;
  }

  @Test
  void checkNamesEveryFaultOrTheTables() throws IOException {
    CommandRun faults =
        CommandRun.of(
            "check",
            pipelineFile("tables: [dumsp]\ntags: [kmdf, '%s']\n".formatted(KMDF)).toString());
    assertThat(faults.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(faults.errLines()).hasSize(2);
    assertThat(faults.err())
        .contains("p.yaml:1:10: no table \"dumsp\"; did you mean \"dumps\"?")
        .contains("p.yaml:2:14: this tag is already given as \"kmdf\"");
    CommandRun tables =
        CommandRun.of("check", pipelineFile("source: x\ntables: dumps\n").toString());
    assertThat(tables.exitCode()).as(tables.err()).isZero();
    assertThat(tables.outLines()).allMatch(line -> line.length() <= 80);
    assertThat(tables.out()).contains("dumps: dump_id", "sources: ", "rejects: ");
    assertThat(tables.out()).doesNotContain("modules: ");
    assertThat(CommandRun.of("check", "pipelines/nightly.yaml").exitCode()).isZero();
  }

  @Test
  void missingPipelineFileIsNamed() {
    CommandRun run = run(folder + "/none.yaml");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errLines()).containsExactly("crashtag: no such file: " + folder + "/none.yaml");
  }

  @Test
  void progressOnATerminalIsErasedAtTheEnd() {
    CommandRun run =
        CommandRun.onTerminal("run", "--input", archive.toString(), "--output", output.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).endsWith("\r\u001b[K").doesNotContain("\n");
    assertThat(run.out()).doesNotContain("\r");
  }
}
