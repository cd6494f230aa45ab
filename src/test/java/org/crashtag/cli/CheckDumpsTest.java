package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.sample.Fleet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The declarations of a pipeline file, tried on dumps. */
class CheckDumpsTest {
  private static final String PIPELINE = "pipelines/eventlog.yaml";

  @TempDir private static Path fleet;

  @BeforeAll
  static void makeDumps() throws IOException {
    Fleet.write(fleet, 8, 1, 0, done -> {});
  }

  @Test
  void declaredTableIsShownWithItsTypes() {
    CommandRun run = CommandRun.of("check", PIPELINE);

    assertThat(run.exitCode()).isZero();
    assertThat(run.outLines())
        .startsWith("acmenet_events", "   dump_id text", "   ordinal bigint")
        .anyMatch(line -> line.startsWith("dumps: dump_id "))
        .noneMatch(line -> line.startsWith("acmenet_events:"));
    assertThat(run.outLines()).contains("   time timestamp", "   torn boolean");
    assertThat(run.out())
        .containsPattern(
            "\\n\\nNo faults\\. The file declares 1 table\\.\\n"
                + "A run also writes the [0-9]+ built-in tables above\\.\\n$");
  }

  @Test
  void firstRowsOfEachDumpAreShown() {
    CommandRun run = CommandRun.of("check", PIPELINE, fleet.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.outLines())
        .contains(
            "   acmenet_events: 64 records",
            "   acmenet_events: this dump has no blob with the tag"
                + " {E7E47106-5A1C-4D3E-9B77-2F60C1A8D905}")
        .contains("     event                     EventSend")
        .last()
        .isEqualTo("acmenet_events: 192 records in 3 of 8 dumps");
  }

  /** A header whose layout depends on a macro of the driver's project. */
  @Test
  void macrosOfTheCommandLineTakePrecedence() throws IOException {
    Path folder = Files.createDirectory(fleet.resolve("own"));
    Path header =
        Files.writeString(
            folder.resolve("a.h"),
            """
            typedef struct _ENTRY {
            #if DBG
                ULONG Line;
            #endif
                ULONG Code;
            } ENTRY;
            """);
    Path file =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            decode:
              - tag: "{E7E47106-5A1C-4D3E-9B77-2F60C1A8D905}"
                table: own
                header: a.h
                define: {DBG: 0}
                record: ENTRY
            """);

    CommandRun plain = CommandRun.of("check", file.toString());
    CommandRun checked = CommandRun.of("check", "-D", "DBG=1", file.toString());
    CommandRun debug = CommandRun.of("layout", "-DDBG", header.toString(), "ENTRY");
    CommandRun release = CommandRun.of("layout", "-D", "DBG=0", header.toString(), "ENTRY");
    CommandRun wrong = CommandRun.of("layout", "-D", "1DBG", header.toString(), "ENTRY");

    assertThat(plain.outLines()).contains("   code bigint").doesNotContain("   line bigint");
    assertThat(checked.outLines()).contains("   code bigint", "   line bigint");
    assertThat(debug.outLines()).first().isEqualTo("_ENTRY (x64): 0x8 bytes");
    assertThat(release.outLines()).first().isEqualTo("_ENTRY (x64): 0x4 bytes");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("-D 1DBG: \"1DBG\" is not the name of a macro");
    Files.delete(file);
    Files.delete(header);
    Files.delete(folder);
  }

  @Test
  void inputThatIsNoDumpIsTold() throws IOException {
    Path other = Files.writeString(fleet.resolve("notes.txt"), "no dump");

    CommandRun run = CommandRun.of("check", PIPELINE, other.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(1);
    Files.delete(other);
  }

  @Test
  void faultyFileIsNotTried() throws IOException {
    Path faulty = Files.writeString(fleet.resolve("faulty.yaml"), "sauce: x\n");

    CommandRun run = CommandRun.of("check", faulty.toString(), fleet.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).isEqualTo(List.of(run.errLines().get(0)));
    assertThat(run.err()).contains(faulty + ":1:1: unknown key \"sauce\"");
    assertThat(run.out()).isEmpty();
    Files.delete(faulty);
  }
}
