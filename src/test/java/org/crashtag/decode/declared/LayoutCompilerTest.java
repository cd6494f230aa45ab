package org.crashtag.decode.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.crashtag.decode.declared.HandLaid.CHAR;
import static org.crashtag.decode.declared.HandLaid.FLOAT;
import static org.crashtag.decode.declared.HandLaid.U16;
import static org.crashtag.decode.declared.HandLaid.U32;
import static org.crashtag.decode.declared.HandLaid.U64;
import static org.crashtag.decode.declared.HandLaid.U8;
import static org.crashtag.decode.declared.HandLaid.array;
import static org.crashtag.decode.declared.HandLaid.structure;

import java.util.Map;
import org.crashtag.decode.declared.Declaration.As;
import org.crashtag.decode.declared.Declaration.Index;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;
import org.crashtag.layout.TypeSource;
import org.crashtag.layout.UnknownTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid declarations, and the messages about them. */
class LayoutCompilerTest {
  private static final HandLaid EVENT =
      new HandLaid()
          .add(structure("EVENT", 8, 0, U32, "Value", 4, FLOAT, "Load"))
          .add(structure("HEAD", 8, 0, U32, "Next", 4, FLOAT, "Share"));

  private static String fault(Declared declared, TypeSource types) {
    DeclarationException fault =
        catchThrowableOfType(
            DeclarationException.class,
            () -> LayoutCompiler.compile(declared.declaration(), types));
    assertThat(fault).isNotNull();
    assertThat(fault.getMessage()).doesNotContain("\n");
    return fault.place() + ": " + fault.getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Acme", "acme-events", "1st", "_x", "acme events", "a\"; drop", "tést"})
  void tableNameIsRefused(String name) {
    assertThat(fault(Declared.of("EVENT").table(name), EVENT))
        .isEqualTo(
            "p.yaml:3:5: a table's name is a letter and up to 62 letters, digits and underscores,"
                + " all lower case");
  }

  @Test
  void longestTableName() {
    String longest = "a".repeat(63);
    assertThat(Declared.of("EVENT").table(longest).decoder(EVENT).name()).isEqualTo(longest);
    assertThat(fault(Declared.of("EVENT").table(longest + "a"), EVENT)).startsWith("p.yaml:3:5: ");
  }

  @Test
  void typeThatIsNotThere() {
    assertThat(fault(Declared.of("EVNT"), EVENT))
        .isEqualTo("p.yaml:5:5: acme.h: no structure EVNT");
  }

  @ParameterizedTest
  @CsvSource({"Entry,entry", "Ordinal,ordinal", "DumpId,dump_id", "Run,run"})
  void columnThatIsTheKeys(String member, String column) {
    HandLaid types = new HandLaid().add(structure("EVENT", 4, 0, U32, member));

    assertThat(fault(Declared.of("EVENT"), types))
        .startsWith("p.yaml:5:5: " + member + " of EVENT (x64) would be the column " + column)
        .endsWith(" Skip it");
    assertThat(fault(Declared.of("EVENT").column(member, As.SKIP), types))
        .isEqualTo("p.yaml:5:5: EVENT leaves no column");
  }

  @Test
  void tornIsTheRings() {
    HandLaid types =
        new HandLaid()
            .add(structure("EVENT", 4, 0, U32, "Torn"))
            .add(structure("HEAD", 4, 0, U32, "Next"));

    assertThat(Declared.of("EVENT").decoder(types).table().columns()).hasSize(4);
    assertThat(
            fault(
                Declared.of("EVENT").ring(Index.SLOT).with("after", "HEAD").with("next", "Next"),
                types))
        .contains("would be the column torn");
  }

  @Test
  void twoMembersOfOneName() {
    HandLaid types = new HandLaid().add(structure("EVENT", 8, 0, U32, "PortNo", 4, U32, "Port_No"));

    assertThat(fault(Declared.of("EVENT"), types))
        .isEqualTo(
            "p.yaml:5:5: EVENT.Port_No and EVENT.PortNo would both be the column port_no; skip"
                + " one");
    assertThat(Declared.of("EVENT").column("PortNo", As.SKIP).decoder(types).table().columns())
        .hasSize(4);
  }

  @Test
  void versionsThatContradict() {
    HandLaid types =
        new HandLaid()
            .add(structure("V1", 8, 0, U32, "Version", 4, U32, "Value"))
            .add(structure("V2", 8, 0, U32, "Version", 4, FLOAT, "Value"))
            .add(structure("V3", 8, 0, U32, "Value", 4, U32, "Version"))
            .add(structure("V4", 16, 0, U32, "Version", 8, U64, "Value"));

    assertThat(fault(Declared.of("V1").version("Version", Map.of(2L, "V2")), types))
        .isEqualTo("p.yaml:5:5: the column value is BIGINT in V1 (x64) and DOUBLE in V2 (x64)");
    assertThat(fault(Declared.of("V1").version("Version", Map.of(3L, "V3")), types))
        .isEqualTo("p.yaml:8:1: Version has another offset in V3 than in V1");
    assertThat(fault(Declared.of("V1").version("Verson", Map.of(1L, "V1")), types))
        .isEqualTo("p.yaml:8:1: V1 has no member Verson; did you mean \"Version\"?");
    assertThat(
            Declared.of("V1")
                .version("Version", Map.of(1L, "V1", 4L, "V4"))
                .decoder(types)
                .table()
                .columns())
        .last()
        .extracting(column -> column.typeName())
        .isEqualTo("UNSIGNED64");
  }

  @Test
  void versionThatNoSlotHolds() {
    HandLaid types =
        new HandLaid()
            .add(structure("V1", 8, 0, U32, "Version", 4, U32, "Value"))
            .add(structure("V2", 12, 0, U32, "Version", 4, U32, "Value", 8, U32, "More"))
            .add(structure("HEAD", 4, 0, U32, "Next"));

    assertThat(
            fault(
                Declared.of("V1")
                    .ring(Index.SLOT)
                    .with("after", "HEAD")
                    .with("next", "Next")
                    .version("Version", Map.of(1L, "V1", 2L, "V2")),
                types))
        .isEqualTo("p.yaml:5:5: V2 has 12 bytes, more than a slot of the ring: V1 has 8");
  }

  @Test
  void fieldsOfTheShape() {
    Declared ring = Declared.of("EVENT").ring(Index.SLOT).with("after", "HEAD");

    assertThat(fault(ring.with("next", "Nxt"), EVENT))
        .isEqualTo("p.yaml:7:next: HEAD has no member Nxt; did you mean \"Next\"?");
    assertThat(fault(ring.with("next", "Share"), EVENT))
        .isEqualTo("p.yaml:7:next: HEAD.Share is not a number");
    assertThat(fault(ring.with("next", "Next").with("order", "Load"), EVENT))
        .isEqualTo("p.yaml:7:order: EVENT.Load is not a number");
  }

  @Test
  void choiceOfNoMember() {
    assertThat(fault(Declared.of("EVENT").column("Valu", As.HEX), EVENT))
        .isEqualTo("p.yaml:20:7: EVENT has no member Valu; did you mean \"Value\"?");
  }

  @ParameterizedTest
  @CsvSource({
    "Value,GUID,'guid: ULONG, 4 bytes'",
    "Load,NTSTATUS,'ntstatus: float, 4 bytes'",
    "Value,TEXT,'text: ULONG, 4 bytes'",
    "Value,UTF_16,'utf-16: ULONG, 4 bytes'",
    "Value,FILETIME,'filetime: ULONG, 4 bytes'",
    "Load,INTERRUPT_TIME,'interrupt-time: float, 4 bytes'",
    "Load,HEX,'hex: float, 4 bytes'"
  })
  void choiceThatDoesNotFit(String member, As as, String what) {
    assertThat(fault(Declared.of("EVENT").column(member, as), EVENT))
        .isEqualTo("p.yaml:20:7: EVENT." + member + " can't be read as " + what);
  }

  @Test
  void flagsOfNothing() {
    assertThat(fault(Declared.of("EVENT").column("Value", As.FLAGS), EVENT))
        .isEqualTo("p.yaml:20:7: flags need of: with the name of their enumeration");
    assertThat(fault(Declared.of("EVENT").flags("Value", "FLGS"), EVENT))
        .isEqualTo("p.yaml:20:7: acme.h: no enumeration FLGS");
  }

  @Test
  void frequencyThatIsNone() {
    assertThat(fault(Declared.of("EVENT").counter("Value", "PerSecond"), EVENT))
        .isEqualTo("p.yaml:20:7: frequency is neither a number nor a number's name in EVENT");
  }

  @Test
  void sizesThatCanNotBe() {
    HandLaid types =
        new HandLaid()
            .add(structure("EMPTY", 0))
            .add(structure("HUGE", 1L << 36, 0, array(U64, 1L << 32), "Items"))
            .add(structure("MANY", 1 << 20, 0, array(U8, 1 << 20), "Items"))
            .add(structure("TAIL", 4, 0, U32, "Count", 4, array(CHAR, 0), "Text"))
            .add(structure("HOLLOW", 4, 0, U32, "A", 4, array(structure("NONE", 0), 1 << 30), "B"))
            .add(structure("DEEP", 4, 0, array(array(array(U8, 1 << 12), 1 << 12), 1 << 12), "A"));

    assertThat(fault(Declared.of("EMPTY"), types)).isEqualTo("p.yaml:5:5: EMPTY has no bytes");
    assertThat(fault(Declared.of("HUGE"), types))
        .isEqualTo(
            "p.yaml:5:5: HUGE has 68719476736 bytes; no blob of more than 16777216 is decoded");
    assertThat(fault(Declared.of("MANY"), types))
        .isEqualTo(
            "p.yaml:5:5: MANY.Items has more than 65536 elements; skip it, or read it as bytes");
    assertThat(fault(Declared.of("TAIL"), types))
        .isEqualTo(
            "p.yaml:5:5: TAIL.Text has no bound, which only the shape single can have;"
                + " skip it");
    assertThat(fault(Declared.of("HOLLOW"), types))
        .isEqualTo("p.yaml:5:5: HOLLOW.B is an array of elements without bytes; skip it");
    assertThat(fault(Declared.of("DEEP"), types)).contains("more than 65536 elements");
    assertThat(Declared.of("MANY").column("Items", As.BYTES).decoder(types).table().columns())
        .hasSize(4);
  }

  @Test
  void moreColumnsThanATableHas() {
    Object[] members = new Object[3 * 1001];
    for (int i = 0; i < 1001; i++) {
      members[3 * i] = 0;
      members[3 * i + 1] = U16;
      members[3 * i + 2] = "M" + i;
    }
    HandLaid types = new HandLaid().add(structure("WIDE", 2, members));

    assertThat(fault(Declared.of("WIDE"), types))
        .isEqualTo("p.yaml:5:5: WIDE makes more than 1000 columns; skip some");
  }

  /** A column that only one machine's layout has is NULL in other dumps, without a fault. */
  @Test
  void typesOfOneArchitectureAreEnough() {
    TypeSource x64 =
        new TypeSource() {
          @Override
          public CType.Structure structure(String name, Architecture architecture)
              throws UnknownTypeException {
            if (architecture != Architecture.X64) {
              throw new UnknownTypeException("acme.pdb is for x64");
            }
            return EVENT.structure(name, architecture);
          }

          @Override
          public Map<Long, String> constants(String name, Architecture architecture) {
            return Map.of();
          }
        };

    assertThat(Declared.of("EVENT").decoder(x64).architectures()).containsExactly(Architecture.X64);
  }

  @Test
  void namesInSnakeCase() {
    assertThat(SnakeCase.of("DriverName")).isEqualTo("driver_name");
    assertThat(SnakeCase.of("IRQLevel")).isEqualTo("irq_level");
    assertThat(SnakeCase.of("dwFlags2Mask")).isEqualTo("dw_flags2_mask");
    assertThat(SnakeCase.of("m_Value")).isEqualTo("m_value");
    assertThat(SnakeCase.of("__Reserved__1")).isEqualTo("reserved_1");
    assertThat(SnakeCase.of("BYTES_SENT")).isEqualTo("bytes_sent");
    assertThat(SnakeCase.of("u1")).isEqualTo("u1");
  }
}
