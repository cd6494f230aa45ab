package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.NvidiaData;
import org.crashtag.sample.NvidiaRing;
import org.crashtag.sample.ProtobufMessage;
import org.crashtag.sample.SampleBlob;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Display drivers' data in the commands that a user runs. */
class GraphicsCommandsTest {
  private static final Instant CRASH = Instant.parse("2026-03-01T12:00:00Z");
  private static final long DRIVER = 0xFFFFF80174560000L;
  private static final long CRASH_MICROS = CRASH.getEpochSecond() * 1_000_000;

  @TempDir private static Path folder;
  private static Path dump;

  @BeforeAll
  static void write() throws IOException {
    dump = folder.resolve("a.dmp");
    DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .bugCheck(0x116, 1, 2, 0, 4)
        .systemTime(CRASH)
        .blob(SampleBlob.of(NvidiaData.TAG, data()))
        .image()
        .write(dump);
  }

  private static byte[] data() {
    ProtobufMessage system =
        new ProtobufMessage()
            .message(
                4,
                new ProtobufMessage()
                    .bytes(3, new byte[16])
                    .number(4, 0x1F1510DEL)
                    .number(7, 0x1E211043L))
            .message(5, new ProtobufMessage().number(4, 19045))
            .message(6, new ProtobufMessage().text(2, "566.14").text(3, "r565_00-138"))
            .message(8, new ProtobufMessage().number(1, 0x117))
            .message(
                11,
                new ProtobufMessage()
                    .number(1, 1000)
                    .number(2, 60_000)
                    .number(3, CRASH_MICROS - 3_500_000));
    ProtobufMessage journal =
        new ProtobufMessage()
            .message(
                315,
                new ProtobufMessage()
                    .number(1, 140)
                    .number(4, DRIVER + 0x4711)
                    .number(6, 2)
                    .number(11, 1423))
            .message(320, new ProtobufMessage().number(1, DRIVER))
            .message(330, new ProtobufMessage().number(3, 59_000));
    NvidiaRing ring = new NvidiaRing("1prt", 4096);
    for (int line = 1; line <= 30; line++) {
      ring.add(CRASH.getEpochSecond() - 40 + line, 0xABC, line, line % 2 == 0 ? 0 : 31, line);
    }
    ProtobufMessage log = new ProtobufMessage().number(2, 1L << 29).bytes(7, ring.toBytes());
    NvidiaData data =
        new NvidiaData()
            .message(
                new ProtobufMessage()
                    .message(1, system)
                    .message(2, journal)
                    .message(2, new ProtobufMessage().message(324, log)));
    for (int client = 1; client <= 25; client++) {
      data.client(0xC1D00000L + client, client, "program" + client + ".exe");
      data.device(client, 100 + client).opened(client, 100 + client);
      data.allocation(client, (long) client << 20);
    }
    return data.toBytes();
  }

  @Test
  void nvidiasDataAreOnePage() {
    CommandRun run = CommandRun.of("show", "--tag", "nvidia", "--private", "keep", dump.toString());
    List<String> lines = run.out().lines().toList();

    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(lines)
        .containsSubsequence(
            "[display driver, nvidia]",
            "  driver          566.14  r565_00-138",
            "  card            10de:1f15  00000000000000000000000000000000",
            "  board           1043:1e21",
            "  Windows build   19045",
            "  bug check       0x117",
            "  written         2026-03-01T11:59:56.500Z, 3.500 s before the crash",
            "[processes, by what they seem to hold]",
            "     25.0 MB       1    1  0xc1d00019  program25.exe",
            "     24.0 MB       1    1  0xc1d00018  program24.exe",
            "  and 5 more",
            "[asserts]",
            "2026-03-01T11:59:55.500Z      timeout_v3          nvlddmkm.sys+0x4711",
            "    line 1423  count 2",
            "[the last 20 of 30 log records]",
            "ring  time                        file:line       gpu  arguments",
            "1prt  2026-03-01T11:59:49Z        0x000abc:29     -    1d000000",
            "1prt  2026-03-01T11:59:50Z        0x000abc:30     0    1e000000");
    assertThat(lines).noneMatch(line -> line.contains("program5.exe") || line.contains(":10 "));
  }

  @Test
  void dataOfWhichMuchIsDamagedStillHaveAPage() throws IOException {
    byte[] broken = data();
    broken[broken.length - 1]++;
    Path file = folder.resolve("broken.dmp");
    DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .blob(SampleBlob.of(NvidiaData.TAG, broken))
        .image()
        .write(file);
    CommandRun run = CommandRun.of("show", "--tag", "nvidia", file.toString());

    assertThat(run.out()).contains("  complete        no: not all of the data could be read");
    assertThat(run.err()).contains("expected a record");
  }
}
