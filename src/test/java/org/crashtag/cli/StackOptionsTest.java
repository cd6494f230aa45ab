package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crashtag.sample.MachineKind;
import org.crashtag.testing.DumpsWithStacks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Users' own files of facts and of Windows' modules, on the command line and in a pipeline file.
 */
class StackOptionsTest {
  @TempDir private Path folder;
  private String dump;

  @BeforeEach
  void writeDump() throws IOException {
    dump = SampleFiles.write(folder, "a.dmp", DumpsWithStacks.of(MachineKind.X64, 0x7E));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void filesReplaceTheBuiltInOnes() throws IOException {
    assertThat(CommandRun.of("show", dump).out())
        .contains("  signature   0x7E/0x3|nt.exe\n", "  suspect     nt.exe\n");

    String facts = file("facts.tsv", "# none\n0x7E\tfound-later\n");
    String windows = file("windows.txt", "other.sys\n");
    assertThat(
            CommandRun.of("show", "--bugcheck-facts", facts, "--windows-modules", windows, dump)
                .out())
        .contains("  signature   0x7E\n", "  faulting    not known\n");
    assertThat(CommandRun.of("list", "--json", "--bugcheck-facts", facts, dump).out())
        .contains("\"signature\":\"0x7E\"");
  }

  @Test
  void pipelineFileNamesThemFromItsOwnFolder() throws IOException {
    file("facts.tsv", "0x7E\tfound-later\n");
    String pipeline = file("job.yaml", "source: a.dmp\nbugcheck-facts: facts.tsv\n");
    String tables = folder.resolve("tables").toString();
    CommandRun run = CommandRun.of("run", pipeline, "--input", dump, "--output", tables);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(CommandRun.of("sql", "--output", tables, "select signature from dumps").out())
        .contains("0x7E\n");

    file("facts.tsv", "0x7E\tguess\n");
    assertThat(CommandRun.of("check", pipeline).err())
        .contains("job.yaml:2:17: facts.tsv: line 1: unknown fact \"guess\"");
    String none = file("none.yaml", "source: a.dmp\nwindows-modules: none.txt\n");
    assertThat(CommandRun.of("check", none).err()).contains("none.yaml:2:18: ", "none.txt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "7E code 2; expected a hexadecimal number",
        "0x7E guess; unknown fact \"guess\"",
        "0x7E code; code needs a parameter",
        "0x7E code 5; a parameter is a number from 1 to 4",
        "0x7E kind 1; kind has no parameter",
        "0x9F device 2 x; expected a hexadecimal number",
        "0x7E; expected a code, a fact",
        "0x7E code 1 0x1 0x2; expected a code, a fact"
      })
  void faultyLineIsNamed(String line, String message) throws IOException {
    String facts = file("facts.tsv", "# comment\n\n" + line.replace(' ', '\t') + "\n");
    CommandRun run = CommandRun.of("show", "--bugcheck-facts", facts, dump);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("facts.tsv: line 3: " + message);
  }

  @Test
  void factThatIsToldTwiceIsNamed() throws IOException {
    String facts = file("facts.tsv", "0x7E\tcode\t2\n0x7e\tcode\t3\n");
    assertThat(CommandRun.of("show", "--bugcheck-facts", facts, dump).err())
        .contains("line 2: 0x7e has the fact code twice");
  }

  @Test
  void listOfModulesHasOneFileNameALine() throws IOException {
    String windows = file("windows.txt", "ok.sys\nC:\\Windows\\a.sys\n");
    CommandRun run = CommandRun.of("show", "--windows-modules", windows, dump);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("windows.txt: line 2: expected one file name");
  }
}
