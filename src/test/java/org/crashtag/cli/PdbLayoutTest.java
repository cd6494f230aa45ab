package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crashtag.layout.pdb.SmallPdb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code crashtag layout} of a PDB. */
class PdbLayoutTest {
  @TempDir Path folder;

  private String pdb() throws IOException {
    return Files.write(folder.resolve("acme.PDB"), SmallPdb.bytes()).toString();
  }

  @Test
  void architectureIsThePdbs() throws IOException {
    CommandRun run = CommandRun.of("layout", pdb(), "acme!LOG");

    assertThat(run.err()).isEmpty();
    assertThat(run.outLines())
        .containsExactly(
            "_OUTER (x64): 0x28 bytes",
            "   +0x000 Kind             : Pos 0, 4 Bits",
            "   +0x000 Rest             : Pos 4, 28 Bits",
            "   +0x008 Next             : Ptr64 _INNER",
            "   +0x010 Inner            : [3] _INNER",
            "      +0x000 a                : Uint4B",
            "      +0x004 b                : Int4B");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void otherArchitectureIsRefused() throws IOException {
    CommandRun run = CommandRun.of("layout", "--arch", "x86", pdb(), "LOG");

    assertThat(run.err()).contains("acme.PDB is for x64, not x86").doesNotContain("Exception");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void storeNeedsTheModulesName() {
    CommandRun run = CommandRun.of("layout", folder.toString(), "LOG");

    assertThat(run.err()).contains(" is a symbol store: name the module too, as in module!TYPE");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "PAGEDU64, a kernel crash dump",
    "MDMP, a user-mode minidump",
    "MZ, a program or driver; its types are in its PDB",
    "BSJB, 'a portable PDB of .NET, which has no C types'",
    "SZDD, a file that compress.exe compressed; unpack it with expand",
    "Microsoft C/C++ program database 2.00, a PDB of the old format 2.00",
    "PK\u0003\u0004xx, an archive (zip); unpack it",
    "'', empty",
    "x\u0000y, 'not text, or text in UTF-16 without a byte order mark'",
  })
  void fileThatIsNeitherIsSaidToBeWhatItIs(String start, String what) throws IOException {
    for (String name : new String[] {"a.h", "a.pdb"}) {
      Path file = Files.writeString(folder.resolve(name), start);
      CommandRun run = CommandRun.of("layout", file.toString(), "LOG");

      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.errLines())
          .containsExactly("crashtag: " + file + ": neither a C header nor a PDB: it is " + what);
    }
  }

  @Test
  void contentDecidesNotTheName() throws IOException {
    Path pdb = Files.write(folder.resolve("acme.txt"), SmallPdb.bytes());
    assertThat(CommandRun.of("layout", pdb.toString(), "LOG").out()).contains("_OUTER (x64)");
    Path text = Files.writeString(folder.resolve("text.pdb"), "struct A { int b; };");
    assertThat(CommandRun.of("layout", text.toString(), "A").err())
        .contains("text.pdb: neither a C header nor a PDB: it is text");
    Path none = folder.resolve("none.h");
    assertThat(CommandRun.of("layout", none.toString(), "A").errLines())
        .containsExactly("crashtag: no such file: " + none);
  }
}
