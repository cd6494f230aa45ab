package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.pipeline.PipelineFile.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineFileTest {
  private static PipelineFile parse(String text) throws FaultException {
    return PipelineFile.parse("p.yaml", text);
  }

  private static void assertFault(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .as(text)
        .isInstanceOf(FaultException.class)
        .hasMessage(message);
  }

  @Test
  void readsEveryKey() throws FaultException {
    PipelineFile file =
        parse(
            """
            # A comment.
            source: [a.dmp, "crashes/**/*.dmp"]
            output: tables
            tables:
              - dumps
              - kmdf_drivers
            tags: [kmdf, '{65755A40-F146-43EA-8C9136B85728FD35}']
            keep: [smbios]
            rejects: {max-rejects: 2.5%}
            private: drop
            batch: 2000
            decode:
              - {tag: x, table: y}
            """);
    assertThat(file.keep()).containsExactly(new Name("smbios", "p.yaml:8:8"));
    assertThat(file.maxRejects()).contains(new Name("2.5%", "p.yaml:9:24"));
    assertThat(file.privacy()).isEqualTo("drop");
    assertThat(file.batch()).isEqualTo(2000);
    assertThat(file.decode()).hasSize(1);
    assertThat(file.sources()).containsExactly("a.dmp", "crashes/**/*.dmp");
    assertThat(file.output()).isEqualTo("tables");
    assertThat(file.tables())
        .containsExactly(new Name("dumps", "p.yaml:5:5"), new Name("kmdf_drivers", "p.yaml:6:5"));
    assertThat(file.tags())
        .containsExactly(
            new Name("kmdf", "p.yaml:7:8"),
            new Name("{65755A40-F146-43EA-8C9136B85728FD35}", "p.yaml:7:14"));
  }

  @Test
  void keysThatAreLeftOutAreEmpty() throws FaultException {
    assertThat(parse("{}")).isEqualTo(PipelineFile.EMPTY);
    PipelineFile file = parse("output: x");
    assertThat(file.output()).isEqualTo("x");
    assertThat(file.sources()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"source", "tables", "tags"})
  void oneTextIsAListOfOne(String key) throws FaultException {
    PipelineFile file = parse(key + ": one");
    assertThat(List.of(file.sources().size(), file.tables().size(), file.tags().size()))
        .containsExactlyInAnyOrder(1, 0, 0);
  }

  /** A folder may be called 2026 or yes. */
  @ParameterizedTest
  @ValueSource(strings = {"2026", "1.50", "0x1F", "true", "yes", "2026-03-17", "1e3", "012"})
  void textsThatLookLikeOtherTypesAreTakenAsTheyStand(String text) throws FaultException {
    assertThat(parse("output: " + text).output()).isEqualTo(text);
    assertThat(parse("source: [" + text + "]").sources()).containsExactly(text);
  }

  @Test
  void shippedFileIsOne() throws IOException, FaultException {
    String text = Files.readString(Path.of("pipelines/all.yaml"));
    PipelineFile file = PipelineFile.parse("all.yaml", text);
    assertThat(file.sources()).isNotEmpty();
    assertThat(file.tables())
        .extracting(Name::text)
        .containsExactly("sources", "dumps", "tags", "kmdf_drivers", "modules", "rejects");
  }

  @ParameterizedTest
  @CsvSource({"sources, source", "Source, source", "tag, tags", "table, tables", "ouptut, output"})
  void unknownKeyIsNamedWithItsPlaceAndTheNearestKey(String key, String nearest) {
    assertFault(
        "# first line\n" + key + ": x",
        "p.yaml:2:1: unknown key \"" + key + "\"; did you mean \"" + nearest + "\"?");
  }

  @Test
  void keyThatIsNearNoneHasNoHint() {
    assertFault("source: a\nretries: 3", "p.yaml:2:1: unknown key \"retries\"");
  }

  @Test
  void limitsStandBesideThePatterns() throws FaultException {
    PipelineFile file =
        parse("source: {patterns: [a, b], limits: {max-members: 7, max-seconds: 60}}");
    assertThat(file.sources()).containsExactly("a", "b");
    assertThat(file.limits()).isEqualTo(Map.of("max-members", 7L, "max-seconds", 60L));
  }

  @Test
  void everyFaultIsFound() {
    assertThatThrownBy(() -> parse("sorce: a\nbatch: x\ntags: [a, a, b, b]\noutput: c"))
        .isInstanceOfSatisfying(
            FaultException.class,
            fault ->
                assertThat(fault.faults())
                    .containsExactly(
                        "p.yaml:1:1: unknown key \"sorce\"; did you mean \"source\"?",
                        "p.yaml:2:8: batch expects a number from 1 to 2147483647, not x",
                        "p.yaml:3:11: \"a\" occurs twice",
                        "p.yaml:3:17: \"b\" occurs twice"))
        .hasMessageEndingWith("(and 3 more)");
  }

  @Test
  void keyTwiceIsRefused() {
    assertFault("source: a\nsource: b", "p.yaml:2:1: the key \"source\" occurs twice");
    assertFault("source: a\n\"source\": b", "p.yaml:2:1: the key \"source\" occurs twice");
  }

  @Test
  void itemTwiceIsRefused() {
    assertFault("tags: [kmdf, kmdf]", "p.yaml:1:14: \"kmdf\" occurs twice");
    assertFault("tables:\n- dumps\n- \"dumps\"", "p.yaml:3:3: \"dumps\" occurs twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "source: &a x",
        "source: &a [x]",
        "source: [&a x]",
        "&a source: x",
        "output: &a x",
      })
  void anchorsAreRefused(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(FaultException.class)
        .hasMessageStartingWith("p.yaml:1:")
        .hasMessageEndingWith("YAML anchors are not supported");
  }

  @ParameterizedTest
  @ValueSource(strings = {"source: &a x\noutput: *a", "source: &a [x]\ntags: *a", "source: *none"})
  void aliasesAreRefused(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(FaultException.class)
        .hasMessageStartingWith("p.yaml");
  }

  /** Nine levels of nine would be 387,420,489 texts. */
  @Test
  void bombIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int level = 1; level < 9; level++) {
      String below = "*a" + (level - 1);
      bomb.append("a" + level + ": &a" + level + " [" + (below + ", ").repeat(8) + below + "]\n");
    }
    assertThatThrownBy(() -> parse(bomb.append("source: *a8\n").toString()))
        .isInstanceOf(FaultException.class)
        .hasMessageStartingWith("p.yaml");
  }

  @Test
  void hugeFileIsRefused() {
    assertFault("#".repeat((1 << 20) + 1), "p.yaml: the file is too long for a pipeline file");
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> parse("source: " + "[".repeat(50_000)))
        .isInstanceOf(FaultException.class)
        .hasMessageStartingWith("p.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "source: {path: x}#p.yaml:1:10: unknown key \"path\"",
        "source: {limits: {max-members: 7}}#p.yaml:1:9: source needs patterns:",
        "source: {patterns: a, limits: {max-member: 7}}#p.yaml:1:32: unknown key \"max-member\";"
            + " did you mean \"max-members\"?",
        "source: {patterns: a, limits: {max-members: -7}}#p.yaml:1:45: max-members expects a number"
            + " from 1 to 9223372036854775807, not -7",
        "source: {patterns: a, limits: {max-depth: 3000000000}}#p.yaml:1:43: max-depth expects a"
            + " number from 1 to 2147483647, not 3000000000",
        "source: {patterns: a, patterns: b}#p.yaml:1:23: the key \"patterns\" occurs twice",
        "rejects: 5%#p.yaml:1:10: rejects must be a mapping",
        "rejects: {max: 5%}#p.yaml:1:11: unknown key \"max\"",
        "private: maybe#p.yaml:1:10: private must be one of hash, keep, drop",
        "batch: 0#p.yaml:1:8: batch expects a number from 1 to 2147483647, not 0",
        "batch: many#p.yaml:1:8: batch expects a number from 1 to 2147483647, not many",
        "decode: x#p.yaml:1:9: decode must be a list",
        "decode: [x]#p.yaml:1:10: an entry of decode must be a mapping",
        "tags: ['{65755A40-F146-43EA-8C9136B85728FD35}',"
            + " 65755a40-f146-43ea-8c91-36b85728fd35]#p.yaml:1:49:"
            + " \"65755a40-f146-43ea-8c91-36b85728fd35\" occurs twice",
        "source: [{path: x}]#p.yaml:1:10: source must be a text",
        "source: [[x]]#p.yaml:1:10: source must be a text",
        "source: [x, ~]#p.yaml:1:13: source must be a text",
        "source:#p.yaml:1:8: source must be a text",
        "source: ' '#p.yaml:1:9: source must be a text",
        "source: []#p.yaml:1:9: source is an empty list",
        "output: [a]#p.yaml:1:9: output must be a text",
        "output: {a: b}#p.yaml:1:9: output must be a text",
        "tables: []#p.yaml:1:9: tables is an empty list",
        "tags: null#p.yaml:1:7: tags must be a text",
        "? [a]#p.yaml:1:3: a key must be a text",
      })
  void otherThanTextsAreRefusedWithTheirPlace(String text, String message) {
    assertFault(text, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "# only a comment\n", "---\n"})
  void emptyFileIsRefused(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(FaultException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a text", "[source, x]", "17", "- source: x"})
  void otherThanAMappingIsRefused(String text) {
    assertFault(text, "p.yaml:1:1: expected a mapping, such as \"source: crashes\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "source: [a",
        "source: \"a",
        "source: a: b",
        "\tsource: a",
        "source: *",
        "}",
        "source: a\n---\nsource: b",
        "source: \u0000",
        "%YAML 9.9"
      })
  void brokenYamlIsOneFault(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(FaultException.class)
        .hasMessageStartingWith("p.yaml");
  }

  /** No class of Java is made on the word of a file. */
  @Test
  void typesAreNotTaken() {
    for (String value : List.of("{a: b}", "'x'", "[x]")) {
      assertThatThrownBy(() -> parse("source: !!java.io.File " + value))
          .isInstanceOf(FaultException.class)
          .hasMessageStartingWith("p.yaml:1:9: Global tag is not allowed");
    }
  }
}
