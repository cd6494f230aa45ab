package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.kmdf.KmdfDriversDecoder;
import org.crashtag.storage.LocalStorage;
import org.crashtag.tag.TaggedBlob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildCommandTest {
  @TempDir private Path folder;
  private String archive;
  private String output;

  @BeforeEach
  void runOnce() {
    archive = folder.resolve("archive").toString();
    output = folder.resolve("tables").toString();
    CommandRun.of("sample", archive, "--dumps", "40", "--seed", "3");
    CommandRun run = CommandRun.of("run", "--input", archive, "--output", output, "--tag", "kmdf");
    assertThat(run.exitCode()).as(run.err()).isIn(ExitCode.DONE, ExitCode.TOO_MANY_REJECTS);
  }

  private String ask(String question) {
    CommandRun answer = CommandRun.of("sql", "--output", output, "--format", "csv", question);
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    return answer.out().replace("\r", "").strip();
  }

  private CommandRun rebuild(String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "rebuild";
    words[1] = "--output";
    words[2] = output;
    System.arraycopy(more, 0, words, 3, more.length);
    return CommandRun.of(words);
  }

  @Test
  void saysWhatWasDoneAndThatNothingIsLeft() {
    assertThat(ask("SELECT count(*) AS n FROM machines")).isEqualTo("n\n0");

    CommandRun first = rebuild();

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("replaces 1 run\n")
        .containsPattern("decoded again: [1-9][0-9]* dumps from the archive, 0 from kept blobs");
    assertThat(first.outLines()).allMatch(line -> line.replace(output, "tables").length() <= 80);
    assertThat(ask("SELECT count(*) > 0 AS n FROM machines")).isEqualTo("n\ntrue");
    CommandRun again = rebuild();
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).isEqualTo("nothing to decode again: all rows are up to date\n");
  }

  /** Only authors of decoders need to know what their version is for. */
  @Test
  void decodersOfUsersAreToldFromThoseOfTheProgram() {
    Decoder own =
        new TagDecoder("own", 1, "a decoder of a user's", Guid.NIL, KmdfDriversDecoder.TABLE) {
          @Override
          public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
            // Only its class counts here.
          }
        };

    assertThat(RebuildCommand.hasPlugIn(Decoders.load())).isFalse();
    assertThat(RebuildCommand.hasPlugIn(Decoders.load().withFirst(List.of(own)))).isTrue();
  }

  @Test
  void recordsDeclaredLaterAreDecoded() {
    CommandRun run = rebuild("pipelines/eventlog.yaml");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(ask("SELECT count(*) > 0 AS n FROM acmenet_events")).isEqualTo("n\ntrue");
    assertThat(ask("SELECT count(*) > 0 AS n FROM kmdf_drivers")).isEqualTo("n\ntrue");
  }

  @Test
  void whatIsOutOfReachStays() throws IOException {
    String drivers = ask("SELECT * FROM kmdf_drivers ORDER BY ALL");
    new LocalStorage().delete(archive);

    CommandRun run = rebuild();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("[0-9]+ dumps keep their rows: neither they nor kept blobs");
    assertThat(ask("SELECT * FROM kmdf_drivers ORDER BY ALL")).isEqualTo(drivers);
  }

  @Test
  void runCanMergeWhatItAndEarlierRunsWrote() {
    String more = folder.resolve("more").toString();
    CommandRun.of("sample", more, "--dumps", "40", "--seed", "4");

    CommandRun run =
        CommandRun.of("run", "--input", more, "--output", output, "--tag", "kmdf", "--compact");

    assertThat(run.out()).contains("replaces 2 runs\n");
    CommandRun again =
        CommandRun.of("run", "--input", more, "--output", output, "--tag", "kmdf", "--compact");
    assertThat(again.out()).contains("nothing to merge\n");
  }

  @Test
  void anEmptyFolderAndFaultyOptionsAreNamed() {
    CommandRun none = CommandRun.of("rebuild", "--output", folder.resolve("none").toString());
    assertThat(none.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(none.err()).contains("no committed run here");
    assertThat(rebuild("--batch", "0").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(rebuild("--tag", "no-such-tag").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(rebuild("--private", "keep").err()).contains("--private hash");
    assertThat(rebuild("--no-such-option").err()).contains("--no-such-option");
  }
}
