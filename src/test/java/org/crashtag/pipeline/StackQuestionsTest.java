package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Guid;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.sample.SampleModule;
import org.crashtag.sample.SampleStack;
import org.crashtag.sample.SmbiosBlob;
import org.crashtag.sql.Question;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The questions about who crashed, asked of crashes that are written for them. */
class StackQuestionsTest {
  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
  private static final long NT = 0xFFFFF80000000000L;
  private static final long ACME = 0xFFFFF80010000000L;
  private static final long OTTER = 0xFFFFF80020000000L;
  private static final long TOP = 0xFFFFF88000001000L;
  private static final long SECONDS_PER_DAY = 86_400;

  @TempDir private Path folder;
  private Path archive;

  @BeforeEach
  void makeArchive() throws IOException {
    archive = Files.createDirectories(folder.resolve("archive"));
  }

  /** A crash of a machine, with ordinary values by default. */
  private final class Crash {
    private final int machine;
    private final int hour;
    private long code = 0xD1;
    private long instruction = ACME + 0x2000;
    private int acmeDay = 18_000;
    private boolean hasOtter;
    private String bios = "1.0";

    Crash(int machine, int hour) {
      this.machine = machine;
      this.hour = hour;
    }

    Crash code(long value) {
      code = value;
      return this;
    }

    Crash at(long address) {
      instruction = address;
      return this;
    }

    Crash acmeOf(int day) {
      acmeDay = day;
      return this;
    }

    Crash withOtter() {
      hasOtter = true;
      return this;
    }

    Crash bios(String version) {
      bios = version;
      return this;
    }

    void write() throws IOException {
      Guid uuid = Guid.constant("4c4c4544-0000-1000-8000-00000000000" + machine);
      SmbiosBlob smbios =
          new SmbiosBlob(3, 2)
              .bios("Acme", bios, "03/04/2024")
              .system("Acme", "Anvil", "1", "SER000" + machine, uuid, "SKU", "Anvil");
      DumpBuilder builder =
          DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
              .build(19041)
              .bugCheck(code, machine, 2, 0, instruction)
              .systemTime(START.plus(Duration.ofHours(hour)))
              .upTime(100_000_000)
              .module(new SampleModule("ntoskrnl.exe", NT, 0x800000, 0, 0xF000_0000L))
              .module(new SampleModule("acme.sys", ACME, 0x8000, 0, acmeDay * SECONDS_PER_DAY))
              .stack(
                  new SampleStack(MachineKind.X64, 19041)
                      .top(TOP)
                      .word(ACME + 0x3000)
                      .process("backup.exe", 40)
                      .thread(40, 44, TOP - 0x1000, TOP + 8))
              .blob(SampleBlob.of(SmbiosBlob.TAG, smbios.toBytes()));
      if (hasOtter) {
        builder.module(new SampleModule("otter.sys", OTTER, 0x8000, 0, 1_600_000_000L));
      }
      builder.image().write(archive.resolve(machine + "-" + hour + ".dmp"));
    }
  }

  private List<String> ask(String name, Map<String, String> values) throws Exception {
    Path tables = folder.resolve("tables");
    if (!Files.exists(tables)) {
      TestRuns.run(TestRuns.options(List.of(archive.toString()), tables, 1));
    }
    String text = Files.readString(Path.of("pipelines/sql", name + ".sql"), UTF_8);
    return TestRuns.ask(tables, Question.of(text).statements(values).get(0));
  }

  private List<String> ask(String name) throws Exception {
    return ask(name, Map.of());
  }

  @Test
  void signaturesHaveSpansAndMachines() throws Exception {
    new Crash(1, 0).write();
    new Crash(1, 30).write();
    new Crash(2, 60).write();
    new Crash(2, 61).at(NT + 0x2000).write();
    assertThat(ask("top-signatures"))
        .containsExactly(
            "0xD1|acme.sys|3|2|1|2026-06-01|2026-06-03",
            "0xD1|ntoskrnl.exe|1|1|1|2026-06-03|2026-06-03");
    assertThat(ask("processes")).containsExactly("backup.exe|4|2|2");
  }

  /** Of a vendor's bug check nobody knows whether the machine went on: it counts as a crash. */
  @Test
  void bugCheckWithoutAPublishedNameIsACrash() throws Exception {
    new Crash(1, 0).code(0xA0000001L).write();
    new Crash(1, 10).code(0xA0000001L).write();
    assertThat(ask("worst-machines")).singleElement().asString().contains("|Anvil|2|10.0");
    assertThat(ask("crashes-by-model")).containsExactly("Acme|Anvil|1.0|1|2");
    assertThat(ask("bug-checks")).singleElement().asString().startsWith("null|2|1|");
    assertThat(ask("bug-checks-by-week")).singleElement().asString().endsWith("|null|2");
    assertThat(ask("driver-lifetimes")).hasSize(2).allMatch(row -> row.contains("|2026-06-01|"));
  }

  @Test
  void memoryDumpOfACrashDoesNotCountAsAnotherSignature() throws Exception {
    new Crash(1, 0).write();
    DumpBuilder.of(MachineKind.X64, DumpKind.FULL)
        .build(19041)
        .bugCheck(0xD1, 1, 2, 0, ACME + 0x2000)
        .systemTime(START)
        .upTime(100_000_000)
        .pages(1)
        .image()
        .write(archive.resolve("MEMORY.DMP"));
    assertThat(ask("top-signatures")).containsExactly("0xD1|acme.sys|1|1|1|2026-06-01|2026-06-01");
  }

  @Test
  void modulesAreCountedByWeekAndByBuild() throws Exception {
    new Crash(1, 0).write();
    new Crash(2, 24).acmeOf(18_500).write();
    new Crash(2, 24 * 7).acmeOf(18_500).write();
    new Crash(3, 24 * 7).acmeOf(18_500).at(NT + 0x2000).code(0x4A).write();
    assertThat(ask("faulting-modules-by-week"))
        .containsExactly("2026-06-08|acme.sys|1|1", "2026-06-01|acme.sys|2|2");
    assertThat(ask("suspects-by-week"))
        .containsExactly("2026-06-08|acme.sys|2|2", "2026-06-01|acme.sys|2|2");
    assertThat(ask("faulting-modules-by-build"))
        .containsExactly(
            "acme.sys|2020-08-26|1598400000|32768|2|3", "acme.sys|2019-04-14|1555200000|32768|1|1");
    assertThat(ask("suspects-by-build"))
        .containsExactly(
            "acme.sys|2020-08-26|1598400000|32768|3|3", "acme.sys|2019-04-14|1555200000|32768|1|1");
  }

  @Test
  void buildsAreComparedByTheMachinesThatHadThem() throws Exception {
    new Crash(1, 0).write();
    new Crash(1, 1).write();
    new Crash(2, 2).write();
    new Crash(1, 50).acmeOf(18_500).code(0x0A).at(NT + 0x2000).write();
    new Crash(2, 51).acmeOf(18_500).write();
    assertThat(ask("module-builds", Map.of("driver", "ACME.sys", "signature", "0xD1|acme.sys")))
        .containsExactly(
            "2019-04-14|32768|2026-06-01|2|3|1.5", "2020-08-26|32768|2026-06-03|2|1|0.5");
  }

  @Test
  void changesBeforeCrashesAreThoseOfTwoDays() throws Exception {
    new Crash(1, 0).write();
    new Crash(1, 10).acmeOf(18_500).write();
    new Crash(1, 40).acmeOf(18_500).write();
    new Crash(1, 60).acmeOf(18_500).write();
    new Crash(2, 0).write();
    new Crash(2, 72).acmeOf(18_500).write();
    new Crash(3, 0).bios("1.0").write();
    new Crash(3, 20).bios("1.1").code(0x0A).at(NT + 0x2000).write();
    assertThat(ask("crashes-after-update"))
        .containsExactly(
            "acme.sys|2019-04-14|2020-08-26|0xD1|acme.sys|1|2",
            "BIOS|1.0|1.1|0xA|ntoskrnl.exe|1|1");
  }

  @Test
  void machineWithManyCodesIsFound() throws Exception {
    int hour = 0;
    for (long code : List.of(0x0AL, 0xD1L, 0x1AL, 0xC5L)) {
      new Crash(1, hour++).code(code).write();
      new Crash(2, hour++).write();
    }
    assertThat(ask("many-codes")).singleElement().asString().endsWith("|Anvil|4|1|4");
  }

  @Test
  void moduleThatComesWithASignatureHasALift() throws Exception {
    for (int hour = 0; hour < 6; hour++) {
      new Crash(1, hour).withOtter().write();
      new Crash(2, hour).at(NT + 0x2000).write();
      new Crash(3, hour).code(0x0A).at(NT + 0x2000).write();
    }
    // 6 of 6 against 0 of 12, with one crash added: 1 / (1 / 13).
    assertThat(ask("modules-of-signatures"))
        .containsExactly("0xD1|acme.sys|otter.sys|6|6|0|12|13.0");
  }

  @Test
  void ourDriverOnStacksOfOthers() throws Exception {
    new Crash(1, 0).at(OTTER + 0x2000).withOtter().write();
    new Crash(2, 0).write();
    assertThat(ask("our-driver-elsewhere", Map.of("driver", "acme.sys")))
        .containsExactly("otter.sys|1|1|1");
  }

  @Test
  void hoursOfTheDay() throws Exception {
    new Crash(1, 5).write();
    new Crash(1, 29).write();
    new Crash(2, 23).write();
    assertThat(ask("crashes-by-hour")).containsExactly("5|2|1|10", "23|1|1|10");
  }
}
