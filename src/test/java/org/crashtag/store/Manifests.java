package org.crashtag.store;

import java.util.List;
import java.util.Map;

/** Manifests for tests. */
final class Manifests {
  static final String RUN = "r20260317T120000123Z";

  private Manifests() {}

  /** What a run knows before it commits. */
  static Manifest draft(Turn turn) {
    return new Manifest(
        turn.number(),
        turn.nonce(),
        turn.run(),
        "0.1",
        "2026-03-17T12:00:00Z",
        "",
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        Map.of("source", "crashes"),
        "",
        "hash",
        "0123456789abcdef",
        null,
        null);
  }

  /** Every field filled, with characters that JSON escapes. */
  static Manifest full() {
    return new Manifest(
        12,
        "a nonce",
        RUN,
        "0.1 \"beta\"",
        "2026-03-17T12:00:00Z",
        "2026-03-17T12:00:05.5Z",
        List.of(
            new Manifest.Table(
                "dumps",
                List.of(
                    new Manifest.ColumnEntry("dump_id", "TEXT"),
                    new Manifest.ColumnEntry("os_build", "BIGINT")),
                List.of(
                    new Manifest.Part(
                        "dumps/run=" + RUN + "/part-00000.parquet", 7, 1234, "0badf00d"),
                    new Manifest.Part(
                        "dumps/run=" + RUN + "/part-00003.parquet",
                        5_000_000_000L,
                        1L << 40,
                        null))),
            new Manifest.Table("rejects", List.of(), List.of())),
        List.of("r20260101T000000000Z", "r20260102T000000000Z"),
        List.of(new Manifest.ReplacedDump("r20260103T000000000Z", "00ff")),
        Map.of("sources", 12L, "bytes_read", Long.MAX_VALUE),
        Map.of("corrupt", 2L),
        Map.of("source", "C:\\crashes\\**\\*.dmp\n\u0001Übergröße 漢字"),
        "0123",
        "drop",
        "fedcba9876543210",
        new Manifest.IndexFile("_index/" + RUN + "-0123456789abcdef", 24, "00c0ffee"),
        new Manifest.IndexFile("_metrics/" + RUN + "-0123456789abcdef.gz", 25, "00c0ffef"));
  }
}
