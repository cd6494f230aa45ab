package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command says, and pages of little or nothing; {@link ReportPageTest} has a fleet's. */
class ReportCommandTest {
  @TempDir private static Path folder;

  private static Path tables;
  private static Path pageOfRun;

  @BeforeAll
  static void runOverOneDump() throws IOException {
    Path dump = folder.resolve("a.dmp");
    DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).bugCheck(0xD1, 1, 2, 0, 4).image().write(dump);
    tables = folder.resolve("tables");
    pageOfRun = folder.resolve("run.html");
    CommandRun run =
        CommandRun.of("run", "--input=" + dump, "--output=" + tables, "--report-html=" + pageOfRun);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private static CommandRun report(Path page, String... more) {
    String[] words = new String[more.length + 4];
    words[0] = "report";
    words[1] = "--output=" + tables;
    words[2] = "-o";
    words[3] = page.toString();
    System.arraycopy(more, 0, words, 4, more.length);
    return CommandRun.of(words);
  }

  @Test
  void runWritesThePageOfReport() throws IOException {
    Path page = folder.resolve("report.html");
    CommandRun run = report(page);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(page).hasSameTextualContentAs(pageOfRun);
    assertThat(Files.readString(page)).contains("1 crash ", "Is it getting worse?");
  }

  @Test
  void nothingButWhatIsInlineIsAllowed() throws IOException {
    String html = Files.readString(pageOfRun);
    assertThat(html)
        .contains(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;;")
        .doesNotContain("unsafe-", "src=\"http", "url(http");
  }

  @Test
  void folderWithoutARunReplacesThePageWithOneThatSaysSo() throws IOException {
    Path page = Files.writeString(folder.resolve("old.html"), "last night's");
    CommandRun run = CommandRun.of("report", "--output=" + folder, "-o", page.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("no committed run here");
    assertThat(Files.readString(page))
        .contains("No run is committed in this folder.")
        .doesNotContain("last night's", "Is it getting worse?");
  }

  @Test
  void conditionThatNoDumpMeetsIsAPageThatSaysSo() throws IOException {
    Path page = folder.resolve("where.html");
    CommandRun run = report(page, "--where=os_build < 0");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.readString(page))
        .contains("No dump meets the condition.", "os_build &lt; 0")
        .doesNotContain("Is it getting worse?");
  }

  @ParameterizedTest
  @CsvSource({
    "--where=no_column = 1, no_column",
    "--where=os_build >, --where:",
    "--where=1 = 1; DROP TABLE dumps, expects one condition",
    "--where=os_build = $build, has no parameters",
    "--baseline=yesterday, expects a day",
    "--baseline=2999-01-01, is later than the newest run"
  })
  void faultyOptionIsNamedAndNoPageIsWritten(String option, String words) {
    Path page = folder.resolve("faulty.html");
    CommandRun run = report(page, option);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errLines()).first().asString().startsWith("crashtag: --").contains(words);
    assertThat(page).doesNotExist();
  }
}
