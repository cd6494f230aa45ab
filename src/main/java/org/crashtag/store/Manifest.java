package org.crashtag.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
public record Manifest(
    String run,
    String program,
    String started,
    String finished,
    List<Table> tables,
    List<String> replaces,
    List<ReplacedDump> replacedDumps,
    Map<String, Long> counts,
    Map<String, Long> rejects,
    Map<String, String> options,
    String pipelineSha256,
    String privacy,
    String keyFingerprint) {
  /** The format of the output folder. */
  static final long FORMAT = 1;

  /**
   * The option with the name of the command that replaced earlier runs' rows; absent in ordinary
   * runs.
   */
  public static final String COMMAND = "command";

  /** A column of the files. */
  public record ColumnEntry(String name, String type) {}

  /**
   * A file of rows.
   *
   * @param path below the output folder
   */
  public record Part(String path, long rows, long bytes) {}

  /** A table's share in a run. */
  public record Table(String name, List<ColumnEntry> columns, List<Part> parts) {
    public Table {
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
  public record ReplacedDump(String run, String dumpId) implements Serializable {}

  public Manifest {
    tables = List.copyOf(tables);
    replaces = List.copyOf(replaces);
    replacedDumps = List.copyOf(replacedDumps);
  }

  byte[] toJson() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
      printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
      printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
      json.setPrettyPrinter(printer);
      write(json);
    }
    return bytes.toByteArray();
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("format", FORMAT);
    json.writeStringField("run", run);
    json.writeStringField("program", program);
    json.writeStringField("started", started);
    json.writeStringField("finished", finished);
    json.writeStringField("pipeline_sha256", pipelineSha256);
    json.writeStringField("privacy", privacy);
    json.writeStringField("key_fingerprint", keyFingerprint);
    json.writeArrayFieldStart("replaces");
    for (String replaced : replaces) {
      json.writeString(replaced);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("replaced_dumps");
    for (ReplacedDump dump : replacedDumps) {
      json.writeStartObject();
      json.writeStringField("run", dump.run);
      json.writeStringField("dump_id", dump.dumpId);
      json.writeEndObject();
    }
    json.writeEndArray();
    writeLongs(json, "counts", counts);
    writeLongs(json, "rejects", rejects);
    json.writeObjectFieldStart("options");
    for (Map.Entry<String, String> option : options.entrySet()) {
      json.writeStringField(option.getKey(), option.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("tables");
    for (Table table : tables) {
      write(json, table);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeLongs(JsonGenerator json, String name, Map<String, Long> values)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> value : values.entrySet()) {
      json.writeNumberField(value.getKey(), value.getValue());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Table table) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", table.name);
    json.writeArrayFieldStart("columns");
    for (ColumnEntry column : table.columns) {
      json.writeStartObject();
      json.writeStringField("name", column.name);
      json.writeStringField("type", column.type);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("parts");
    for (Part part : table.parts) {
      json.writeStartObject();
      json.writeStringField("path", part.path);
      json.writeNumberField("rows", part.rows);
      json.writeNumberField("bytes", part.bytes);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Reads a manifest.
   *
   * @throws StoreException if it is not a manifest, or has a newer format
   */
  static Manifest parse(String path, byte[] json) throws IOException {
    try {
      Map<?, ?> object = (Map<?, ?>) Json.read(json);
      long format = (Long) object.get("format");
      if (format > FORMAT) {
        throw new StoreException(
            path
                + ": format "
                + format
                + " was written by a newer crashtag; this one reads "
                + FORMAT);
      }
      return of(object);
    } catch (IOException e) {
      throw e instanceof StoreException ? e : new StoreException(path + ": not a manifest", e);
    } catch (ClassCastException | NullPointerException e) {
      throw new StoreException(path + ": not a manifest", e);
    }
  }

  private static Manifest of(Map<?, ?> object) {
    List<Table> tables = new ArrayList<>();
    for (Object table : (List<?>) object.get("tables")) {
      tables.add(table((Map<?, ?>) table));
    }
    List<ReplacedDump> replacedDumps = new ArrayList<>();
    for (Object dump : (List<?>) object.get("replaced_dumps")) {
      Map<?, ?> fields = (Map<?, ?>) dump;
      replacedDumps.add(new ReplacedDump(text(fields, "run"), text(fields, "dump_id")));
    }
    List<String> replaces = new ArrayList<>();
    for (Object run : (List<?>) object.get("replaces")) {
      replaces.add((String) run);
    }
    Map<String, String> options = new LinkedHashMap<>();
    ((Map<?, ?>) object.get("options"))
        .forEach((name, value) -> options.put((String) name, (String) value));
    return new Manifest(
        text(object, "run"),
        text(object, "program"),
        text(object, "started"),
        text(object, "finished"),
        tables,
        replaces,
        replacedDumps,
        longs(object, "counts"),
        longs(object, "rejects"),
        options,
        text(object, "pipeline_sha256"),
        text(object, "privacy"),
        object.containsKey("key_fingerprint") ? text(object, "key_fingerprint") : "");
  }

  private static Table table(Map<?, ?> fields) {
    List<ColumnEntry> columns = new ArrayList<>();
    for (Object column : (List<?>) fields.get("columns")) {
      Map<?, ?> entry = (Map<?, ?>) column;
      columns.add(new ColumnEntry(text(entry, "name"), text(entry, "type")));
    }
    List<Part> parts = new ArrayList<>();
    for (Object part : (List<?>) fields.get("parts")) {
      Map<?, ?> entry = (Map<?, ?>) part;
      parts.add(new Part(text(entry, "path"), (Long) entry.get("rows"), (Long) entry.get("bytes")));
    }
    return new Table(text(fields, "name"), columns, parts);
  }

  private static String text(Map<?, ?> fields, String name) {
    return java.util.Objects.requireNonNull((String) fields.get(name));
  }

  private static Map<String, Long> longs(Map<?, ?> object, String name) {
    Map<String, Long> values = new LinkedHashMap<>();
    ((Map<?, ?>) object.get(name)).forEach((key, value) -> values.put((String) key, (Long) value));
    return values;
  }
}
