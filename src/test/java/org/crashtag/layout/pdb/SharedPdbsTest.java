package org.crashtag.layout.pdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.crashtag.bytes.MalformedException;
import org.crashtag.layout.Architecture;
import org.crashtag.testing.Programs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PDBs of Microsoft's compilers, in a folder next to the project, if present. */
class SharedPdbsTest {
  private static final Path FOLDER = Path.of("../shared/pdbs");

  @BeforeEach
  void arePresent() {
    Assumptions.assumeTrue(Files.isDirectory(FOLDER), "the PDBs aren't here");
  }

  @ParameterizedTest
  @CsvSource({
    "ARM64-nested_collided.pdb, ARM64",
    "ARM64-xcpt4.pdb, ARM64",
    "exceptions-test.pdb, X64",
    "minimal.pdb, X86",
    "vs2019_cpp_override.pdb, X86",
    "x64-nested_collided.pdb, X64",
    "x64-xcpt4.pdb, X64",
    "x86-nested_collided.pdb, X86",
    "x86-xcpt4.pdb, X86"
  })
  void everyTypeIsLaidOutAsAnotherReaderHasIt(String file, Architecture architecture)
      throws IOException {
    Programs.assumeInstalled("llvm-pdbutil");
    Map<Integer, List<String>> expected = PdbutilTypes.of(FOLDER.resolve(file)).layouts();

    try (Pdb pdb = new Pdb(FileChannel.open(FOLDER.resolve(file)))) {
      assertThat(pdb.architecture()).isEqualTo(architecture);
      Set<Integer> laidOut = new TreeSet<>();
      for (TypeDefinition definition : pdb.allDefinitions()) {
        if (definition.kind() != TypeDefinition.Kind.ENUMERATION) {
          int index = definition.index();
          assertThat(Layouts.of(pdb.builder().type(index))).isEqualTo(expected.get(index));
          laidOut.add(index);
        }
      }
      assertThat(laidOut).isNotEmpty().isEqualTo(expected.keySet());
    }
  }

  @Test
  void everyFileIsTried() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.filter(file -> file.toString().endsWith(".pdb"))).hasSize(10);
    }
  }

  @Test
  void fuzzedFileIsRefused() throws IOException {
    try (FileChannel channel = FileChannel.open(FOLDER.resolve("fuzzed.pdb"))) {
      assertThatThrownBy(() -> new Pdb(channel))
          .isInstanceOf(MalformedException.class)
          .hasMessage("a stream uses a block that does not exist");
    }
  }

  @Test
  void namesAreFound() throws IOException {
    try (Pdb pdb = new Pdb(FileChannel.open(FOLDER.resolve("x64-xcpt4.pdb")))) {
      for (TypeDefinition definition : pdb.allDefinitions()) {
        if (!definition.name().equals("<unnamed-tag>")) {
          assertThat(pdb.find(definition.name())).as(definition.name()).isPresent();
        }
      }
      assertThat(pdb.find("_NO_SUCH_TYPE")).isEmpty();
      assertThatThrownBy(() -> pdb.find("<unnamed-tag>"))
          .hasMessage("the PDB defines <unnamed-tag> in more than one way");
    }
  }
}
