package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that Notepad and PowerShell write: with a byte order mark, or in UTF-16. */
class UserTextTest {
  private static final Guid TAG = Guid.constant("11111111-2222-3333-4444-555555555555");

  @TempDir private Path folder;

  private String dump;

  @BeforeEach
  void writeDump() throws IOException {
    dump = folder.resolve("a.dmp").toString();
    DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .blob(SampleBlob.of(TAG, new byte[8]))
        .image()
        .write(Path.of(dump));
  }

  private Path write(String text, Charset charset) throws IOException {
    return Files.write(folder.resolve("file.txt"), text.getBytes(charset));
  }

  @Test
  void tagsMayHaveAByteOrderMark() throws IOException {
    Path tags = write("\uFEFF{" + TAG + "}\tmine\tmy driver\n", UTF_8);

    assertThat(CommandRun.of("list", "--tags", tags.toString(), dump).out()).contains("mine");
  }

  @Test
  void providersMayHaveAByteOrderMark() throws IOException {
    Path providers = write("\uFEFF" + TAG + "\tMine\n", UTF_8);

    assertThat(CommandRun.of("show", "--providers", providers.toString(), dump).exitCode())
        .isZero();
  }

  @Test
  void pipelineFileMayHaveAByteOrderMark() throws IOException {
    Path pipeline = write("\uFEFFsource: " + dump + "\ntables: [dumps]\n", UTF_8);

    CommandRun check = CommandRun.of("check", pipeline.toString());
    assertThat(check.exitCode()).as(check.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"list,--tags", "show,--providers", "show,--pipeline", "run,--tags"})
  void utf16IsNamed(String command, String option) throws IOException {
    for (Charset charset : List.of(UTF_16, UTF_16LE)) {
      Path file = write("# what a text begins with\n", charset);
      CommandRun run = CommandRun.of(command, option, file.toString(), dump);

      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.errLines())
          .first()
          .isEqualTo("crashtag: " + file + ": the text is UTF-16; save it as UTF-8");
    }
  }

  /** What a newcomer types: the dumps in the place of the pipeline file. */
  @ParameterizedTest
  @ValueSource(strings = {"run", "check", "rebuild"})
  void folderOrDumpInPlaceOfThePipelineFileIsNamedWithTheWayToReadIt(String command) {
    CommandRun ofFolder = CommandRun.of(command, folder.toString());
    assertThat(ofFolder.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ofFolder.errLines())
        .first()
        .isEqualTo(
            "crashtag: "
                + folder
                + " is a folder, not a pipeline file; to read the dumps in it, use crashtag run"
                + " --input "
                + folder);
    assertThat(CommandRun.of(command, dump).errLines())
        .first()
        .isEqualTo(
            "crashtag: "
                + dump
                + " is not a text, so it can't be a pipeline file; to read dumps, use crashtag run"
                + " --input "
                + dump);
  }

  @ParameterizedTest
  @CsvSource({
    "list,--tags",
    "list,--windows-modules",
    "list,--bugcheck-facts",
    "show,--providers",
    "run,--private-key"
  })
  void folderInPlaceOfAFileIsNamed(String command, String option) {
    String[] words = {command, option, folder.toString(), dump};
    if (command.equals("run")) {
      words[3] = "--input=" + dump;
    }
    CommandRun run = CommandRun.of(words);

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err()).contains("crashtag: " + folder + ": a folder, not a file");
  }

  @Test
  void pageInAMissingFolderIsNamed() {
    Path page = folder.resolve("missing/page.html");

    CommandRun run = CommandRun.of("report", "--output=" + folder, "-o", page.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains(page + ": no such folder: " + page.getParent());
  }

  @Test
  void pipelineFileInUtf16IsNamed() throws IOException {
    Path file = write("source: x\n", UTF_16LE);

    assertThat(CommandRun.of("check", file.toString()).errLines())
        .first()
        .isEqualTo("crashtag: " + file + ": the text is UTF-16; save it as UTF-8");
  }

  @Test
  void headerMayBeUtf8OrUtf16() throws IOException {
    String header = "\uFEFFtypedef struct _LOG { unsigned int Sequence; } LOG;\n";
    for (Charset charset : List.of(UTF_8, UTF_16LE, java.nio.charset.StandardCharsets.UTF_16BE)) {
      Path file = Files.write(folder.resolve("log.h"), header.getBytes(charset));
      CommandRun run = CommandRun.of("layout", file.toString(), "LOG");

      assertThat(run.exitCode()).as(charset + run.err()).isZero();
      assertThat(run.out()).contains("Sequence");
    }
  }
}
