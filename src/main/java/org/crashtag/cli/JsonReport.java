package org.crashtag.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.crashtag.pipeline.CrashRun;
import org.crashtag.source.SourceLister;
import org.crashtag.store.Manifest;

/**
 * The report of a run in JSON.
 *
 * <pre>
 * {"exit_code": 0, "output": "...", "seconds": 1.5, "runs": ["r..."],
 *  "sources": 3, "unchanged": 1, "problems": [{"path": "...", "message": "..."}],
 *  "counts": {"sources_decoded": 2, "millis_write": 40, ...},
 *  "rejects": {"truncated": 1}, "rows": {"dumps": 2, ...}}
 * </pre>
 */
final class JsonReport {
  private JsonReport() {}

  static byte[] of(CrashRun.Result result, String output, double seconds, int exitCode)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeNumberField("exit_code", exitCode);
      json.writeStringField("output", output);
      json.writeNumberField("seconds", seconds);
      json.writeArrayFieldStart("runs");
      for (Manifest manifest : result.manifests()) {
        json.writeString(manifest.run());
      }
      json.writeEndArray();
      json.writeNumberField("sources", result.sources());
      json.writeNumberField("unchanged", result.unchanged());
      json.writeArrayFieldStart("problems");
      for (SourceLister.Problem problem : result.problems()) {
        json.writeStartObject();
        json.writeStringField("path", problem.path());
        json.writeStringField("message", problem.message());
        json.writeEndObject();
      }
      json.writeEndArray();
      write(json, "counts", result.counts());
      write(json, "rejects", result.rejects());
      write(json, "rows", result.rows());
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  /**
   * The report of a run that failed.
   *
   * <pre>
   * {"exit_code": 1, "output": "...", "seconds": 1.5, "error": "..."}
   * </pre>
   */
  static byte[] ofFailure(String error, String output, double seconds) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeNumberField("exit_code", ExitCode.FAILED);
      json.writeStringField("output", output);
      json.writeNumberField("seconds", seconds);
      json.writeStringField("error", error);
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  /** Writes counts as an object. */
  static void write(JsonGenerator json, String name, Map<String, Long> values) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> value : values.entrySet()) {
      json.writeNumberField(value.getKey(), value.getValue());
    }
    json.writeEndObject();
  }
}
