package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.source.Limits;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.testing.CustomBlob;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any bad input gives one clear line and the right exit code, and the other inputs are processed.
 */
class BadInputTest {
  @TempDir private Path folder;
  private String good;

  @BeforeEach
  void makeFiles() throws IOException {
    good = SampleFiles.write(folder, "good/good.dmp", SampleFiles.dump());
    write("empty", new byte[0]);
    write("three", "PAG".getBytes(US_ASCII));
    write("mdmp", ("MDMP" + "x".repeat(100)).getBytes(US_ASCII));
    write("text", "nothing but a letter\n".getBytes(US_ASCII));
    write("cut", Arrays.copyOf(DumpBytes.of(SampleFiles.dump()), 5000));
    write("rar", ("Rar!\u001a\u0007" + "x".repeat(100)).getBytes(US_ASCII));
    Files.createDirectories(folder.resolve("no-files/below"));
    write("no-dumps/readme.txt", "hello".getBytes(US_ASCII));
    byte[] ones = new byte[0x2000 - 8];
    Arrays.fill(ones, (byte) 0xFF);
    SampleFiles.write(folder, "ones", SampleFiles.dump().patch(8, ones));
    SampleFiles.write(folder, "beyond", SampleFiles.dump().claimSizeOfDump(0x7FFFFFFFL));
    SampleFiles.write(
        folder,
        "loop",
        SampleFiles.dump()
            .blob(CustomBlob.claiming(-32, SampleBlob.of(SampleFiles.UNKNOWN, new byte[9]))));
    SampleFiles.write(
        folder,
        "chain",
        SampleFiles.dump().blob(SampleBlob.of(SampleFiles.UNKNOWN, new byte[9]).headerSize(33)));
    DumpBuilder noRegion = DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE);
    long start = noRegion.image().layout().orElseThrow().regionStart();
    SampleFiles.write(folder, "no-region", noRegion.patch(start, new byte[] {'X'}));
  }

  @ParameterizedTest
  @CsvSource({
    "empty,     empty at 0x0: the file is empty",
    "three,     not_a_dump at 0x0: not a kernel dump: only 3 bytes",
    "mdmp,      not_a_dump at 0x0: not a kernel dump: a user-mode minidump (MDMP)",
    "text,      not_a_dump at 0x0: not a kernel dump: it starts with neither PAGEDU64 nor PAGEDUMP",
    "cut,       truncated at 0x1388: the header is cut off: 5000 bytes of 8192",
    "rar,       unsupported at 0x0: rar archives can't be read",
    "ones,      corrupt at 0xf98: DumpType is 4294967295",
    "beyond,    truncated at 0x",
    "loop,      truncated at 0x",
    "chain,     corrupt at 0x",
    "no-region, corrupt",
    "no-files,  no files in this folder",
    "no-dumps,  no dump found",
    "missing,   no such file or folder",
    "mi?sing,   this pattern matches nothing"
  })
  void oneClearLineAndTheRestIsDone(String name, String message) {
    for (String command : new String[] {"list", "show"}) {
      CommandRun run = CommandRun.of(command, folder + "/" + name, good);

      assertThat(run.exitCode()).as(command).isEqualTo(1);
      assertThat(run.errLines()).as(command).hasSize(1);
      assertThat(run.err()).startsWith("crashtag: " + folder + "/" + name + ": " + message);
      assertThat(run.outLines()).as("the good one, still").contains(good);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "ones", "beyond", "text", "missing", "no-dumps"})
  void extractSaysTheSame(String name) {
    CommandRun run =
        CommandRun.of(
            "extract", "--tag", "kmdf", "-o", folder + "/out/", folder + "/" + name, good);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(2);
    assertThat(run.errLines().get(0)).startsWith("crashtag: " + folder + "/" + name + ": ");
    assertThat(run.errLines().get(1)).startsWith("crashtag: 1 written to ");
  }

  @Test
  void stackTraceComesOnRequestOnly() {
    String text = folder + "/text";

    assertThat(CommandRun.of("list", text).err()).doesNotContain("\tat ");
    assertThat(CommandRun.of("list", "--verbose", text).err())
        .contains("MalformedException", "\tat org.crashtag");
  }

  @Test
  void folderWithDumpsIsReadPastItsOtherFiles() {
    CommandRun run = CommandRun.of("list", "--bytes", "0", folder.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.outLines()).contains(good);
    assertThat(run.errLines())
        .hasSize(7)
        .allMatch(line -> line.startsWith("crashtag: " + folder + "/"))
        .noneMatch(line -> line.contains("readme.txt") || line.contains("/text"));
  }

  @Test
  void unreadableFileIsTold() throws IOException {
    Path locked = folder.resolve("locked.dmp");
    Files.copy(Path.of(good), locked);
    Storage storage =
        new ForwardingStorage(new LocalStorage()) {
          @Override
          public SeekableByteChannel open(String path) throws IOException {
            if (path.equals(locked.toString())) {
              throw new AccessDeniedException(path);
            }
            return super.open(path);
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(new ByteArrayOutputStream(), false, UTF_8),
            new PrintStream(err, true, UTF_8),
            false,
            80);
    List<String> seen = new ArrayList<>();

    int exitCode =
        new DumpFiles(terminal, Limits.DEFAULT, false, storage)
            .each(List.of(locked.toString(), good), (found, content) -> seen.add(found.name()));

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString(UTF_8).lines())
        .containsExactly("crashtag: " + locked + ": unreadable: permission denied");
    assertThat(seen).containsExactly(good);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
