package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.crashtag.sample.SampleBlob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractCommandTest {
  private static final String UNKNOWN = "{11111111-2222-3333-4444555555555555}";

  @TempDir private Path folder;

  @Test
  void onlyBlobOfATagIsWrittenByteForByte() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    Path target = folder.resolve("out/list.bin");
    CommandRun run = extract("kmdf", target, file);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).containsExactly("crashtag: 1 written to " + target);
    assertThat(target).hasSize(112);
    assertThat(Files.readString(target, ISO_8859_1)).contains("Wdf01000\0", "acpiex\0");
  }

  @Test
  void severalBlobsOfATagAreListedForTheChoice() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    Path target = folder.resolve("blob.bin");
    CommandRun run = extract(UNKNOWN, target, file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly(
            "crashtag: " + UNKNOWN + ": 2 blobs; choose with --ordinal, or name a folder with -o",
            "  --ordinal 0: {11111111-2222-3333-4444-555555555555}, 100 bytes, " + file,
            "  --ordinal 3: {11111111-2222-3333-4444-555555555555}, 3 bytes, " + file);
    assertThat(target).doesNotExist();
  }

  @Test
  void ordinalChooses() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    Path target = folder.resolve("blob.bin");

    assertThat(extract(UNKNOWN, target, "--ordinal", "3", file).exitCode()).isZero();
    assertThat(target).hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  void emptyBlobIsAnEmptyFile() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    Path target = folder.resolve("blob.bin");

    assertThat(extract("crashdmp", target, file).exitCode()).isZero();
    assertThat(target).isEmptyFile();
  }

  @Test
  void standardOutputTakesABlobButNotATerminal() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    String[] arguments = {"extract", "--tag", UNKNOWN, "--ordinal", "0", file};
    CommandRun piped = CommandRun.of(arguments);

    assertThat(piped.rawOut()).isEqualTo(new String(SampleFiles.LETTERS, ISO_8859_1));
    assertThat(piped.err()).isEmpty();
    CommandRun typed = CommandRun.onTerminal(arguments);
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.out()).isEmpty();
  }

  @Test
  void folderTakesTheBlobsOfManyDumps() throws IOException {
    SampleFiles.write(folder, "in/a.dmp", SampleFiles.dump());
    SampleFiles.write(folder, "in/b.dmp", SampleFiles.dump().bootId(2));
    CommandRun run =
        CommandRun.of("extract", "--tag", UNKNOWN, "-o", folder + "/out/", folder + "/in");

    assertThat(run.exitCode()).isZero();
    assertThat(run.errLines()).containsExactly("crashtag: 4 written to " + folder + "/out/");
    assertThat(names(folder.resolve("out")))
        .hasSize(4)
        .allMatch(name -> name.matches("[0-9a-f]{32}-[03]\\.bin"));
  }

  @Test
  void folderThatIsThereNeedsNoSlash() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    Path out = Files.createDirectory(folder.resolve("out"));

    assertThat(extract(UNKNOWN, out, file).exitCode()).isZero();
    assertThat(names(out)).hasSize(2);
  }

  @Test
  void fileThatIsThereIsReplacedByForceOnly() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    Path target = Files.writeString(folder.resolve("blob.bin"), "precious");
    CommandRun refused = extract("kmdf", target, file);

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errLines())
        .contains(
            "crashtag: " + file + ": file already exists: " + target + " (--force replaces it)");
    assertThat(target).hasContent("precious");
    assertThat(extract("kmdf", target, "--force", file).exitCode()).isZero();
    assertThat(target).hasSize(112);
  }

  @Test
  void cutBlobIsWrittenAsFarAsItGoesAndTold() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump().cutLastBlob(1));
    Path target = folder.resolve("blob.bin");
    CommandRun run = extract(UNKNOWN, target, "--ordinal", "3", file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(target).hasBinaryContent(new byte[] {1, 2});
    assertThat(run.err()).contains("crashtag: " + file + ": truncated", "3 bytes", "2 are there");
  }

  @Test
  void chainThatEndsTooEarlyIsTold() throws IOException {
    String file =
        SampleFiles.write(
            folder,
            "a.dmp",
            SampleFiles.dump().blob(SampleBlob.of(SampleFiles.UNKNOWN, new byte[1]).headerSize(9)));
    CommandRun run = extract("kmdf", folder.resolve("blob.bin"), file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(file + ": corrupt at 0x", "HeaderSize of blob 4 is 0x9");
    assertThat(folder.resolve("blob.bin")).hasSize(112);
  }

  @Test
  void tagThatNoDumpHasIsTold() throws IOException {
    String file = SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    CommandRun run = extract("smbios", folder.resolve("blob.bin"), file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines()).containsExactly("crashtag: smbios: no such blob in these dumps");
    assertThat(folder.resolve("blob.bin")).doesNotExist();
  }

  private static CommandRun extract(String tag, Path target, String... rest) {
    return CommandRun.of(
        Stream.concat(Stream.of("extract", "--tag", tag, "-o", target.toString()), Stream.of(rest))
            .toArray(String[]::new));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
