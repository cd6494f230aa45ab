package org.crashtag.decode.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Privacy;
import org.crashtag.testing.SharedMessages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Handwritten events, compared with an independent reader's results. */
class ManifestExamplesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeEach
  void setUp() {
    SharedMessages.assumePresent();
  }

  @TestFactory
  List<DynamicTest> examples() throws IOException {
    ManifestFile.Content manifest =
        Manifests.read(SharedMessages.FOLDER.resolve("manifests/example.man"));
    List<DynamicTest> tests = new ArrayList<>();
    for (String line :
        Files.readAllLines(SharedMessages.FOLDER.resolve("manifests/EXAMPLES.jsonl"))) {
      JsonNode example = JSON.readTree(line);
      tests.add(
          DynamicTest.dynamicTest(
              example.get("event_id") + " " + example.get("why"), () -> check(manifest, example)));
    }
    assertThat(tests).hasSize(22);
    return tests;
  }

  private static void check(ManifestFile.Content manifest, JsonNode example) throws IOException {
    EventText text =
        Manifests.text(
            manifest,
            Guid.constant(example.get("provider").textValue()),
            example.get("event_id").intValue(),
            example.get("version").intValue(),
            Bytes.of(HexFormat.of().parseHex(example.get("payload").textValue())),
            example.get("pointer_width").intValue(),
            Privacy.Mode.KEEP);

    JsonNode fields = text.fields() == null ? JSON.nullNode() : JSON.readTree(text.fields());
    assertThat(fields).isEqualTo(example.get("fields"));
    assertThat(text.text()).isEqualTo(example.get("text").textValue());
  }
}
