package org.crashtag.decode.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import org.crashtag.layout.pdb.PdbSymbols;
import org.crashtag.testing.SharedMessages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PDBs that clang and lld made, with their annotations put back. */
class SharedPdbMessagesTest {
  @BeforeEach
  void setUp() {
    SharedMessages.assumePresent();
  }

  private static PdbSymbols open(String pdb) throws IOException {
    return new PdbSymbols(Files.newByteChannel(SharedMessages.FOLDER.resolve("pdbs/" + pdb)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"messages-x64.pdb", "messages-x86.pdb"})
  void annotationsSayWhatTheirTmfFileSays(String pdb) throws IOException {
    Entries entries = new Entries();
    try (PdbSymbols symbols = open(pdb)) {
      PdbMessages.read(symbols, entries);
    }

    assertThat(entries.faults).isEmpty();
    assertThat(entries.messages.stream().map(SharedPdbMessagesTest::onALine))
        .containsExactlyInAnyOrderElementsOf(
            Entries.of(SharedMessages.FOLDER.resolve("pdbs-text/messages.tmf")).messages);
  }

  /** A PDB has a line break where a .tmf file has {@code %n}. */
  private static TraceMessage onALine(TraceMessage message) {
    return new TraceMessage(
        message.guid(),
        message.number(),
        message.provider(),
        message.file(),
        message.level(),
        message.flags(),
        message.function(),
        message.format().replace("\n", "%n"),
        message.arguments());
  }

  @Test
  void enumerationsAreFoundByName() throws IOException {
    try (PdbSymbols symbols = open("kmdf-enums.pdb")) {
      Map<String, Map<Integer, String>> found =
          symbols.enumerations(Set.of("_WDF_DEVICE_PNP_STATE", "_DEVICE_RELATION_TYPE", "_NONE"));

      assertThat(found).containsOnlyKeys("_WDF_DEVICE_PNP_STATE", "_DEVICE_RELATION_TYPE");
      assertThat(found.get("_WDF_DEVICE_PNP_STATE")).containsEntry(261, "WdfDevStatePnpInit");
      assertThat(found.get("_DEVICE_RELATION_TYPE")).containsEntry(4, "TargetDeviceRelation");
    }
  }

  @Test
  void pdbOfTypesAloneHasNoMessages() throws IOException {
    Entries entries = new Entries();
    try (PdbSymbols symbols = open("kmdf-enums.pdb")) {
      PdbMessages.read(symbols, entries);
    }

    assertThat(entries.messages).isEmpty();
  }
}
