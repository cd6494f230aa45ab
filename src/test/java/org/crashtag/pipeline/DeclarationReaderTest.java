package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.declared.Condition;
import org.crashtag.decode.declared.Declaration;
import org.crashtag.decode.declared.Declaration.As;
import org.crashtag.decode.declared.Declaration.ColumnChoice;
import org.crashtag.decode.declared.Declaration.Include;
import org.crashtag.decode.declared.Declaration.Index;
import org.crashtag.decode.declared.Declaration.Kind;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.decode.declared.Declaration.Shape;
import org.crashtag.decode.declared.Declaration.SourceKind;
import org.crashtag.decode.declared.Declaration.Version;
import org.crashtag.decode.declared.Declaration.Xor;
import org.crashtag.decode.declared.TableDeclaration;
import org.crashtag.decode.declared.TextDeclaration;
import org.crashtag.decode.declared.TextDeclaration.Encoding;
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

  private static List<TableDeclaration> readAll(String text) throws PipelineFile.FaultException {
    return new DeclarationReader("p.yaml").read(PipelineFile.parse("p.yaml", text).decode());
  }

  private static List<Declaration> read(String text) throws PipelineFile.FaultException {
    return readAll(text).stream().map(Declaration.class::cast).toList();
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
                + "      Clock: {as: qpc, frequency: 10000000}\n"
                + "      Tx: {when: \"Kind in (EventSend, 7)\"}\n"
                + "    include_path: [../inc, sdk]\n"
                + "    define: {DBG: 1, PORTS: 4}\n"
                + "    include: {Build: log_build}\n"
                + "    rot13: true\n");

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
                Map.of("DBG", "1", "PORTS", "4"),
                List.of(name("../inc", "15:20"), name("sdk", "15:28")),
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
                true,
                List.of(
                    new ColumnChoice(
                        name("Time", "11:7"),
                        Optional.of(As.INTERRUPT_TIME),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                    new ColumnChoice(
                        name("Flags", "12:7"),
                        Optional.of(As.FLAGS),
                        Optional.of(name("ACME_FLAGS", "12:30")),
                        Optional.empty(),
                        Optional.empty()),
                    new ColumnChoice(
                        name("Clock", "13:7"),
                        Optional.of(As.QPC),
                        Optional.empty(),
                        Optional.of(name("10000000", "13:35")),
                        Optional.empty()),
                    new ColumnChoice(
                        name("Tx", "14:7"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(
                            new Condition(
                                name("Kind", "14:18"),
                                false,
                                List.of("EventSend", "7"),
                                "p.yaml:14:18")))),
                List.of(new Include(name("Build", "17:15"), name("log_build", "17:22")))));
  }

  @Test
  void pdbHasNoMacros() {
    String ofPdb = START.replace("header: acme.h", "pdb: acme.pdb");
    assertThatThrownBy(() -> read(ofPdb + "    define: {DBG: 1}\n"))
        .hasMessage("p.yaml:6:13: define: is only for header:");
    assertThatThrownBy(() -> read(ofPdb + "    include_path: inc\n"))
        .hasMessage("p.yaml:6:19: include_path: is only for header:");
  }

  private static final String TEXT =
      """
      decode:
        - tag: "{3F2504E0-4F89-41D3-9A0C-0305E82C3301}"
          table: acme_trace
      """;

  @Test
  void textNeedsNoTypes() throws Exception {
    Guid tag = Guid.constant("3f2504e0-4f89-41d3-9a0c-0305e82c3301");
    Name table = name("acme_trace", "3:12");

    assertThat(readAll(TEXT + "    shape: text\n"))
        .containsExactly(
            new TextDeclaration("p.yaml:2:5", tag, table, 0, Encoding.UTF_8, Xor.NONE, false));
    assertThat(
            readAll(
                TEXT
                    + "    shape: {text: {encoding: utf-16, skip: 0x10}}\n"
                    + "    xor: 0xCC\n"
                    + "    rot13: true\n"))
        .containsExactly(
            new TextDeclaration(
                "p.yaml:2:5", tag, table, 16, Encoding.UTF_16, new Xor(false, 0xCC), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shape: {text: {}} | 4:19: text must be a mapping",
        "shape: {text: {encoding: ebcdic}} | 4:30: encoding must be one of utf-8, utf-16, ascii,"
            + " latin-1, windows-1252",
        "shape: {text: {skip: -1}} | 4:26: skip expects a number from 0 to 16777216, not -1",
        "shape: {text: {skip: 99999999999}} | 4:26: skip expects a number from 0 to 16777216, not"
            + " 99999999999",
      })
  void faultsOfText(String line, String message) {
    assertThatThrownBy(() -> readAll(TEXT + "    " + line + "\n"))
        .isInstanceOf(PipelineFile.FaultException.class)
        .hasMessage("p.yaml:" + message);
  }

  @Test
  void textHasNoRecords() {
    assertThatThrownBy(() -> readAll(TEXT + "    shape: text\n    record: R\n"))
        .hasMessage("p.yaml:5:5: unknown key \"record\"");
    assertThatThrownBy(() -> readAll(TEXT + "    shape: text\n    xor: guid-text\n"))
        .hasMessage("p.yaml:5:10: text has no records; xor: expects a byte such as 0xCC");
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
        "    shape: rings | 6:12: shape must be one of array, single, ring, text; did you mean \"ring\"?",
        "    shape: ring | 6:12: a ring needs a mapping: {ring: {after: ..., next: ...}}",
        "    shape: {ring: {after: H}} | 6:19: a ring needs next: and index:, or order:",
        "    shape: {ring: {next: N, index: slot}}"
            + " | 6:19: next, capacity and written need after:, the structure that has these members",
        "    shape: {ring: {after: H, next: N}} | 6:19: next: and index: must be given together",
        "    shape: {ring: {after: H, next: N, index: slots}}"
            + " | 6:46: index must be one of slot, counter; did you mean \"slot\"?",
        "    shape: {single: {next: N}} | 6:22: unknown key \"next\"",
        "    shape: {single: {after: H}, array: {after: H}}"
            + " | 6:12: shape must be one of array, single, ring, text",
        "    xor: guid | 6:10: xor must be one of guid-text",
        "    version: {field: V} | 6:14: version needs field: and layouts:",
        "    version: {field: V, layouts: {one: A}}"
            + " | 6:35: a version must be a number, not \"one\"",
        "    version: {field: V, layouts: {}} | 6:34: layouts must be a mapping",
        "    columns: [A] | 6:14: columns must be a mapping",
        "    columns: {A: hex} | 6:18: A must be a mapping",
        "    columns: {A: {of: B}} | 6:18: A needs as: or when:",
        "    columns: {A: {as: hexa}} | 6:23: as must be one of filetime, interrupt-time, qpc, hex,"
            + " text, utf-16, guid, ntstatus, ipv4, bytes, flags, skip; did you mean \"hex\"?",
        "    columns: {A: {as: hex, of: B}} | 6:32: of: is only for flags",
        "    columns: {A: {as: hex, frequency: 1}} | 6:39: frequency: is only for qpc",
        "    columns: {A: {as: hex}, A: {as: hex}} | 6:29: the key \"A\" occurs twice",
        "    columns: &a {A: {as: hex}} | 6:14: YAML anchors are not supported",
        "    columns: {A: {of: B}} | 6:18: A needs as: or when:",
        "    columns: {A: {when: B = 1}} | 6:25: when expects \"MEMBER == VALUE\", \"MEMBER !="
            + " VALUE\" or \"MEMBER in (VALUE, ...)\", not \"B = 1\"",
        "    define: {1DBG: 1} | 6:14: \"1DBG\" is not the name of a macro",
        "    define: {DBG: [1]} | 6:19: DBG must be a text",
        "    include_path: {} | 6:19: include_path must be a list",
        "    include: {Build: build} | 6:14: include: needs after:, the structure that has"
            + " these members",
        "    xor: 0x100 | 6:10: xor expects a number from 1 to 255, not 0x100",
        "    xor: 0 | 6:10: xor expects a number from 1 to 255, not 0",
        "    rot13: twice | 6:12: rot13 must be one of true, false",
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
  void eachTagAndTableOnce() throws Exception {
    String again = START.replace("decode:\n", "");
    assertThat(read(START + again.replace("acme_events", "acme_log"))).hasSize(2);
    assertThatThrownBy(() -> read(START + again))
        .hasMessage("p.yaml:7:12: the table acme_events is already declared at p.yaml:3:12");
    assertThatThrownBy(() -> read(START + again.replace("3F2504E0", "3F2504E1")))
        .hasMessage("p.yaml:7:12: the table acme_events is already declared at p.yaml:3:12");
    assertThatThrownBy(() -> read(START.replace("3F2504E0-", "")))
        .hasMessage("p.yaml:2:10: \"{4F89-41D3-9A0C-0305E82C3301}\" is not a GUID");
    assertThatThrownBy(() -> read("decode: acme.h\n"))
        .hasMessage("p.yaml:1:9: decode must be a list");
  }
}
