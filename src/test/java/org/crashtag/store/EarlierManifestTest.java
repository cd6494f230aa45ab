package org.crashtag.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A manifest of format 1, as version 0.1 wrote it. */
class EarlierManifestTest {
  static final String EARLIER =
      """
      {
        "format" : 1,
        "run" : "r20260317T120000000Z",
        "program" : "0.1",
        "started" : "2026-03-17T12:00:00Z",
        "finished" : "2026-03-17T12:00:05.500Z",
        "pipeline_sha256" : "",
        "privacy" : "hash",
        "replaces" : [ ],
        "replaced_dumps" : [
          {
            "run" : "r20260316T120000000Z",
            "dump_id" : "00ff"
          }
        ],
        "counts" : {
          "sources" : 12,
          "rows_dumps" : 7
        },
        "rejects" : { },
        "options" : {
          "source" : "crashes"
        },
        "tables" : [
          {
            "name" : "dumps",
            "columns" : [
              {
                "name" : "dump_id",
                "type" : "TEXT"
              }
            ],
            "parts" : [
              {
                "path" : "dumps/run=r20260317T120000000Z/part-00000.parquet",
                "rows" : 7,
                "bytes" : 1234
              }
            ]
          }
        ]
      }\
      """;

  private static final Manifest MANIFEST =
      new Manifest(
          0,
          "",
          "r20260317T120000000Z",
          "0.1",
          "2026-03-17T12:00:00Z",
          "2026-03-17T12:00:05.500Z",
          List.of(
              new Manifest.Table(
                  "dumps",
                  List.of(new Manifest.ColumnEntry("dump_id", "TEXT")),
                  List.of(
                      new Manifest.Part(
                          "dumps/run=r20260317T120000000Z/part-00000.parquet", 7, 1234, null)))),
          List.of(),
          List.of(new Manifest.ReplacedDump("r20260316T120000000Z", "00ff")),
          Map.of("sources", 12L, "rows_dumps", 7L),
          Map.of(),
          Map.of("source", "crashes"),
          "",
          "hash",
          "",
          null,
          null);

  @Test
  void isRead() throws IOException {
    assertThat(ManifestJson.read("m.json", EARLIER.getBytes(UTF_8))).isEqualTo(MANIFEST);
  }
}
