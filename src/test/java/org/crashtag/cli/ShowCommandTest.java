package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.crashtag.bytes.Guid;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SmbiosBlob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTest {
  @TempDir private Path folder;

  @Test
  void textIsReadyForADebugger() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    CommandRun run = CommandRun.of("show", file);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.outLines())
        .contains(
            file,
            "  windows     build 19041, workstation",
            "  machine     x64, 8 processors",
            "  bug check   0xD1 DRIVER_IRQL_NOT_LESS_OR_EQUAL",
            "    1         0x0000000000000010",
            "    4         0xfffff80000000000",
            "  crash time  2026-03-17T03:15:22.123456Z, up 1 d 2:03:04")
        .containsSequence(
            "[FxLibraryGlobals.BugCheckDriverInfo]",
            "!drvobj Wdf01000 7                 (1.13.0)",
            "!drvobj acpiex 7                   (1.11.0)     "
                + "dx ((Wdf01000!_FX_DRIVER_GLOBALS*)0xffffe0000055ac90)",
            "");
  }

  @Test
  void hostileNameCantCommandADebuggerOrATerminal() throws IOException {
    String file =
        SampleFiles.write(
            folder, "a.dmp", SampleFiles.dump("x;.shell rm", "a\n.reboot", "\u001b[2J"));
    CommandRun run = CommandRun.of("show", file);

    assertThat(run.out()).doesNotContain("\u001b");
    assertThat(run.outLines())
        .contains(
            "* !drvobj x;.shell rm 7            (1.1.0)",
            "* !drvobj a\\n.reboot 7              (1.1.0)")
        .noneMatch(line -> line.startsWith(".reboot"));
  }

  @Test
  void jsonIsOneObjectADump() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    CommandRun run = CommandRun.of("show", "--format", "json", file);

    assertThat(run.outLines()).hasSize(1);
    assertThat(run.out())
        .contains(
            "\"uptime_seconds\":93784.0",
            "\"kmdf_drivers\":[{\"ordinal\":2,\"entry\":0,\"driver\":\"Wdf01000\","
                + "\"kmdf_version\":\"1.13.0\",\"kmdf_major\":1,\"kmdf_minor\":13,"
                + "\"kmdf_build\":0,\"globals\":\"0x0000000000000000\"},{");
  }

  @Test
  void csvIsOneTable() throws IOException {
    String file = SampleFiles.write(folder, "a,b.dmp", SampleFiles.dump("a\"b"));
    CommandRun run = CommandRun.of("show", "--format", "csv", "--tag", "kmdf", file);

    assertThat(run.out().split("\r\n", -1))
        .hasSize(1 + 3 + 1)
        .contains(
            "source,dump_id,ordinal,entry,driver,kmdf_version,kmdf_major,kmdf_minor,kmdf_build,"
                + "globals")
        .anyMatch(
            line ->
                line.startsWith("\"" + file + "\",")
                    && line.endsWith(",2,2,\"a\"\"b\",1.1.0,1,1,0,0x0000000000000000"));
  }

  @Test
  void onlyTheTagAskedForIsShown() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());

    assertThat(CommandRun.of("show", "--tag", "smbios", file).out())
        .contains("bug check")
        .doesNotContain("drvobj");
    assertThat(CommandRun.of("show", "--tag", "kmdf_drivers", file).out()).contains("drvobj");
  }

  @Test
  void tagThatADumpLacksIsSaid() throws IOException {
    String without = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    CommandRun run = CommandRun.of("show", "--tag", "smbios", without);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errLines())
        .containsExactly("crashtag: " + without + ": no tag smbios in this dump");

    String with =
        SampleFiles.write(
            folder,
            "b.dmp",
            SampleFiles.dump().blob(SmbiosBlob.TAG, new SmbiosBlob(3, 0).toBytes()));
    CommandRun both =
        CommandRun.of(
            "show", "--format", "json", "--tag", "machines", "--tag", "kmdf", with, without);
    assertThat(both.exitCode()).isZero();
    assertThat(both.errLines())
        .containsExactly("crashtag: " + without + ": no tag machines in this dump");
  }

  @Test
  void tagThatNothingDecodesIsSaid() throws IOException {
    String tag = "11111111-2222-3333-4444-555555555555";
    String file =
        SampleFiles.write(
            folder, "a.dmp", SampleFiles.dump().blob(Guid.constant(tag), new byte[4]));
    CommandRun run = CommandRun.of("show", "--tag", tag, file);

    assertThat(run.exitCode()).isZero();
    assertThat(run.errLines())
        .containsExactly(
            "crashtag: "
                + file
                + ": nothing decodes the tag "
                + tag
                + "; \"crashtag extract\" writes its bytes");
  }

  @Test
  void fieldsThatNobodyWroteAreSaidToBeSo() throws IOException {
    String file =
        SampleFiles.write(
            folder, "a.dmp", DumpBuilder.of(MachineKind.X86, DumpKind.HEADER).noRegion());
    CommandRun run = CommandRun.of("show", file);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            "  bug check   (not written)\n",
            "  windows     build (not written)\n",
            "    1         (not written)\n",
            "  crash time  (not written)\n",
            "  tags        no tagged region\n");
  }

  @Test
  void rejectsAreTold() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump().cutLastBlob(1));
    CommandRun run = CommandRun.of("show", file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("!drvobj acpiex");
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err())
        .startsWith("crashtag: " + file + ": truncated at 0x")
        .contains("the blob claims 3 bytes, 2 are there");
  }
}
