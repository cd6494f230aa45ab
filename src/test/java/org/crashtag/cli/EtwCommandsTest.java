package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.EtwEvent;
import org.crashtag.sample.EtwLogger;
import org.crashtag.sample.EtwMessage;
import org.crashtag.sample.EtwTrace;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.ReportedEventPayload;
import org.crashtag.sample.SampleBlob;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces in the commands that a user runs. */
class EtwCommandsTest {
  private static final Instant CRASH = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant BOOT = CRASH.minusSeconds(3600);
  private static final Guid SERVICES = Guid.constant("555908d1-a6d7-4695-8e1e-26931d2012f4");
  private static final Guid NOBODYS = Guid.constant("0ddba115-9999-4c77-b1e0-91f7c2d4ee0a");

  @TempDir private static Path folder;
  private static Path dump;
  private static Path tables;

  @BeforeAll
  static void run() throws IOException {
    byte[] report =
        ReportedEventPayload.of(
            CRASH.minusSeconds(8),
            0x40001B85L,
            "Service Control Manager",
            new byte[0],
            List.of("acmenet", "C:\\Users\\alice\\acmenet.sys"),
            new byte[0]);
    EtwLogger log =
        new EtwLogger("EventLog-System", 9, 0, EtwLogger.SYSTEM_TIME, 65_536, BOOT, BOOT, 0);
    log.add(new EtwEvent(SERVICES, at(8)).reported(report).toBytes());
    log.add(new EtwEvent(NOBODYS, at(5)).level(2).payload(new byte[] {1, 2}).toBytes());
    log.add(new EtwEvent(NOBODYS, at(900)).payload(new byte[] {3}).toBytes());
    log.add(EtwMessage.of(NOBODYS, 10, at(3), 4, 8, new byte[] {7}));
    log.add(EtwMessage.of(NOBODYS, 10, at(2), 4, 8, new byte[] {8}));
    dump = folder.resolve("a.dmp");
    tables = folder.resolve("tables");
    DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .bugCheck(0xD1, 1, 2, 0, 4)
        .systemTime(CRASH)
        .blob(
            SampleBlob.of(
                EtwTrace.TAG, new EtwTrace(22621, 3000, BOOT, 10_000_000).add(log).toBytes()))
        .image()
        .write(dump);
    CommandRun run =
        CommandRun.of("run", "--input", dump.toString(), "--output", tables.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private static long at(int secondsBefore) {
    return FileTime.of(CRASH.minusSeconds(secondsBefore));
  }

  private static CommandRun sql(Path output, String question) {
    return CommandRun.of("sql", "--output", output.toString(), "--format", "csv", question);
  }

  @Test
  void pageShowsTheLastEventsOfADump() {
    CommandRun run = CommandRun.of("show", "--tag", "etw", dump.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.outLines())
        .containsSubsequence(
            "[the last 40 events of each logger, newest last]",
            "   900.000  EventLog-System   0ddba115... 0",
            "     8.000  EventLog-System   Service Control Manager 7045  acmenet, C:\\Users...",
            "     5.000  EventLog-System E 0ddba115... 0")
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void csvShowsTheTableThatIsNamed() {
    assertThat(
            CommandRun.of("show", "--tag", "etw_loggers", "--format", "csv", dump.toString())
                .outLines())
        .hasSize(2)
        .last()
        .asString()
        .contains(",EventLog-System,9,", ",system_time,65536,1,1,3,2,0,");
  }

  @Test
  void listOfProvidersNamesThem() throws IOException {
    Path list = Files.writeString(folder.resolve("providers.tsv"), NOBODYS + "\tAcme.Nobody\n");

    assertThat(
            CommandRun.of("show", "--tag", "etw", "--providers", list.toString(), dump.toString())
                .out())
        .contains("E Acme.Nobody 0");
  }

  @Test
  void faultyListOfProvidersIsRefused() throws IOException {
    Path list = Files.writeString(folder.resolve("faulty.tsv"), "# ours\nAcme\tA\n");
    CommandRun show = CommandRun.of("show", "--providers", list.toString(), dump.toString());
    CommandRun run =
        CommandRun.of("run", "--providers", list.toString(), "--input", dump.toString());

    assertThat(List.of(show, run))
        .allMatch(refused -> refused.exitCode() == 2)
        .allMatch(refused -> refused.err().contains("faulty.tsv: line 2: no GUID: Acme"));
  }

  @Test
  void questionsAreAnswered() {
    assertThat(sql(tables, "pipelines/sql/installed-services.sql").outLines())
        .containsExactly(
            "service,bugcheck_name,crashes,median_seconds_before",
            "acmenet,DRIVER_IRQL_NOT_LESS_OR_EQUAL,1,8.0");
    assertThat(sql(tables, "pipelines/sql/last-providers.sql").outLines())
        .containsExactly(
            "bugcheck_name,provider,warnings,events,crashes",
            "DRIVER_IRQL_NOT_LESS_OR_EQUAL," + NOBODYS + ",1,1,1",
            "DRIVER_IRQL_NOT_LESS_OR_EQUAL,Service Control Manager,0,1,1");
  }

  @Test
  void pipelineFileAsksForARowAMessage() throws IOException {
    Path all = folder.resolve("all");
    Path file =
        Files.writeString(
            folder.resolve("etw.yaml"),
            "source: "
                + dump.toString().replace('\\', '/')
                + "\noutput: "
                + all.toString().replace('\\', '/')
                + "\netw: {messages: all, payloads: hex}\n");
    CommandRun run = CommandRun.of("run", file.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    String question = "SELECT count, tid FROM etw_messages";
    assertThat(sql(all, question).outLines()).containsExactly("count,tid", "1,8", "1,8");
    assertThat(sql(tables, question).outLines()).containsExactly("count,tid", "2,");
  }

  @Test
  void usersNamesDontLeaveUnasked() {
    assertThat(sql(tables, "SELECT fields FROM etw_events").out())
        .contains("acmenet.sys")
        .doesNotContain("alice");
  }
}
