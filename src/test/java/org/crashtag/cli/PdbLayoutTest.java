package org.crashtag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crashtag.layout.pdb.SmallPdb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    assertThat(run.err()).contains("acme.PDB is for x64, not for x86").doesNotContain("Exception");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void storeNeedsTheModulesName() {
    CommandRun run = CommandRun.of("layout", folder.toString(), "LOG");

    assertThat(run.err()).contains(" is a symbol store: name the module too, as in module!TYPE");
    assertThat(run.exitCode()).isEqualTo(1);
  }
}
