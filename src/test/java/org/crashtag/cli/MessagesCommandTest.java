package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.crashtag.bytes.Guid;
import org.crashtag.layout.pdb.PdbBuilder;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.EtwLogger;
import org.crashtag.sample.EtwMessage;
import org.crashtag.sample.EtwTrace;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RecorderLog;
import org.crashtag.sample.RecorderRing;
import org.crashtag.sample.SampleBlob;
import org.crashtag.source.cab.CabinetBuilder;
import org.crashtag.source.cab.MszipEncoder;
import org.crashtag.storage.LocalStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of messages, from their sources to tables, in the commands that a user runs. */
class MessagesCommandTest {
  private static final Guid MESSAGES = Guid.constant("6f1d2c3b-4a59-4e0f-8a7b-1c2d3e4f5a6b");

  @TempDir private Path folder;
  private String archive;
  private String dump;
  private String output;
  private String tmf;

  @BeforeEach
  void makeDumpAndText() throws IOException {
    archive = Files.createDirectories(folder.resolve("archive")).toString();
    dump = archive + "/a.dmp";
    output = folder.resolve("tables").toString();
    tmf = folder.resolve("falcon.tmf").toString();
    writeText("queue %10!d! stalled");
    java.time.Instant time = java.time.Instant.parse("2026-03-01T11:59:00Z");
    EtwLogger logger =
        new EtwLogger("Falcon", 9, 0x80000000L, EtwLogger.SYSTEM_TIME, 4096, time, time, 0);
    logger.buffer(0, 0);
    logger.add(EtwMessage.of(MESSAGES, 10, 0, 4, 8, new byte[] {5, 0, 0, 0}));
    RecorderRing ring = new RecorderRing(400).write(MESSAGES, 10, new byte[] {3, 0, 0, 0});
    DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .blob(
            SampleBlob.of(
                RecorderLog.KMDF_TAG, RecorderLog.kmdf(MachineKind.X64, "falcon", true, ring)))
        .blob(
            SampleBlob.of(
                EtwTrace.TAG, new EtwTrace(22621, 2995, time, 10_000_000).add(logger).toBytes()))
        .image()
        .write(Path.of(dump));
  }

  private void writeText(String format) throws IOException {
    Files.writeString(
        Path.of(tmf),
        MESSAGES
            + " falcon // SRC=falcon.c MJ= MN=\n#typev falcon_c1 10 \"%0"
            + format
            + "\" // LEVEL=TRACE_LEVEL_ERROR FUNC=Stall\n{\nq, ItemLong -- 10\n}\n");
  }

  private static CommandRun done(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private String ask(String question) {
    return done("sql", "--output", output, "--format", "csv", question)
        .out()
        .replace("\r", "")
        .strip();
  }

  private String texts() {
    return ask("SELECT text, message_source, message_level FROM ring_records");
  }

  private static final String HEADING = "text,message_source,message_level\n";

  @Test
  void messagesOfAFileAreListed() {
    CommandRun run = done("messages", tmf);

    assertThat(run.outLines())
        .containsExactly(
            MESSAGES
                + "    10  falcon.c                     TRACE_LEVEL_ERROR       queue %10!d!"
                + " stalled",
            tmf + ": 1 message");
  }

  @Test
  void compressedPdbIsListed() throws IOException {
    byte[] pdb = new PdbBuilder().enumeration("_STATE", 7, "Idle").toBytes();
    byte[] cabinet =
        new CabinetBuilder().folder(new MszipEncoder()).file("acme.pdb", pdb).toBytes();
    Path file = Files.write(folder.resolve("acme.pd_"), cabinet);

    assertThat(done("messages", file.toString()).outLines()).containsExactly(file + ": 0 messages");
    Files.write(file, new byte[8]);
    assertThat(CommandRun.of("messages", file.toString()).exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void fileThatIsNoneFailsAndTheRestIsListed() throws IOException {
    String bad = Files.writeString(folder.resolve("bad.tmf"), "hello\n").toString();
    CommandRun run = CommandRun.of("messages", bad, tmf);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errLines())
        .containsExactly(
            "crashtag: " + bad + ": corrupt: line 1 is neither a comment nor a message GUID");
    assertThat(run.out()).contains("queue %10!d! stalled", bad + ": 0 messages");
  }

  @Test
  void entryThatCannotBeUsedIsNamed() throws IOException {
    Files.writeString(Path.of(tmf), Files.readString(Path.of(tmf)).replace(" -- 10", ""));
    CommandRun run = done("messages", tmf);

    assertThat(run.errLines())
        .containsExactly(
            "crashtag: "
                + tmf
                + ": line 2: this message is not used: line 4 is not: EXPRESSION, ITEM -- INDEX");
    assertThat(run.outLines()).containsExactly(tmf + ": 0 messages");
  }

  @Test
  void runWritesTheText() {
    done("run", "--input", archive, "--output", output, "--messages", folder.toString());

    assertThat(texts()).isEqualTo(HEADING + "queue 3 stalled,falcon.c,TRACE_LEVEL_ERROR");
    assertThat(ask("SELECT format, text FROM etw_messages"))
        .isEqualTo("format,text\nqueue %10!d! stalled,");
    assertThat(ask("SELECT decoder FROM tags WHERE decoder LIKE 'kmdf-log%'"))
        .matches("decoder\nkmdf-log [0-9]+ \\+[0-9a-f]{16}");
  }

  @Test
  void pipelineFileNamesSourcesBesideIt() throws IOException {
    Path pipeline =
        Files.writeString(
            folder.resolve("falcon.yaml"),
            "source: \""
                + archive
                + "\"\noutput: \""
                + output
                + "\"\nmessages: falcon.tmf\netw: {messages: all}\n");
    done("run", pipeline.toString());

    assertThat(texts()).isEqualTo(HEADING + "queue 3 stalled,falcon.c,TRACE_LEVEL_ERROR");
    assertThat(ask("SELECT format, text FROM etw_messages"))
        .isEqualTo("format,text\n,queue 5 stalled");
    CommandRun check = done("check", pipeline.toString(), dump);
    assertThat(check.out())
        .contains(
            "ring_records: 1 of 1 rows have a text",
            "queue 3 stalled",
            "etw_messages: 1 of 1 rows have a text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "rebuild", "show", "check", "dry-run"})
  void sourceThatIsNotThereEndsTheCommandBeforeItStarts(String command) throws IOException {
    if (command.equals("rebuild")) {
      done("run", "--input", archive, "--output", output);
    }
    Path pipeline = Files.writeString(folder.resolve("a.yaml"), "source: " + archive + "\n");
    List<String> arguments =
        switch (command) {
          case "run" -> List.of("run", "--input", archive, "--output", output);
          case "dry-run" -> List.of("run", "--dry-run", "--input", archive, "--output", output);
          case "rebuild" -> List.of("rebuild", "--output", output);
          case "show" -> List.of("show", dump);
          default -> List.of("check", pipeline.toString());
        };
    for (String source : List.of(folder + "/gone.tmf", archive)) {
      CommandRun run =
          CommandRun.of(
              Stream.concat(arguments.stream(), Stream.of("--messages", source))
                  .toArray(String[]::new));

      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).startsWith("crashtag: " + source + ": no ");
    }
    assertThat(Files.exists(Path.of(output))).isEqualTo(command.equals("rebuild"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check"})
  void sourceThatAPipelineFileMissesIsNamedWithItsPlace(String command) throws IOException {
    Path pipeline =
        Files.writeString(
            folder.resolve("a.yaml"),
            "source: " + archive + "\noutput: " + output + "\nmessages: [falcon.tmf, gone]\n");
    CommandRun run = CommandRun.of(command, pipeline.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errLines().get(0))
        .isEqualTo(
            "crashtag: "
                + pipeline
                + ":3:24: "
                + folder.resolve("gone")
                + ": no such file or folder");
    assertThat(Path.of(output)).doesNotExist();
  }

  @Test
  void fileThatCannotBeParsedIsOneLineAndTheRunGoesOn() throws IOException {
    String bad = Files.writeString(folder.resolve("bad.pdb"), "MZ").toString();
    CommandRun run =
        done("run", "--input", archive, "--output", output, "--messages", folder.toString());

    assertThat(run.err()).contains("crashtag: " + bad + ": corrupt: not a PDB");
    assertThat(texts()).endsWith("queue 3 stalled,falcon.c,TRACE_LEVEL_ERROR");
  }

  @Test
  void showPrintsTheText() {
    assertThat(done("show", "--tag", "kmdf-log", "--messages", tmf, dump).out())
        .contains("1       falcon.c  TRACE_LEVEL_ERROR\n    queue 3 stalled\n");
    assertThat(done("show", "--tag", "kmdf-log", dump).out())
        .contains("1       " + MESSAGES + ":10\n    03000000\n");
    assertThat(done("show", "--tag", "etw", "--messages", tmf, dump).out())
        .contains("newest last]\n", "falcon.c  queue 5 stalled\n");
    assertThat(done("show", "--format", "json", "--messages", tmf, dump).out())
        .contains("\"text\":\"queue 3 stalled\"", "\"text\":\"queue 5 stalled\"");
  }

  @Test
  void rebuildGivesTextToOldDumpsAndNeverTakesIt() throws IOException {
    done("run", "--input", archive, "--output", output);
    assertThat(texts()).isEqualTo(HEADING + ",,");
    CommandRun given = done("rebuild", "--output", output, "--messages", tmf);
    assertThat(given.out()).contains("decoded again: 1 dumps from the archive");
    assertThat(texts()).endsWith("queue 3 stalled,falcon.c,TRACE_LEVEL_ERROR");

    for (CommandRun again :
        List.of(
            done("rebuild", "--output", output, "--messages", tmf),
            done("rebuild", "--output", output))) {
      assertThat(again.out()).isEqualTo("nothing to decode again: all rows are up to date\n");
    }
    writeText("queue %10!d! stalled again");
    assertThat(done("rebuild", "--output", output, "--messages", tmf).out())
        .contains("decoded again: 1 dumps");
    assertThat(texts()).contains("queue 3 stalled again");
  }

  @Test
  void textFromKeptBlobsIsTheSame() throws IOException {
    done("run", "--input", archive, "--output", output, "--keep", "kmdf-log", "--private", "keep");
    new LocalStorage().delete(archive);
    done("rebuild", "--output", output, "--messages", tmf);

    assertThat(texts()).endsWith("queue 3 stalled,falcon.c,TRACE_LEVEL_ERROR");
  }

  @Test
  void laterRunKeepsOneCatalog() throws IOException {
    done("run", "--input", archive, "--output", output, "--messages", tmf);
    // A recent one could belong to a run that waits for the output folder.
    try (Stream<Path> catalogs = Files.list(Path.of(output, "_messages"))) {
      Path earlier = catalogs.findFirst().orElseThrow();
      Files.setLastModifiedTime(earlier, FileTime.from(Instant.now().minusSeconds(86_400)));
    }
    writeText("other %10!d!");
    done("run", "--input", archive, "--output", output, "--messages", tmf);

    try (Stream<Path> catalogs = Files.list(Path.of(output, "_messages"))) {
      assertThat(catalogs).hasSize(1);
    }
    assertThat(texts()).as("the dump is known").contains("queue 3 stalled");
  }
}
