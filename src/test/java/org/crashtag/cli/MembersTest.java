package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.crashtag.source.Packing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each member of an archive can be selected, whatever its name is. */
class MembersTest {
  @TempDir private Path folder;
  private String archive;

  @BeforeEach
  void makeArchive() throws IOException {
    Path dump = Path.of(SampleFiles.write(folder, "a.dmp", SampleFiles.dump()));
    byte[] bytes = Files.readAllBytes(dump);
    Files.delete(dump);
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a.dmp", bytes);
    members.put("w!e\u001B.dmp", bytes);
    byte[] inner = Packing.zip(members);
    byte[] first = Packing.tar(Map.of("x.zip", inner));
    int end = 512 + (inner.length + 511) / 512 * 512;
    byte[] twice = java.util.Arrays.copyOf(first, end + first.length);
    System.arraycopy(first, 0, twice, end, first.length);
    archive = Files.write(folder.resolve("t.tar"), twice).toString();
  }

  @Test
  void listPrintsNamesThatListTakes() {
    CommandRun all = CommandRun.of("list", "--bytes", "0", archive);
    assertThat(all.exitCode()).isZero();
    assertThat(all.outLines())
        .filteredOn(line -> line.startsWith(archive))
        .containsExactly(
            archive + "!x.zip!a.dmp",
            archive + "!x.zip!w!e\\x1b.dmp",
            archive + "!x.zip#2!a.dmp",
            archive + "!x.zip#2!w!e\\x1b.dmp");
    for (String line : all.outLines()) {
      if (line.startsWith(archive)) {
        CommandRun one = CommandRun.of("list", "--bytes", "0", line);
        assertThat(one.exitCode()).isZero();
        assertThat(one.outLines()).filteredOn(it -> it.startsWith(archive)).containsExactly(line);
        assertThat(CommandRun.of("show", line).exitCode()).isZero();
      }
    }
  }

  @Test
  void extractTakesTheSameNames() throws IOException {
    Path blob = folder.resolve("blob.bin");
    CommandRun run =
        CommandRun.of(
            "extract", "--tag", "kmdf", "-o", blob.toString(), archive + "!x.zip#2!w!e\u001B.dmp");
    assertThat(run.exitCode()).isZero();
    assertThat(blob).hasSize(0x70);
  }

  @Test
  void damagedMemberIsNamed() throws IOException {
    Path zip = folder.resolve("bad.zip");
    Path dump = Path.of(SampleFiles.write(folder, "b.dmp", SampleFiles.dump()));
    byte[] bytes = Packing.storedZip(Map.of("b.dmp", Files.readAllBytes(dump)));
    bytes[200] ^= 1;
    Files.write(zip, bytes);

    CommandRun run = CommandRun.of("list", zip.toString());
    assertThat(run.exitCode()).isOne();
    assertThat(run.err()).contains(zip + "!b.dmp").contains("checksum");
  }
}
