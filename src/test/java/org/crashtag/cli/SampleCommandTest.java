package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.crashtag.sample.Breakage;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.SampleDump;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCommandTest {
  @TempDir private Path folder;

  @Test
  void dumpsOfAFleetAreWrittenAndRead() throws IOException {
    CommandRun run = sample("fleet", "--dumps", "40", "--seed", "7");

    assertThat(run.exitCode()).isZero();
    assertThat(run.outLines()).hasSize(1);
    assertThat(run.out()).matches("40 files, 0 broken, [0-9,]+ bytes: .*/fleet\n");
    CommandRun list = CommandRun.of("list", "--json", folder + "/fleet");
    assertThat(list.exitCode()).isZero();
    assertThat(list.outLines()).hasSize(40);
  }

  @Test
  void sameSeedGivesTheSameDumps() throws IOException {
    sample("one", "--dumps", "12", "--seed", "3");
    sample("two", "--dumps", "12", "--seed", "3");
    sample("three", "--dumps", "12", "--seed", "4");

    assertThat(listed("one")).isEqualTo(listed("two")).isNotEqualTo(listed("three"));
  }

  @Test
  void brokenDumpsAreToldOneByOne() throws IOException {
    assertThat(sample("fleet", "--dumps", "30", "--broken", "100").out())
        .contains("30 files, 30 broken");
    Fleet fleet = new Fleet(1, 100);
    for (int index = 0; index < 30; index++) {
      SampleDump dump = fleet.dump(index);
      CommandRun run = CommandRun.of("show", folder + "/fleet/" + dump.path());
      Breakage breakage = dump.breakage().orElseThrow();
      if (breakage == Breakage.HOSTILE_NAMES) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("bug check").doesNotContain("\u202e");
        continue;
      }
      assertThat(run.exitCode()).as(breakage.name()).isEqualTo(1);
      assertThat(run.err()).as(breakage.name()).startsWith("crashtag: " + folder).contains(": ");
      assertThat(run.err()).doesNotContain("\tat ");
    }
  }

  @Test
  void folderWithSomethingInItIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("mine"), "precious");
    CommandRun run = CommandRun.of("sample", folder.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly("crashtag: " + folder + " is not empty; choose an empty or a new folder");
    assertThat(folder).isDirectoryContaining("glob:**/mine");
  }

  @Test
  void usersBlobsFollowThoseOfTheDrivers() throws IOException {
    String tag = "ac3e0001-5eed-4b0b-8a5e-0123456789ab";
    Path one = Files.write(folder.resolve("one"), new byte[] {1, 2, 3});
    Path two = Files.write(folder.resolve("two=2"), new byte[] {4});
    sample("fleet", "--dumps", "3", "--blob", tag + "=" + one, "--blob", "{" + tag + "}=" + two);

    List<String> lines = CommandRun.of("list", folder + "/fleet").outLines();
    assertThat(lines.stream().filter(line -> line.contains(tag.toUpperCase(Locale.ROOT))))
        .hasSize(6);
    assertThat(lines.stream().filter(line -> line.startsWith("   000000  01 02 03  "))).hasSize(3);
    assertThat(lines.stream().filter(line -> line.startsWith("   000000  04  "))).hasSize(3);
  }

  @Test
  void blobThatCannotBeAddedIsNamed() throws IOException {
    Path large = folder.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength((16 << 20) + 1);
    }
    String tag = "ac3e0001-5eed-4b0b-8a5e-0123456789ab";

    assertThat(sample("a", "--blob", "acme=" + large).errLines())
        .startsWith("crashtag: --blob expects GUID=FILE, not \"acme=" + large + "\"");
    assertThat(sample("b", "--blob", tag).exitCode()).isEqualTo(2);
    assertThat(sample("c", "--blob", tag + "=" + large).errLines())
        .startsWith(
            "crashtag: --blob accepts at most 16 MiB, the largest blob that is decoded; "
                + large
                + " is larger");
    assertThat(sample("d", "--blob", tag + "=" + folder + "/missing").errLines())
        .containsExactly("crashtag: no such file: " + folder + "/missing");
  }

  private CommandRun sample(String name, String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "sample";
    arguments[1] = folder + "/" + name;
    System.arraycopy(options, 0, arguments, 2, options.length);
    return CommandRun.of(arguments);
  }

  private String listed(String name) {
    return CommandRun.of("list", "--bytes", "all", folder + "/" + name)
        .out()
        .replace(folder + "/" + name, "");
  }
}
