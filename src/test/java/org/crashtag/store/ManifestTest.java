package org.crashtag.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final String PATH = "out/_runs/r.json";

  @Test
  void readsWhatItWrites() throws IOException {
    Manifest manifest = Manifests.full();
    assertThat(ManifestJson.read(PATH, manifest.toJson())).isEqualTo(manifest);
  }

  @Test
  void writesTheSameBytesAgain() throws IOException {
    byte[] json = Manifests.full().toJson();
    assertThat(ManifestJson.read(PATH, json).toJson()).isEqualTo(json);
  }

  @Test
  void addsUpRows() {
    assertThat(Manifests.full().tables().get(0).rows()).isEqualTo(5_000_000_007L);
    assertThat(Manifests.full().tables().get(1).rows()).isZero();
  }

  @Test
  void fieldsOfLaterVersionsAreIgnored() throws IOException {
    String json = text().replaceFirst("\\{", "{\"later\": {\"a\": [1, 2.5, null, true]},");
    assertThat(ManifestJson.read(PATH, json.getBytes(UTF_8))).isEqualTo(Manifests.full());
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4, Long.MAX_VALUE})
  void newerFormatIsRefusedByName(long format) throws IOException {
    String json = text().replaceFirst("\"format\" : 2", "\"format\" : " + format);
    assertThatThrownBy(() -> ManifestJson.read(PATH, json.getBytes(UTF_8)))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "%s: format %d was written by a newer crashtag; this one reads 2 and older ones",
            PATH, format);
  }

  /** What else a newer format changes doesn't matter. */
  @Test
  void newerFormatIsRefusedBeforeAnythingElseIsRead() {
    assertThatThrownBy(() -> ManifestJson.read(PATH, "{\"format\": 3}".getBytes(UTF_8)))
        .hasMessageContaining("newer crashtag");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "17",
        "\"format\"",
        "{",
        "{}",
        "}",
        "PAR1",
        "\u0000\u0000\u0000\u0000",
        "{\"format\": null}",
        "{\"format\": \"1\"}",
        "{\"format\": 1.5}",
        "{\"format\": 0}",
        "{\"format\": -1}",
        "{\"format\": 99999999999999999999}",
        "{\"format\": 1}",
        "{\"format\": 2}",
        "{\"format\": 2, \"note\": \"sweep\"}",
        "{\"format\": 2, \"number\": 1, \"nonce\": \"\", \"note\": \"\", \"time\": \"\", \"holder\": \"\"}"
      })
  void garbageIsNoManifest(String json) {
    assertNoManifest(json);
  }

  private static void assertNoManifest(String json) {
    assertThatThrownBy(() -> ManifestJson.read(PATH, json.getBytes(UTF_8)))
        .as(json)
        .isInstanceOf(StoreException.class)
        .hasMessage(PATH + ": not a manifest");
  }

  @Test
  void noCutManifestIsOne() throws IOException {
    byte[] json = Manifests.full().toJson();
    for (int length = 0; length < json.length; length++) {
      assertNoManifest(new String(Arrays.copyOf(json, length), UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "number",
        "nonce",
        "run",
        "program",
        "started",
        "finished",
        "pipeline_sha256",
        "privacy",
        "replaces",
        "replaced_dumps",
        "counts",
        "rejects",
        "options",
        "tables",
        "path",
        "rows",
        "bytes",
        "columns",
        "parts",
        "dump_id"
      })
  void eachFieldMustBeThere(String field) throws IOException {
    assertNoManifest(text().replace('"' + field + '"', '"' + field + "_\""));
  }

  /** Earlier versions wrote none. */
  @Test
  void keysFingerprintMayBeMissing() throws IOException {
    String earlier = text().replace("\"key_fingerprint\"", "\"something_else\"");
    assertThat(((Manifest) ManifestJson.read(PATH, earlier.getBytes(UTF_8))).keyFingerprint())
        .isEmpty();
    assertThat(((Manifest) ManifestJson.read(PATH, text().getBytes(UTF_8))).keyFingerprint())
        .isEqualTo("fedcba9876543210");
  }

  @Test
  void valuesOfOtherTypesAreRefused() throws IOException {
    assertNoManifest(text().replace("\"rows\" : 7", "\"rows\" : \"7\""));
    assertNoManifest(text().replace("\"privacy\" : \"drop\"", "\"privacy\" : 1"));
    assertNoManifest(text().replace("\"corrupt\" : 2", "\"corrupt\" : {}"));
    assertNoManifest(text().replace("\"r20260101T000000000Z\"", "1"));
    assertNoManifest(text().replace("\"rows\" : 7", "\"rows\" : 7.0"));
    assertNoManifest(text().replace("\"rows\" : 7", "\"rows\" : null"));
    assertNoManifest(text().replace("\"corrupt\" : 2", "\"corrupt\" : null"));
    assertNoManifest(text().replace("\"corrupt\" : 2", "\"corrupt\" : \"\""));
    assertNoManifest(text().replace("\"corrupt\" : 2", "\"corrupt\" : true"));
    assertNoManifest(text().replace("\"drop\"", "[\"drop\"]"));
    assertNoManifest(text().replaceFirst("\"replaces\" : \\[", "\"replaces\" : [ null,"));
  }

  /** Whoever reads or removes what it names stays in the output folder. */
  @ParameterizedTest
  @ValueSource(strings = {"", "/etc/x", "../x", "a/../../x", "a//x", "./x", "a\\\\..\\\\x", "a/"})
  void pathsThatLeadElsewhereAreRefused(String path) throws IOException {
    String part = "dumps/run=" + Manifests.RUN + "/part-00000.parquet";
    assertNoManifest(text().replace(part, path));
    assertNoManifest(text().replace("_index/" + Manifests.RUN + "-0123456789abcdef", path));
    assertNoManifest(text().replace("\"name\" : \"rejects\"", "\"name\" : \"" + path + "\""));
  }

  @Test
  void namesOfTablesHaveNoSteps() throws IOException {
    assertNoManifest(text().replace("\"name\" : \"rejects\"", "\"name\" : \"a/b\""));
  }

  @Test
  void whatFollowsAManifestIsRefused() throws IOException {
    assertNoManifest(text() + "}");
    assertNoManifest(text() + text());
  }

  @Test
  void bottomlessNestingIsRefused() {
    assertNoManifest("[".repeat(1_000_000));
  }

  @Test
  void notesAreRead() throws IOException {
    LogNote sweep = new LogNote(3, "a", LogNote.What.SWEEP, "2026-03-17T12:00:00Z", "me", null);
    LogNote index =
        new LogNote(
            4,
            "b",
            LogNote.What.INDEX,
            "2026-03-17T12:00:00Z",
            "me",
            new LogNote.MergedIndex(2, new Manifest.IndexFile("_index/upto-2-0", 12, "00000000")));
    for (LogNote note : java.util.List.of(sweep, index)) {
      assertThat(ManifestJson.read(PATH, note.toJson())).isEqualTo(note);
    }
    assertNoManifest(new String(index.toJson(), UTF_8).replace("\"index\" : {", "\"other\" : {"));
    assertNoManifest(
        new String(index.toJson(), UTF_8).replace("\"note\" : \"index\"", "\"note\" : 0"));
  }

  private static String text() throws IOException {
    return new String(Manifests.full().toJson(), UTF_8);
  }
}
