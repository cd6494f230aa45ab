package org.crashtag.store;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param number of its file, from 1; 0 in format 1, which had no numbers
 * @param nonce text that only this run knew before its commit; empty in format 1
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
 * @param index what the run knows; null in format 1, and in runs that only replace others
 * @param metrics statistics of the parts' columns, for readers that plan queries; null if none were
 *     kept
 */
@JsonPropertyOrder({
  "format",
  "number",
  "nonce",
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
  "index",
  "metrics",
  "tables"
})
public record Manifest(
    long number,
    String nonce,
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
    @JsonProperty("key_fingerprint") String keyFingerprint,
    @JsonInclude(JsonInclude.Include.NON_NULL) IndexFile index,
    @JsonInclude(JsonInclude.Include.NON_NULL) IndexFile metrics)
    implements LogEntry {
  /** The format of the output folder: 1 moved parts into place, 2 writes them there. */
  static final long FORMAT = 2;

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
   * @param crc32c its checksum, 8 hex digits; null in format 1
   */
  public record Part(
      String path,
      long rows,
      long bytes,
      @JsonInclude(JsonInclude.Include.NON_NULL) String crc32c) {
    public Part {
      checkBelow(path);
    }
  }

  /**
   * A file of an index, or of metrics.
   *
   * @param path below the output folder
   * @param crc32c its checksum, 8 hex digits
   */
  public record IndexFile(String path, long bytes, String crc32c) implements Serializable {
    public IndexFile {
      checkBelow(path);
      Objects.requireNonNull(crc32c);
    }
  }

  /** A table's share in a run; without columns and parts if another run replaces that. */
  public record Table(String name, List<ColumnEntry> columns, List<Part> parts) {
    public Table {
      checkBelow(name);
      if (name.indexOf('/') >= 0) {
        throw new IllegalArgumentException("not a table's name: " + name);
      }
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

  /** Somebody may have changed the file: no path leads out of the output folder. */
  private static void checkBelow(String path) {
    for (String step : path.replace('\\', '/').split("/", -1)) {
      if (step.isEmpty() || step.equals(".") || step.equals("..")) {
        throw new IllegalArgumentException("not a path below the output folder: " + path);
      }
    }
  }

  public Manifest {
    Objects.requireNonNull(nonce);
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

  @Override
  public byte[] toJson() throws IOException {
    return ManifestJson.write(this);
  }

  /** The rows of a table, which are known even of a run that another one replaces. */
  public long rows(String table) {
    return counts.getOrDefault(Count.ofRows(table), 0L);
  }

  /** The same without the columns and parts of its tables. */
  Manifest withoutParts() {
    return with(
        tables.stream().map(table -> new Table(table.name(), List.of(), List.of())).toList(),
        index,
        null);
  }

  /** The same at this turn. */
  Manifest at(Turn turn) {
    return new Manifest(
        turn.number(),
        turn.nonce(),
        run,
        program,
        started,
        finished,
        tables,
        replaces,
        replacedDumps,
        counts,
        rejects,
        options,
        pipelineSha256,
        privacy,
        keyFingerprint,
        index,
        metrics);
  }

  /** The same with these tables, this index and these metrics. */
  Manifest with(List<Table> written, IndexFile knowing, IndexFile measured) {
    return new Manifest(
        number,
        nonce,
        run,
        program,
        started,
        finished,
        written,
        replaces,
        replacedDumps,
        counts,
        rejects,
        options,
        pipelineSha256,
        privacy,
        keyFingerprint,
        knowing,
        measured);
  }

  /** The same with what was counted until this time. */
  Manifest with(
      String then,
      List<ReplacedDump> replaced,
      Map<String, Long> counted,
      Map<String, Long> rejected) {
    return new Manifest(
        number,
        nonce,
        run,
        program,
        started,
        then,
        tables,
        replaces,
        replaced,
        counted,
        rejected,
        options,
        pipelineSha256,
        privacy,
        keyFingerprint,
        index,
        metrics);
  }

  /** Its place in the output folder's history. */
  Turn turn() {
    return new Turn(number, run, nonce);
  }
}
