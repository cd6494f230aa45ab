package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ListAssert;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.declared.Declaration.As;
import org.crashtag.decode.declared.TextDeclaration.Encoding;
import org.crashtag.pipeline.PipelineFile.FaultException;
import org.crashtag.testing.JsonSchema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors says what the parser takes. */
class PipelineSchemaTest {
  private static final Path PIPELINES = Path.of("pipelines");

  private static final String ENTRY =
      "{tag: '{3F2504E0-4F89-41D3-9A0C-0305E82C3301}', table: acme, header: a.h, record: R";

  private static final String TEXT =
      "{tag: '{3F2504E0-4F89-41D3-9A0C-0305E82C3301}', table: acme, shape: ";

  private static JsonSchema schema;

  @BeforeAll
  static void read() throws IOException {
    schema = JsonSchema.read(PIPELINES.resolve("pipeline.schema.json"));
  }

  private static ListAssert<String> assertKeys(String... part) {
    Map<?, ?> at = schema.part(part);
    return assertThat(
        ((Map<?, ?>) at.get("properties")).keySet().stream().map(String::valueOf).toList());
  }

  @Test
  void keysAreTheParsers() {
    List<String> keys = new ArrayList<>(PipelineFileReader.KEYS);
    for (Decoder decoder : Decoders.load().all()) {
      if (!decoder.settings().isEmpty()) {
        keys.add(decoder.name());
      }
    }
    assertKeys().containsExactlyInAnyOrderElementsOf(keys);
    assertKeys("properties", "source", "anyOf1")
        .containsExactlyInAnyOrderElementsOf(PipelineFileReader.SOURCE_KEYS);
    assertKeys("properties", "source", "anyOf1", "properties", "limits")
        .containsExactlyInAnyOrderElementsOf(PipelineFile.LIMITS);
    assertThat(schema.part("properties", "private").get("enum"))
        .isEqualTo(PipelineFileReader.PRIVACY);
  }

  @Test
  void settingsAreTheDecoders() {
    for (Decoder decoder : Decoders.load().all()) {
      if (!decoder.settings().isEmpty()) {
        assertKeys("properties", decoder.name())
            .containsExactlyInAnyOrderElementsOf(decoder.settings().keySet());
        decoder
            .settings()
            .forEach(
                (name, values) ->
                    assertThat(
                            schema
                                .part("properties", decoder.name(), "properties", name)
                                .get("enum"))
                        .isEqualTo(values));
      }
    }
  }

  @Test
  void keysOfDeclarationsAreTheParsers() {
    assertKeys("definitions", "declaration")
        .containsExactlyInAnyOrderElementsOf(DeclarationReader.KEYS);
    assertShape("single", DeclarationReader.SINGLE_KEYS);
    assertShape("array", DeclarationReader.ARRAY_KEYS);
    assertShape("ring", DeclarationReader.RING_KEYS);
    assertThat(
            schema
                .part("definitions", "declaration", "properties", "columns", "additionalProperties")
                .get("properties"))
        .extracting(columns -> ((Map<?, ?>) ((Map<?, ?>) columns).get("as")).get("enum"))
        .isEqualTo(Arrays.stream(As.values()).map(As::label).toList());
    assertThat(schema.part("definitions", "declaration", "properties", "xor", "anyOf0").get("enum"))
        .isEqualTo(DeclarationReader.XORS);
    assertShape("text", DeclarationReader.TEXT_SHAPE_KEYS);
    assertThat(
            schema
                .part(
                    "definitions",
                    "declaration",
                    "properties",
                    "shape",
                    "anyOf1",
                    "properties",
                    "text",
                    "properties",
                    "encoding")
                .get("enum"))
        .isEqualTo(Arrays.stream(Encoding.values()).map(Encoding::label).toList());
    assertKeys("definitions", "declaration", "properties", "columns", "additionalProperties")
        .containsExactlyInAnyOrderElementsOf(DeclarationReader.COLUMN_KEYS);
  }

  private static void assertShape(String kind, List<String> keys) {
    assertKeys("definitions", "declaration", "properties", "shape", "anyOf1", "properties", kind)
        .containsExactlyInAnyOrderElementsOf(keys);
  }

  static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(PIPELINES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void shippedFilesFit(Path file) throws IOException {
    assertThat(schema.faults(Files.readString(file))).isEmpty();
  }

  /** Whether the parser takes it. */
  private static boolean isTaken(String text) {
    try {
      PipelineFile file = PipelineFile.parse("p.yaml", text);
      new DeclarationReader("p.yaml").read(file.decode());
      return true;
    } catch (FaultException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "source: a",
        "source: [a, b]",
        "source: {patterns: a, limits: {max-depth: 3, max-seconds: 9}}",
        "output: 5",
        "tables: [dumps, 1, true]",
        "batch: 1",
        "rejects: {max-rejects: 5}",
        "rejects: {max-rejects: 2.5%}",
        "private: drop",
        "private-key: ../keys/crash.key",
        "etw: {messages: all, payloads: hex}",
        "decode: [" + ENTRY + "}]",
        "decode: [" + ENTRY + ", shape: single}]",
        "decode: [" + ENTRY + ", shape: {single: {after: H}}}]",
        "decode: [" + ENTRY + ", shape: {array: {order: S, valid: V}}}]",
        "decode: [" + ENTRY + ", shape: {ring: {order: S}}}]",
        "decode: [" + ENTRY + ", shape: {ring: {after: H, next: N, index: slot}}}]",
        "decode: [" + ENTRY + ", version: {field: V, layouts: {1: A, 0x2: B}}}]",
        "decode: [" + ENTRY + ", xor: guid-text, columns: {T: {as: qpc, frequency: 10}}}]",
        "decode: [" + ENTRY + ", columns: {F: {as: flags, of: F_*}}}]",
        "decode: [" + ENTRY + ", columns: {F: {when: K == 1}, G: {as: hex, when: K != 1}}}]",
        "decode: [" + ENTRY + ", define: {DBG: 1, N: x}, include_path: [a, b]}]",
        "decode: [" + ENTRY + ", include_path: a, xor: 0xCC, rot13: true}]",
        "decode: [" + ENTRY + ", xor: 204, rot13: false}]",
        "decode: [" + ENTRY + ", shape: {single: {after: H}}, include: {B: build}}]",
        "decode: [" + TEXT + "text}]",
        "decode: [" + TEXT + "{text: {encoding: utf-16}}, xor: 0x5a, rot13: true}]",
        "decode: [" + TEXT + "{text: {skip: 20}}}]",
      })
  void bothTake(String text) {
    assertThat(schema.faults(text)).isEmpty();
    assertThat(isTaken(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sources: a",
        "source: []",
        "source: ' '",
        "source: [a, a]",
        "source: {limits: {max-depth: 3}}",
        "source: {patterns: a, limits: {}}",
        "source: {patterns: a, limits: {max-depth: 0}}",
        "source: {patterns: a, limits: {depth: 1}}",
        "output: [a]",
        "batch: 0",
        "batch: 2147483648",
        "batch: many",
        "rejects: {}",
        "rejects: 5%",
        "private: no",
        "private-key: [a, b]",
        "etw: {}",
        "etw: {messages: some}",
        "etw: {events: all}",
        "decode: []",
        "decode: " + ENTRY + "}",
        "decode: [{}]",
        "decode: [" + ENTRY + ", pdb: a.pdb}]",
        "decode: [{tag: '{3F2504E0-4F89-41D3-9A0C-0305E82C3301}', table: acme, record: R}]",
        "decode: [{header: a.h, table: acme, record: R}]",
        "decode: [" + ENTRY + ", more: 1}]",
        "decode: [" + ENTRY + ", shape: ring}]",
        "decode: [" + ENTRY + ", shape: {}}]",
        "decode: [" + ENTRY + ", shape: {array: {order: S}, single: {after: H}}}]",
        "decode: [" + ENTRY + ", shape: {single: {order: S}}}]",
        "decode: [" + ENTRY + ", shape: {array: {written: W}}}]",
        "decode: [" + ENTRY + ", shape: {array: {next: N, index: slot}}}]",
        "decode: [" + ENTRY + ", shape: {ring: {after: H, next: N}}}]",
        "decode: [" + ENTRY + ", shape: {ring: {next: N, index: slot}}}]",
        "decode: [" + ENTRY + ", shape: {ring: {after: H, next: N, index: page}}}]",
        "decode: [" + ENTRY + ", shape: {ring: {after: H}}}]",
        "decode: [" + ENTRY + ", version: {field: V}}]",
        "decode: [" + ENTRY + ", version: {field: V, layouts: {}}}]",
        "decode: [" + ENTRY + ", xor: all}]",
        "decode: [" + ENTRY + ", columns: {}}]",
        "decode: [" + ENTRY + ", columns: {T: {of: F}}}]",
        "decode: [" + ENTRY + ", columns: {T: {as: time}}}]",
        "decode: [" + ENTRY + ", columns: {T: {if: K == 1}}}]",
        "decode: [" + ENTRY + ", define: {}}]",
        "decode: [" + ENTRY + ", define: {a-b: 1}}]",
        "decode: [" + ENTRY + ", include_path: []}]",
        "decode: [" + ENTRY + ", xor: 256}]",
        "decode: [" + ENTRY + ", xor: 0}]",
        "decode: [" + ENTRY + ", rot13: twice}]",
        "decode: [" + ENTRY + ", include: {B: build}}]",
        "decode: [" + ENTRY + ", shape: text}]",
        "decode: [" + TEXT + "text, record: R}]",
        "decode: [" + TEXT + "text, columns: {A: {as: hex}}}]",
        "decode: [" + TEXT + "text, define: {A: 1}}]",
        "decode: [" + TEXT + "text, xor: guid-text}]",
        "decode: [" + TEXT + "{text: {}}}]",
        "decode: [" + TEXT + "{text: {encoding: ebcdic}}}]",
        "decode: [" + TEXT + "{text: {skip: -1}}}]",
        "decode: [" + TEXT + "single}]",
      })
  void bothRefuse(String text) {
    assertThat(schema.faults(text)).isNotEmpty();
    assertThat(isTaken(text)).isFalse();
  }
}
