package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.declared.Declaration;
import org.crashtag.decode.declared.Declaration.As;
import org.crashtag.decode.declared.Declaration.ColumnChoice;
import org.crashtag.decode.declared.Declaration.Index;
import org.crashtag.decode.declared.Declaration.Kind;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.decode.declared.Declaration.Shape;
import org.crashtag.decode.declared.Declaration.SourceKind;
import org.crashtag.decode.declared.Declaration.Version;
import org.crashtag.decode.declared.Declaration.Xor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationReaderTest {
  private static final String START =
      """
      decode:
        - tag: "{3F2504E0-4F89-41D3-9A0C-0305E82C3301}"
          table: acme_events
          header: acme.h
          record: ACME_EVENT
      """;

  private static List<Declaration> read(String text) throws PipelineFile.FaultException {
    return new DeclarationReader("p.yaml").read(PipelineFile.parse("p.yaml", text).decode());
  }

  private static Name name(String text, String place) {
    return new Name(text, "p.yaml:" + place);
  }

  @Test
  void everythingThatAnEntryCanSay() throws Exception {
    List<Declaration> read =
        read(
            START
                + "    shape:\n"
                + "      ring: {after: HEAD, next: Head, index: counter, capacity: Room,"
                + " order: Sequence, valid: Magic}\n"
                + "    version: {field: Version, layouts: {1: V1, 0x10: ACME_EVENT}}\n"
                + "    xor: guid-text\n"
                + "    columns:\n"
                + "      Time: {as: interrupt-time}\n"
                + "      Flags: {as: flags, of: ACME_FLAGS}\n"
                + "      Clock: {as: qpc, frequency: 10000000}\n");

    TreeMap<Long, Name> layouts = new TreeMap<>();
    layouts.put(1L, name("V1", "8:44"));
    layouts.put(16L, name("ACME_EVENT", "8:54"));
    assertThat(read)
        .containsExactly(
            new Declaration(
                "p.yaml:2:5",
                Guid.constant("3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
                name("acme_events", "3:12"),
                name("acme.h", "4:13"),
                SourceKind.HEADER,
                name("ACME_EVENT", "5:13"),
                new Shape(
                    Kind.RING,
                    Optional.of(name("HEAD", "7:21")),
                    Optional.of(name("Head", "7:33")),
                    Optional.of(Index.COUNTER),
                    Optional.of(name("Room", "7:65")),
                    Optional.empty(),
                    Optional.of(name("Sequence", "7:78")),
                    Optional.of(name("Magic", "7:95"))),
                Optional.of(new Version(name("Version", "8:22"), layouts)),
                Xor.GUID_TEXT,
                List.of(
                    new ColumnChoice(
                        name("Time", "11:7"),
                        As.INTERRUPT_TIME,
                        Optional.empty(),
                        Optional.empty()),
                    new ColumnChoice(
                        name("Flags", "12:7"),
                        As.FLAGS,
                        Optional.of(name("ACME_FLAGS", "12:30")),
                        Optional.empty()),
                    new ColumnChoice(
                        name("Clock", "13:7"),
                        As.QPC,
                        Optional.empty(),
                        Optional.of(name("10000000", "13:35"))))));
  }

  @Test
  void leastThatAnEntryMustSay() throws Exception {
    Declaration least = read(START).get(0);
    assertThat(least.shape()).isEqualTo(Shape.ARRAY);
    assertThat(least.xor()).isEqualTo(Xor.NONE);
    assertThat(least.version()).isEmpty();
    assertThat(least.columns()).isEmpty();
    assertThat(read(START.replace("header: acme.h", "pdb: acme.pdb")).get(0).sourceKind())
        .isEqualTo(SourceKind.PDB);
    assertThat(read(START + "    shape: single\n").get(0).shape()).isEqualTo(Shape.SINGLE);
    assertThat(read(START + "    shape: {array: {after: HEAD}}\n").get(0).shape().after())
        .contains(name("HEAD", "6:28"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "    shap: ring | 6:5: unknown key \"shap\"; did you mean \"shape\"?",
        "    shape: rings | 6:12: shape must be one of array, single, ring; did you mean \"ring\"?",
        "    shape: ring | 6:12: a ring needs a mapping: {ring: {after: ..., next: ...}}",
        "    shape: {ring: {after: H}} | 6:19: a ring needs next: and index:, or order:",
        "    shape: {ring: {next: N, index: slot}} | 6:19: next, capacity and written need after:,"
            + " the structure that has these members",
        "    shape: {ring: {after: H, next: N}} | 6:19: next: and index: must be given together",
        "    shape: {ring: {after: H, next: N, index: slots}}"
            + " | 6:46: index must be one of slot, counter; did you mean \"slot\"?",
        "    shape: {single: {next: N}} | 6:22: unknown key \"next\"",
        "    shape: {single: {after: H}, array: {after: H}}"
            + " | 6:12: shape must be one of array, single, ring",
        "    xor: guid | 6:10: xor must be one of guid-text",
        "    version: {field: V} | 6:14: version needs field: and layouts:",
        "    version: {field: V, layouts: {one: A}}"
            + " | 6:35: a version must be a number, not \"one\"",
        "    version: {field: V, layouts: {}} | 6:34: layouts must be a mapping",
        "    columns: [A] | 6:14: columns must be a mapping",
        "    columns: {A: hex} | 6:18: A must be a mapping",
        "    columns: {A: {of: B}} | 6:18: A needs as:",
        "    columns: {A: {as: hexa}} | 6:23: as must be one of filetime, interrupt-time, qpc, hex,"
            + " text, utf-16, guid, ntstatus, ipv4, bytes, flags, skip; did you mean \"hex\"?",
        "    columns: {A: {as: hex, of: B}} | 6:32: of: is only for flags",
        "    columns: {A: {as: hex, frequency: 1}} | 6:39: frequency: is only for qpc",
        "    columns: {A: {as: hex}, A: {as: hex}} | 6:29: the key \"A\" occurs twice",
        "    columns: &a {A: {as: hex}} | 6:14: YAML anchors are not supported",
        "    pdb: acme.pdb | 2:5: an entry of decode needs either header: or pdb:",
      })
  void faultsNameTheirPlace(String lines, String message) {
    // The quotes of CSV take the blanks before a line.
    assertThatThrownBy(() -> read(START + "    " + lines.strip() + "\n"))
        .isInstanceOf(PipelineFile.FaultException.class)
        .hasMessage("p.yaml:" + message);
  }

  @ParameterizedTest
  @CsvSource({
    "tag,2:5: an entry of decode needs tag:",
    "table,2:5: an entry of decode needs table:",
    "record,2:5: an entry of decode needs record:",
    "header,2:5: an entry of decode needs either header: or pdb:"
  })
  void whatMustBeThere(String key, String message) {
    String text = START + "    shape: array\n";
    String without =
        key.equals("tag")
            ? text.replaceFirst("tag: .*\n *", "")
            : text.replaceFirst("\n *" + key + ":.*\n", "\n");
    assertThatThrownBy(() -> read(without)).hasMessage("p.yaml:" + message);
  }

  @Test
  void eachTagAndTableOnce() {
    String again = START.replace("decode:\n", "");
    assertThatThrownBy(() -> read(START + again))
        .hasMessage(
            "p.yaml:6:5: the tag 3f2504e0-4f89-41d3-9a0c-0305e82c3301 is already declared at"
                + " p.yaml:2:5");
    assertThatThrownBy(() -> read(START + again.replace("3F2504E0", "3F2504E1")))
        .hasMessage("p.yaml:7:12: the table acme_events is already declared at p.yaml:3:12");
    assertThatThrownBy(() -> read(START.replace("3F2504E0-", "")))
        .hasMessage("p.yaml:2:10: \"{4F89-41D3-9A0C-0305E82C3301}\" is not a GUID");
    assertThatThrownBy(() -> read("decode: acme.h\n"))
        .hasMessage("p.yaml:1:9: decode must be a list");
  }
}
