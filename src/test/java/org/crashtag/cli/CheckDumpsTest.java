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
        .containsSequence("acmenet_events", "   dump_id text", "   ordinal bigint");
    assertThat(run.outLines()).contains("   time timestamp", "   torn boolean");
  }

  @Test
  void firstRowsOfEachDumpAreShown() {
    CommandRun run = CommandRun.of("check", PIPELINE, fleet.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.outLines()).contains("   acmenet_events: 64 rows", "   acmenet_events: 0 rows");
    assertThat(run.out()).contains("event=EventSend", "sequence=");
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
