package org.crashtag.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.GZIPOutputStream;
import org.crashtag.bytes.Crc32c;
import org.crashtag.storage.Storage;
import org.crashtag.table.PartMetrics;

/**
 * Statistics of the parts of a run, as their writers know them. Readers plan with them and need
 * none.
 *
 * <pre>
 * OUT/_metrics/RUN-ATTEMPT.gz     gzip; for each part a line: path, tab, JSON in one line
 * </pre>
 */
public final class RunMetrics {
  static final String FOLDER = "_metrics";

  private static final Logger LOG = Logger.getLogger(RunMetrics.class.getName());
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int MOST_BYTES = 64 << 20;

  private RunMetrics() {}

  /** The run that wrote a file, by the file's name. */
  static String run(String name) {
    return name.substring(0, Math.max(0, name.indexOf('-')));
  }

  /**
   * Writes a run's file.
   *
   * @param parts by the path below the output folder; some
   */
  static Manifest.IndexFile write(
      Storage storage, String output, String run, Map<String, PartMetrics> parts)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (Map.Entry<String, PartMetrics> part : new TreeMap<>(parts).entrySet()) {
        out.write((part.getKey() + "\t").getBytes(UTF_8));
        out.write(MAPPER.writeValueAsBytes(part.getValue()));
        out.write('\n');
      }
    }
    String path = FOLDER + "/" + run + "-" + Attempt.name() + ".gz";
    byte[] packed = bytes.toByteArray();
    storage.put(output + "/" + path, packed);
    return new Manifest.IndexFile(path, packed.length, Crc32c.text(packed));
  }

  /**
   * The statistics of a run's parts, by the path below the output folder; none if no statistics
   * were kept or if the file isn't what was written.
   */
  public static Map<String, PartMetrics> read(Storage storage, String output, Manifest manifest)
      throws IOException {
    Manifest.IndexFile file = manifest.metrics();
    if (file == null || file.bytes() > MOST_BYTES) {
      return Map.of();
    }
    String path = output + "/" + file.path();
    Optional<Storage.Entry> there = storage.find(path);
    if (there.isEmpty() || there.get().length() != file.bytes()) {
      return Map.of();
    }
    byte[] bytes = storage.read(path, MOST_BYTES).map(Storage.Versioned::bytes).orElse(new byte[0]);
    if (!Crc32c.text(bytes).equals(file.crc32c())) {
      return Map.of();
    }
    Map<String, PartMetrics> parts = new HashMap<>();
    try {
      PackedLines.read(
          bytes, (name, json) -> parts.put(name, MAPPER.readValue(json, PartMetrics.class)));
      return parts;
    } catch (IOException e) {
      LOG.log(Level.WARNING, path + " can't be used: " + e.getMessage(), e);
      return Map.of();
    }
  }
}
