package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crashtag.tag.KnownTags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodersCommandTest {
  @Test
  void decodersAndEveryKnownTagAreListed() {
    CommandRun run = CommandRun.of("decoders");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.outLines())
        .containsSequence("  kmdf 1: KMDF's list of drivers", "    tables: kmdf_drivers")
        .containsSequence(
            "  f87e4a4c-c5a1-4d2f-bff0-d5de63a5e4c3  kmdf",
            "    KMDF: list of drivers; decoded by kmdf")
        .allMatch(line -> line.length() <= 80);
    for (KnownTags.Line line : KnownTags.builtIn().lines()) {
      assertThat(run.outLines()).contains("  " + line.tags() + "  " + line.known().name());
    }
  }

  @Test
  void usersTagsAreListedToo(@TempDir Path folder) throws IOException {
    Path names = folder.resolve("names.tsv");
    Files.writeString(names, "11111111-2222-3333-4444-555555555555\tmine\tour driver\n");

    assertThat(CommandRun.of("decoders", "--tags", names.toString()).outLines())
        .containsSequence("  11111111-2222-3333-4444-555555555555  mine", "    our driver");
  }

  @Test
  void missingListIsTold() {
    CommandRun run = CommandRun.of("decoders", "--tags", "/no/such/file");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines()).containsExactly("crashtag: no such file: /no/such/file");
  }
}
