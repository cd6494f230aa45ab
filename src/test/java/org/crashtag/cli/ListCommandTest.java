package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.testing.RealDumps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListCommandTest {
  @TempDir private Path folder;

  @Test
  void everyTagIsListedAsADebuggerDoes() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    CommandRun run = CommandRun.of("list", "--bytes", "20", file);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.outLines())
        .startsWith(
            file,
            "   triage dump, x64, build 19041, 0xD1 DRIVER_IRQL_NOT_LESS_OR_EQUAL",
            "{11111111-2222-3333-4444-555555555555} - 0x64 bytes",
            "   000000  41 42 43 1b 45 46 47 48-49 4a 4b 4c 4d 4e 4f 50  ABC.EFGHIJKLMNOP",
            "   000010  51 52 53 54" + " ".repeat(12 * 3 + 2) + "QRST",
            "{65755A40-F146-43EA-8C91-36B85728FD35} - 0x0 bytes  crashdmp",
            "   crashdmp",
            "{F87E4A4C-C5A1-4D2F-BFF0-D5DE63A5E4C3} - 0x70 bytes  kmdf",
            "   KMDF: list of drivers");
    assertThat(run.outLines().get(run.outLines().size() - 1))
        .matches("   4 tags in \\d+ bytes at 0x[0-9a-f]+ \\(computed\\), end: end_of_file");
  }

  @Test
  void bytesSaysHowManyAreShown() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());

    assertThat(hexLines(CommandRun.of("list", "--bytes", "0", file))).isEmpty();
    assertThat(hexLines(CommandRun.of("list", file))).hasSize(2 + 2 + 1);
    assertThat(hexLines(CommandRun.of("list", "--bytes", "all", file))).hasSize(7 + 7 + 1);
    assertThat(hexLines(CommandRun.of("list", "--bytes", "999999999", file))).hasSize(7 + 7 + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "all"})
  void linesFitATerminal(String bytes) throws IOException {
    for (DumpKind kind : DumpKind.values()) {
      for (long code : new long[] {0x1000007EL, 0xFFFFFFFFL, 0xD3, 0x16A, 0x45474150L}) {
        DumpBuilder dump =
            DumpBuilder.of(MachineKind.ARM64, kind)
                .build(4294967295L)
                .bugCheck(code, 0, 0, 0, 0)
                .blob(SampleBlob.of(SampleFiles.UNKNOWN, SampleFiles.LETTERS));
        String file = SampleFiles.write(folder, "a.dmp", dump);

        assertThat(CommandRun.of("list", "--bytes", bytes, file).outLines().stream().skip(1))
            .allMatch(line -> line.length() <= 80);
      }
    }
  }

  @Test
  void jsonIsOneObjectALine() throws IOException {
    SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    SampleFiles.write(folder, "b.dmp", SampleFiles.dump("other"));
    CommandRun run = CommandRun.of("list", "--json", "--bytes", "4", folder.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.outLines()).hasSize(2);
    assertThat(run.outLines().get(0))
        .contains(
            "{\"ordinal\":0,\"tag\":\"11111111-2222-3333-4444-555555555555\",\"offset\":",
            ",\"bytes\":100,\"data\":\"4142431b\",\"kept_bytes\":100}",
            "\"tag_name\":\"kmdf\",\"owner\":\"KMDF: list of drivers\"",
            "\"bugcheck_code\":209",
            "\"bugcheck_p4\":\"0xfffff80000000000\"",
            "\"crash_time\":\"2026-03-17T03:15:22.123456Z\"",
            "\"region_locator\":\"computed\",\"region_end\":\"end_of_file\",\"tag_count\":4,\"signature\":\"0xD1\"}");
    for (String line : run.outLines()) {
      assertIsOneObject(line);
    }
  }

  private static void assertIsOneObject(String line) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      parser.skipChildren();
      assertThat(parser.nextToken()).isNull();
    }
  }

  @Test
  void controlCharactersOfAPathAreEscaped() throws IOException {
    String file = SampleFiles.write(folder, "a\u001b[2J\n.dmp", SampleFiles.dump());
    CommandRun run = CommandRun.onTerminal("list", "--bytes", "0", file);

    assertThat(run.outLines().get(0)).endsWith("a\\x1b[2J\\n.dmp\u001b[0m").startsWith("\u001b[1m");
    assertThat(CommandRun.of("list", file).out()).doesNotContain("\u001b");
    assertThat(CommandRun.of("list", "gone\u001b[2J").err()).doesNotContain("\u001b");
  }

  @Test
  void usersNamesAreTakenFromTheirFile() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    Path names =
        Files.writeString(
            folder.resolve("names.tsv"), SampleFiles.UNKNOWN + "\tmine\u0007\tour driver\n");

    assertThat(CommandRun.of("list", "--tags", names.toString(), file).out())
        .contains(" - 0x64 bytes  mine\\x07\n   our driver\n");

    Files.writeString(names, "nothing\n");
    CommandRun faulty = CommandRun.of("list", "--tags", names.toString(), file);
    assertThat(faulty.exitCode()).isEqualTo(2);
    assertThat(faulty.errLines().get(0)).startsWith("crashtag: " + names + ": line 1: ");
  }

  @Test
  void realDumpIsListed() throws IOException {
    RealDumps.assumePresent();
    List<String> headings = new ArrayList<>();
    for (RealDumps.Expected expected : RealDumps.expected()) {
      CommandRun run = CommandRun.of("list", "--bytes", "0", "../shared/dumps/" + expected.file());
      headings.add(run.outLines().get(1));

      assertThat(run.exitCode()).isZero();
      assertThat(run.outLines())
          .filteredOn(line -> line.startsWith("{"))
          .hasSameSizeAs(expected.objects("tags"));
      assertThat(run.outLines()).allMatch(line -> line.length() <= 80);
    }
    assertThat(headings).allMatch(line -> line.startsWith("   triage dump, "));
  }

  private static List<String> hexLines(CommandRun run) {
    return run.outLines().stream().filter(line -> line.matches(" {3}[0-9a-f]{6}  .*")).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"max-ratio", "max-members", "max-depth", "max-seconds", "max-member-bytes"})
  void limitsArePositive(String limit) {
    CommandRun run = CommandRun.of("list", "--" + limit, "0", folder.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errLines().get(0))
        .isEqualTo("crashtag: --" + limit + " expects a number of at least 1, not 0");
  }
}
