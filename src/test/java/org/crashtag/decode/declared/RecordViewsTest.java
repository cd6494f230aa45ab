package org.crashtag.decode.declared;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.crashtag.decode.declared.HandLaid.CHAR;
import static org.crashtag.decode.declared.HandLaid.FLOAT;
import static org.crashtag.decode.declared.HandLaid.I32;
import static org.crashtag.decode.declared.HandLaid.U16;
import static org.crashtag.decode.declared.HandLaid.U32;
import static org.crashtag.decode.declared.HandLaid.U64;
import static org.crashtag.decode.declared.HandLaid.U8;
import static org.crashtag.decode.declared.HandLaid.array;
import static org.crashtag.decode.declared.HandLaid.structure;
import static org.crashtag.decode.declared.HandLaid.union;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.declared.Declaration.As;
import org.crashtag.layout.CType;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Views of unions, members of the head as columns, and several tables of one tag. */
class RecordViewsTest {
  private static final CType.Enumeration EVENT_ID =
      new CType.Enumeration("FALC_EVT", I32, Map.of(1L, "FalcEvtTx", 2L, "FalcEvtRx", -1L, "None"));

  /**
   *
   *
   * <pre>
   * EVENT: 0 Evt | 4 Port | 5 Flags: 4 bits | 8 union: Tx {8 Queue, 12 Bytes}, Rx {8 Address}
   * HEAD:  0 Build | 8 Version {8 Major, 10 Minor} | 12 Next | 16 EVENT[4] | 80 Trailer
   * </pre>
   */
  private static final HandLaid TYPES = types();

  private static HandLaid types() {
    CType.Structure tx = structure("TX", 8, 0, U32, "Queue", 4, U32, "Bytes");
    CType.Structure rx = structure("RX", 8, 0, U64, "Address");
    CType.Structure event =
        structure(
            "EVENT",
            16,
            0,
            EVENT_ID,
            "Evt",
            4,
            U8,
            "Port",
            new CType.Field("Flags", U8, 5, 0, 4),
            8,
            union("BODY", 8, 0, tx, "Tx", 0, rx, "Rx"),
            "Body");
    CType.Structure version = structure("VERSION", 4, 0, U16, "Major", 2, U16, "Minor");
    return new HandLaid()
        .add(event)
        .add(
            structure(
                "HEAD",
                88,
                0,
                array(CHAR, 8),
                "Build",
                8,
                version,
                "Version",
                12,
                U32,
                "Next",
                16,
                array(event, 4),
                "Events",
                80,
                U32,
                "Trailer",
                84,
                FLOAT,
                "Load"))
        .add(structure("LIST", 16, 0, U32, "Kind", 4, array(tx, 1), "Parts"))
        .constants("FALC_TX_PORT", Map.of(7L, "FALC_TX_PORT"))
        .constants("FALC_RX*", Map.of(2L, "FALC_RX", 3L, "FALC_RX_MORE"));
  }

  private static byte[] event(int kind, int port, int flags, long body) {
    return new Little(16).u32(0, kind).u8(4, port).u8(5, flags).u64(8, body).toBytes();
  }

  private static List<Object> only(Walked walked) {
    assertThat(walked.rejects()).isEmpty();
    assertThat(walked.rows()).hasSize(1);
    return walked.rows().get(0).values();
  }

  private static final Object FLAGS = 5L;

  @Test
  void onlyTheViewThatTheDiscriminatorNamesHasValues() throws IOException {
    Declared event =
        Declared.of("EVENT")
            .when("Body.Tx", "Evt == FalcEvtTx")
            .when("Body.Rx", "Evt in (FalcEvtRx, 9)");

    assertThat(only(event.walk(TYPES, event(1, 3, 0xF5, 0x20_0000_0001L))))
        .containsExactly("FalcEvtTx", 3L, FLAGS, 1L, 0x20L, null);
    assertThat(only(event.walk(TYPES, event(2, 3, 0xF5, 0x20_0000_0001L))))
        .containsExactly("FalcEvtRx", 3L, FLAGS, null, null, 0x20_0000_0001L);
    assertThat(only(event.walk(TYPES, event(9, 3, 0xF5, 6))))
        .containsExactly("9", 3L, FLAGS, null, null, 6L);
    assertThat(only(event.walk(TYPES, event(-1, 3, 0xF5, 6))))
        .containsExactly("None", 3L, FLAGS, null, null, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Evt == None | -1 | 0 | 0",
        "Evt==1 | 1 | 0 | 0",
        "Evt == 0xFFFFFFFF | -1 | 0 | 0",
        "Evt != FalcEvtRx | 1 | 0 | 0",
        "Evt not in [FalcEvtRx, 3] | 1 | 0 | 0",
        "Port == FALC_TX_PORT | 0 | 7 | 0",
        "Evt in (FALC_RX) | 2 | 0 | 0",
        "Flags == 15 | 0 | 0 | 0xAF",
        "Port in (255) | 0 | 255 | 0",
        "Port == 0xFF | 0 | 255 | 0",
      })
  void valuesAreNumbersAndConstants(String condition, int kind, int port, String flags)
      throws IOException {
    Declared event = Declared.of("EVENT").when("Body", condition);
    int bits = Integer.decode(flags);

    assertThat(only(event.walk(TYPES, event(kind, port, bits, 6))).get(5)).isEqualTo(6L);
    assertThat(only(event.walk(TYPES, event(2 + kind / 2, port ^ 3, bits ^ 1, 6))).get(5))
        .isEqualTo(condition.startsWith("Evt in") && kind == 0 ? 6L : null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Body | Kind == 1 | EVENT has no member Kind",
        "Body | Evnt == 1 | EVENT has no member Evnt; did you mean \"Evt\"?",
        "Body | Evt == FalcEvt | FalcEvt is neither a number nor the name of a constant",
        "Body | Evt == FALC_RX_M | FALC_RX_M is neither a number nor the name of a constant",
        "Body | Port == 256 | 256 doesn't fit the 8 bits of Port",
        "Body | Port == -129 | -129 doesn't fit the 8 bits of Port",
        "Body | Evt == 12ab | \"12ab\" is no number of 64 bits",
        "Body | Body == 1 | Body is no number",
      })
  void conditionThatNothingMeets(String member, String condition, String message) {
    Declaration declaration = Declared.of("EVENT").when(member, condition).declaration();
    DeclarationException fault =
        catchThrowableOfType(
            DeclarationException.class, () -> LayoutCompiler.compile(declaration, TYPES));

    assertThat(fault).hasMessage(message);
    assertThat(fault.place()).isEqualTo("p.yaml:20:7");
  }

  @Test
  void partOfAnArraysElementsHasNoCondition() {
    Declaration parts = Declared.of("LIST").when("Parts.Queue", "Kind == 1").declaration();

    assertThat(
            catchThrowableOfType(
                DeclarationException.class, () -> LayoutCompiler.compile(parts, TYPES)))
        .hasMessageStartingWith("LIST.Parts.Queue is a member of an array's elements; ");
  }

  @Test
  void arrayAsAWholeCanHaveACondition() throws IOException {
    Declared list = Declared.of("LIST").when("Parts", "Kind == 1");

    byte[] blob = new Little(16).u32(0, 1).u32(4, 5).u32(8, 6).toBytes();
    assertThat(only(list.walk(TYPES, blob))).containsExactly(1L, List.of(5L), List.of(6L));
    blob[0] = 2;
    assertThat(only(list.walk(TYPES, blob))).containsExactly(2L, null, null);
  }

  /** Bytes of a view that isn't shown aren't decoded. */
  @Test
  void bytesCountOnlyWhereTheyAreShown() throws IOException {
    byte[] blob = Arrays.copyOf(event(1, 0, 0, 0), 48);
    blob[32] = 2;
    Declared event = Declared.of("EVENT").when("Body", "Evt == FalcEvtTx");

    assertThat(event.walk(TYPES, blob).blobs().get(0).decodedBytes())
        .isEqualTo(3 * (4 + 1 + 1) + 8);
  }

  private static byte[] ring() {
    return new Little(88)
        .raw(0, "7.1\0junk".getBytes(ISO_8859_1))
        .u16(8, 7)
        .u16(10, 1)
        .u32(12, 2)
        .raw(16, event(1, 3, 5, 8))
        .raw(32, event(2, 4, 5, 9))
        .u32(80, 77)
        .toBytes();
  }

  private static Declared included() {
    return Declared.of("EVENT")
        .with("after", "HEAD")
        .with("written", "Next")
        .column("Body", As.SKIP)
        .include("Build", "log_build")
        .include("Version", "log")
        .include("Trailer", "trailer");
  }

  @Test
  void membersOfTheHeadAreColumnsOfEachRecord() throws IOException {
    Walked walked = included().walk(TYPES, ring());

    assertThat(included().decoder(TYPES).table().columns())
        .extracting(column -> column.name())
        .containsSequence("evt", "port", "flags", "log_build", "log_major", "log_minor", "trailer");
    assertThat(walked.rejects()).isEmpty();
    assertThat(walked.rows())
        .extracting(row -> row.values())
        .containsExactly(
            List.of("FalcEvtTx", 3L, FLAGS, "7.1", 7L, 1L, 77L),
            List.of("FalcEvtRx", 4L, FLAGS, "7.1", 7L, 1L, 77L));
    assertThat(walked.blobs().get(0).decodedBytes()).isEqualTo(8 + 4 + 4 + 4 + 2 * 6);
  }

  /** What follows the records may be missing in a dump that was cut. */
  @Test
  void memberBehindTheEndIsNull() throws IOException {
    Walked cut = included().walk(TYPES, Arrays.copyOf(ring(), 50));

    assertThat(cut.rows())
        .extracting(row -> row.values())
        .contains(Arrays.asList("FalcEvtTx", 3L, FLAGS, "7.1", 7L, 1L, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Biuld | build | p.yaml:30:7 | HEAD has no member Biuld; did you mean \"Build\"?",
        "Build | Build | p.yaml:30:20 | a column's name is a letter and up to 62 letters, digits"
            + " and underscores, all lower case",
        "Build | port | p.yaml:5:5 | HEAD.Build and EVENT.Port would both be the column port; skip"
            + " one",
      })
  void memberThatCannotBeIncluded(String member, String column, String place, String message) {
    Declaration declaration =
        Declared.of("EVENT").with("after", "HEAD").include(member, column).declaration();
    DeclarationException fault =
        catchThrowableOfType(
            DeclarationException.class, () -> LayoutCompiler.compile(declaration, TYPES));

    assertThat(fault).hasMessage(message);
    assertThat(fault.place()).isEqualTo(place);
  }

  private static Walked walk(byte[] blob, DeclaredDecoder... decoders) throws IOException {
    List<Decoder> together = DeclaredTables.byTag(List.of(decoders));
    DumpWalker walker = new DumpWalker(Decoders.load().withFirst(together), WalkOptions.all());
    DumpBuilder dump =
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).blob(SampleBlob.of(Declared.TAG, blob));
    return Walked.through(ArrayContent.of(DumpBytes.of(dump)), walker);
  }

  @Test
  void oneTagHasSeveralTables() throws IOException {
    DeclaredDecoder head =
        Declared.of("HEAD").single().table("acme_log").column("Events", As.SKIP).decoder(TYPES);
    DeclaredDecoder events = included().decoder(TYPES);

    Walked walked = walk(ring(), head, events);

    assertThat(walked.rejects()).isEmpty();
    assertThat(walked.rows())
        .extracting(row -> row.table() + " " + row.entry())
        .containsExactly("acme_log 0", "acme_events 0", "acme_events 1");
    assertThat(walked.rows().get(0).values()).containsExactly("7.1", 7L, 1L, 2L, 77L, 0.0);
    assertThat(walked.blobs().get(0).decoder().name()).isEqualTo("acme_log+acme_events");
  }

  /** A header that a cut dump lacks the end of doesn't keep the records from being read. */
  @Test
  void faultOfOneTableLeavesTheOthers() throws IOException {
    DeclaredDecoder head =
        Declared.of("HEAD").single().table("acme_log").column("Events", As.SKIP).decoder(TYPES);

    Walked walked = walk(Arrays.copyOf(ring(), 48), head, included().decoder(TYPES));

    assertThat(walked.rows())
        .extracting(row -> row.table())
        .containsExactly("acme_events", "acme_events");
    assertThat(walked.rejects()).hasSize(1);
    assertThat(walked.rejects().get(0).message())
        .isEqualTo("acme_log: HEAD has 88 bytes, the blob 48");
  }

  /** Skipped members at a header's end, such as the ring itself, needn't be in the file. */
  @Test
  void skippedEndIsNotNeeded() throws IOException {
    Declared head = Declared.of("HEAD").single();
    for (String skipped : List.of("Events", "Trailer", "Load")) {
      head.column(skipped, As.SKIP);
    }

    assertThat(only(head.walk(TYPES, Arrays.copyOf(ring(), 16))))
        .containsExactly("7.1", 7L, 1L, 2L);
    assertThat(head.walk(TYPES, Arrays.copyOf(ring(), 15)).rejects()).hasSize(1);
  }

  @Test
  void textsOfRecordsMayBeHidden() throws IOException {
    HandLaid types =
        new HandLaid().add(structure("ENTRY", 16, 0, U64, "Stamp", 8, array(CHAR, 8), "Text"));
    byte[] blob = new Little(32).u64(0, 5).raw(8, "Uryyb!".getBytes(ISO_8859_1)).toBytes();

    Declared rotated = Declared.of("ENTRY").rot13();
    assertThat(rotated.walk(types, blob).rows())
        .extracting(row -> row.values())
        .containsExactly(List.of(5L, "Hello!"), List.of(0L, ""));
    for (int i = 0; i < blob.length; i++) {
      blob[i] ^= (byte) 0xCC;
    }
    assertThat(Declared.of("ENTRY").xor(0xCC).rot13().walk(types, blob).rows())
        .extracting(row -> row.values())
        .containsExactly(List.of(5L, "Hello!"), List.of(0L, ""));
  }
}
