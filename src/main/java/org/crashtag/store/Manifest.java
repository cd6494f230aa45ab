package org.crashtag.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The contents of a committed run. Its file is written last and makes the run visible.
 *
 * @param run the run's id
 * @param program version that wrote it
 * @param started when the run began, ISO 8601 UTC
 * @param finished the time just before the commit
 * @param tables each table's columns and parts
 * @param replaces runs whose parts are completely replaced by these parts
 * @param replacedDumps dumps of earlier runs whose rows a more complete sighting replaces here
 * @param counts of sources, dumps, bytes and rows in the run
 * @param rejects how often each reason occurred
 * @param options that were given to the run
 * @param pipelineSha256 of the pipeline file; empty without one
 * @param privacy the treatment of private columns: hash, keep, drop
 * @param keyFingerprint of the key that private values were hashed with; empty if none were, and in
 *     runs of versions that didn't record it
 */
@JsonPropertyOrder({
  "format",
  "run",
  "program",
  "started",
  "finished",
  "pipeline_sha256",
  "privacy",
  "key_fingerprint",
  "replaces",
  "replaced_dumps",
  "counts",
  "rejects",
  "options",
  "tables"
})
public record Manifest(
    String run,
    String program,
    String started,
    String finished,
    List<Table> tables,
    List<String> replaces,
    @JsonProperty("replaced_dumps") List<ReplacedDump> replacedDumps,
    Map<String, Long> counts,
    Map<String, Long> rejects,
    Map<String, String> options,
    @JsonProperty("pipeline_sha256") String pipelineSha256,
    String privacy,
    @JsonProperty("key_fingerprint") String keyFingerprint) {
  /** The format of the output folder. */
  static final long FORMAT = 1;

  /**
   * The option with the name of the command that replaced earlier runs' rows; absent in ordinary
   * runs.
   */
  public static final String COMMAND = "command";

  /** A column of the files. */
  public record ColumnEntry(String name, String type) {
    public ColumnEntry {
      Objects.requireNonNull(name);
      Objects.requireNonNull(type);
    }
  }

  /**
   * A file of rows.
   *
   * @param path below the output folder
   */
  public record Part(String path, long rows, long bytes) {
    public Part {
      Objects.requireNonNull(path);
    }
  }

  /** A table's share in a run. */
  public record Table(String name, List<ColumnEntry> columns, List<Part> parts) {
    public Table {
      Objects.requireNonNull(name);
      columns = List.copyOf(columns);
      parts = List.copyOf(parts);
    }

    /** Rows in all parts. */
    public long rows() {
      return parts.stream().mapToLong(Part::rows).sum();
    }
  }

  /**
   * A dump whose rows in an earlier run no longer count.
   *
   * @param run the earlier run
   */
  public record ReplacedDump(String run, @JsonProperty("dump_id") String dumpId)
      implements Serializable {
    public ReplacedDump {
      Objects.requireNonNull(run);
      Objects.requireNonNull(dumpId);
    }
  }

  public Manifest {
    Objects.requireNonNull(run);
    Objects.requireNonNull(program);
    Objects.requireNonNull(started);
    Objects.requireNonNull(finished);
    Objects.requireNonNull(pipelineSha256);
    Objects.requireNonNull(privacy);
    counts = copy(counts);
    rejects = copy(rejects);
    options = copy(options);
    keyFingerprint = Objects.requireNonNullElse(keyFingerprint, "");
    tables = List.copyOf(tables);
    replaces = List.copyOf(replaces);
    replacedDumps = List.copyOf(replacedDumps);
  }

  /** In the order of the file; no value may be null. */
  private static <T> Map<String, T> copy(Map<String, T> values) {
    values.values().forEach(Objects::requireNonNull);
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The first field of the file. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  long format() {
    return FORMAT;
  }

  byte[] toJson() throws IOException {
    return ManifestJson.write(this);
  }

  /**
   * Reads a manifest.
   *
   * @throws StoreException if it is not a manifest, or has a newer format
   */
  static Manifest parse(String path, byte[] json) throws IOException {
    return ManifestJson.read(path, json);
  }
}
