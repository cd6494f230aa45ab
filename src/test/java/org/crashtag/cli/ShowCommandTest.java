package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.crashtag.bytes.Guid;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.sample.SampleModule;
import org.crashtag.sample.SampleStack;
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

  private String dumpWithStack() throws IOException {
    long nt = 0xFFFFF80000000000L;
    long acme = 0xFFFFF80010000000L;
    long top = 0xFFFFF88000001000L;
    SampleStack stack =
        new SampleStack(MachineKind.X64, 19041)
            .top(top)
            .word(acme + 0x3000)
            .interrupted(acme + 0x2345, top + 6 * 8)
            .word(nt + 0x4567)
            .call(nt + 0x4567)
            .word(acme + 0x1999)
            .noCall(acme + 0x1999)
            .context(nt + 0x1111, top, 0)
            .process("backup.exe", 1234)
            .thread(1234, 5678, top - 0x1000, top + 0x1000);
    DumpBuilder builder =
        SampleFiles.dump()
            .bugCheck(0xD1, 0x10, 2, 0, acme + 0x2345)
            .module(new SampleModule("ntoskrnl.exe", nt, 0x1000000, 0, 1_600_000_000L))
            .module(new SampleModule("acme\u001b.sys", acme, 0x8000, 0, 1_600_000_000L))
            .stack(stack);
    return SampleFiles.write(folder, "a.dmp", builder);
  }

  @Test
  void whoCrashedComesFirst() throws IOException {
    CommandRun run = CommandRun.of("show", dumpWithStack());

    assertThat(run.outLines().subList(1, 6))
        .containsExactly(
            "  signature   0xD1|acme\\x1b.sys",
            "  faulting    acme\\x1b.sys+0x2345, by parameter",
            "  suspect     acme\\x1b.sys",
            "  process     backup.exe, process 1234, thread 5678, on the thread's stack",
            "  dump        triage, PAGEDU64, id " + dumpId(run));
    assertThat(run.out()).doesNotContain("residue");
  }

  private static String dumpId(CommandRun run) {
    return run.out().replaceAll("(?s).*, id ([0-9a-f]{32}).*", "$1");
  }

  @Test
  void framesAreShownMostReliableFirst() throws IOException {
    CommandRun run = CommandRun.of("show", "--tag", "stack", dumpWithStack());

    assertThat(run.outLines())
        .containsSequence(
            "Stack, most reliable first. About two out of three scanned frames are residue.",
            "parameter  0xfffff80010002345  acme\\x1b.sys+0x2345",
            "context    0xfffff80000001111  ntoskrnl.exe+0x1111",
            "scan       0xfffff80010003000  acme\\x1b.sys+0x3000  code not in the dump, handling of"
                + " the crash",
            "scan       0xfffff80010002345  acme\\x1b.sys+0x2345  code not in the dump, handling of"
                + " the crash",
            "scan       0xfffff80000004567  ntoskrnl.exe+0x4567  after a call",
            "scan       0xfffff80010001999  acme\\x1b.sys+0x1999  not after a call",
            "");
    assertThat(run.out()).doesNotContain("drvobj");
  }

  @Test
  void framesAreATableAndAnArray() throws IOException {
    String file = dumpWithStack();

    assertThat(CommandRun.of("show", "--format", "csv", "--tag", "stack", file).out().split("\r\n"))
        .hasSize(1 + 6)
        .startsWith(
            "source,dump_id,entry,trust,address,stack_address,module,module_offset,code_checked")
        .anyMatch(
            line ->
                line.endsWith(
                    ",4,scan,0xfffff80000004567,0xfffff88000001030,ntoskrnl.exe,17767,true"));
    assertThat(CommandRun.of("show", "--format", "json", file).out())
        .contains(
            "\"suspect_module\":\"acme\\u001B.sys\"",
            "\"stack_frames\":[{\"entry\":0,\"trust\":\"parameter\","
                + "\"address\":\"0xfffff80010002345\"",
            "\"device_stacks\":[]",
            "\"kmdf_drivers\":[");
    assertThat(CommandRun.of("show", "--format", "json", "--tag", "kmdf", file).out())
        .doesNotContain("stack_frames");
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
            SampleFiles.dump().blob(SampleBlob.of(SmbiosBlob.TAG, new SmbiosBlob(3, 0).toBytes())));
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
            folder,
            "a.dmp",
            SampleFiles.dump().blob(SampleBlob.of(Guid.constant(tag), new byte[4])));
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
