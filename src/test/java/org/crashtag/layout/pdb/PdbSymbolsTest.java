package org.crashtag.layout.pdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.layout.pdb.PdbBuilder.Symbols;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdbSymbolsTest {
  private final PdbBuilder builder = new PdbBuilder();

  private static List<String> annotations(byte[] pdb, int length) throws IOException {
    List<String> found = new ArrayList<>();
    try (PdbSymbols symbols = new PdbSymbols(new ArrayChannel(pdb, length))) {
      symbols.annotations((procedure, texts) -> found.add(procedure + texts));
    }
    return found;
  }

  private List<String> annotations() throws IOException {
    byte[] pdb = builder.toBytes();
    return annotations(pdb, pdb.length);
  }

  @Test
  void annotationsOfAllModulesComeWithTheirProcedures() throws IOException {
    builder
        .module("empty", new Symbols())
        .module(
            "first",
            new Symbols()
                .annotation("no procedure yet")
                .procedure("Start")
                .annotation("TMF:", "a", "b")
                .procedure("Stop")
                .annotation("c"))
        .moduleIn(0xFFFF, 0, "without symbols")
        .module("second", new Symbols().annotation("d"));

    assertThat(annotations())
        .containsExactly("[no procedure yet]", "Start[TMF:, a, b]", "Stop[c]", "[d]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x110F, 0x1110, 0x1146, 0x1147, 0x1155, 0x1156})
  void everyFormOfAProcedureHasItsName(int kind) throws IOException {
    builder.module(
        "m",
        new Symbols()
            .symbol(kind, PdbBuilder.bytes().raw(new byte[35]).text("Proc").align())
            .annotation("a"));

    assertThat(annotations()).containsExactly("Proc[a]");
  }

  @Test
  void symbolsGoOnOverManyBlocks() throws IOException {
    Symbols symbols = new Symbols().procedure("Long");
    for (int i = 0; i < 3000; i++) {
      symbols.symbol(0x113E, PdbBuilder.bytes().raw(new byte[i % 500])).annotation("text " + i);
    }
    String large = "x".repeat(60_000);
    builder.module("m", symbols.annotation(large));

    assertThat(annotations()).hasSize(3001).contains("Long[text 2999]", "Long[" + large + "]");
  }

  @Test
  void textsAreUtf8OrWindows1252() throws IOException {
    builder.module(
        "m",
        new Symbols()
            .annotation("Größe")
            .symbol(
                0x1019, PdbBuilder.bytes().u32(0).u16(1).u16(1).u8('G').u8('r').u8(0xF6).u8(0)));

    assertThat(annotations()).containsExactly("[Größe]", "[Grö]");
  }

  @Test
  void annotationWithFewerTextsThanItClaimsIsPassedOver() throws IOException {
    builder.module(
        "m",
        new Symbols()
            .symbol(0x1019, PdbBuilder.bytes().u32(0).u16(1).u16(0xFFFF).text("a"))
            .symbol(0x1019, PdbBuilder.bytes().u32(0).u16(1).u16(1).u8('a').u8('b'))
            .symbol(0x1019, PdbBuilder.bytes().u32(0))
            .annotation("good"));

    assertThat(annotations()).containsExactly("[good]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 0xFFFF, 0x7000})
  void lengthThatCannotBeEndsTheModuleNotTheFile(int length) throws IOException {
    builder
        .module("m", new Symbols().annotation("a").symbolOf(length, 0x1019).annotation("b"))
        .module("n", new Symbols().annotation("c"));

    assertThat(annotations()).containsExactly("[a]", "[c]");
  }

  @Test
  void streamThatManyModulesClaimIsReadOnce() throws IOException {
    builder.module("m", new Symbols().annotation("a"));
    for (int i = 0; i < 1000; i++) {
      builder.moduleIn(6, 8, "again");
    }

    assertThat(annotations()).containsExactly("[a]");
  }

  private void assertRefused(Reason reason, String message) {
    byte[] pdb = builder.toBytes();
    assertThatThrownBy(() -> annotations(pdb, pdb.length))
        .isInstanceOfSatisfying(
            MalformedException.class,
            fault -> {
              assertThat(fault).hasMessage(message);
              assertThat(fault.reason()).isEqualTo(reason);
              assertThat(fault.offset()).isBetween(0L, (long) pdb.length);
            });
  }

  @Test
  void moduleThatClaimsMoreThanItsStreamIsRefused() {
    builder.module("m", new Symbols()).moduleIn(5, 1000, "n");

    assertRefused(Reason.CORRUPT, "a module claims 1000 bytes of symbols of a stream of 0");
  }

  @Test
  void moduleInAStreamThatIsNotThereIsRefused() {
    builder.moduleIn(77, 1000, "n");

    assertRefused(Reason.CORRUPT, "a module's symbols is stream 77 of 6");
  }

  @Test
  void listOfModulesThatIsCutIsRefused() {
    builder.moduleList(PdbBuilder.bytes().raw(new byte[40]));
    assertRefused(Reason.CORRUPT, "the list of modules is truncated");

    builder.moduleList(PdbBuilder.bytes().raw(new byte[64]).u8('m').u8('m'));
    assertRefused(Reason.CORRUPT, "a module's name is not terminated");
  }

  @Test
  void strippedPdbOfAnyMachineIsRead() throws IOException {
    builder.machine(0).module("m", new Symbols().annotation("a"));

    assertThat(annotations()).containsExactly("[a]");
  }

  @Test
  void enumerationsAreFoundOnceByName() throws IOException {
    int more =
        builder.fields(PdbBuilder.constant("Last", 0xFFFFFFFFL), PdbBuilder.constant("Big", -2));
    int fields =
        builder.fields(
            PdbBuilder.constant("One", 1),
            PdbBuilder.constant("Uno", 1),
            PdbBuilder.continuation(more));
    builder.enumeration("_STATE", PdbBuilder.INT, fields);
    builder.enumeration("_STATE", PdbBuilder.INT, builder.fields(PdbBuilder.constant("Other", 7)));
    builder.enumeration(
        "_UNASKED", PdbBuilder.INT, builder.fields(PdbBuilder.constant("Other", 7)));
    try (PdbSymbols symbols = new PdbSymbols(new ArrayChannel(builder.toBytes()))) {
      assertThat(symbols.enumerations(Set.of("_STATE", "_NONE")))
          .isEqualTo(Map.of("_STATE", Map.of(1, "One", -1, "Last", -2, "Big")));
    }
  }

  @Test
  void damagedFileGivesAnnotationsOrARefusal() throws IOException {
    builder.module("m", new Symbols().procedure("P").annotation("TMF:", "a", "b").annotation("c"));
    byte[] whole = builder.toBytes();
    assertThat(annotations(whole, whole.length)).hasSize(2);

    for (int length = 0; length < whole.length; length++) {
      assertRefusedOrRead(whole, length);
    }
    for (int offset = 0; offset < whole.length; offset++) {
      for (int bits : new int[] {0xFF, 0x01, 0x80}) {
        byte[] changed = whole.clone();
        changed[offset] ^= (byte) bits;
        assertRefusedOrRead(changed, changed.length);
      }
    }
  }

  private static void assertRefusedOrRead(byte[] pdb, int length) throws IOException {
    try {
      assertThat(annotations(pdb, length)).hasSizeLessThan(10);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void directoryOfFourBillionStreamsIsRefused() {
    byte[] pdb = builder.module("m", new Symbols()).toBytes();
    ByteBuffer file = ByteBuffer.wrap(pdb).order(ByteOrder.LITTLE_ENDIAN);
    int directory = file.getInt(file.getInt(0x34) * 512) * 512;
    file.putInt(directory, -1);

    assertThatThrownBy(() -> annotations(pdb, pdb.length))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("4294967295 streams");
  }
}
