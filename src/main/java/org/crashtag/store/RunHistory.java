package org.crashtag.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.crashtag.storage.Storage;

/**
 * Copies of many manifests and notes in one file, so that an output folder of many runs is as quick
 * to open as one of few. Manifests of replaced runs lack their parts. The originals stay, and only
 * an entry whose original is there counts; if the file is missing or damaged, the originals are
 * read.
 *
 * <pre>
 * OUT/_runs/history-NUMBER-ATTEMPT.gz     gzip; for each entry a line: name, tab, JSON in one line
 * </pre>
 */
final class RunHistory {
  private static final Logger LOG = Logger.getLogger(RunHistory.class.getName());
  private static final Pattern NAME = Pattern.compile("history-([0-9]{8,18})-[0-9a-f]{16}\\.gz");

  private RunHistory() {}

  /** The number of the last entry that a file covers, by its name; empty if it is none. */
  static Optional<Long> upto(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
  }

  /**
   * Writes a file.
   *
   * @param entries by the names of their files
   * @return the file's name; empty if there are too many entries
   */
  static Optional<String> write(
      Storage storage, String output, long upto, Map<String, LogEntry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long chars = 0;
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (Map.Entry<String, LogEntry> entry : entries.entrySet()) {
        byte[] json = ManifestJson.writeLine(entry.getValue());
        out.write((entry.getKey() + "\t").getBytes(UTF_8));
        out.write(json);
        out.write('\n');
        chars += entry.getKey().length() + json.length + 2L;
        if (chars > PackedLines.MOST_CHARS) {
          return Optional.empty();
        }
      }
    }
    String name = String.format(java.util.Locale.ROOT, "history-%08d-%s.gz", upto, Attempt.name());
    storage.put(OutputFolder.runsFolder(output) + "/" + name, bytes.toByteArray());
    return Optional.of(name);
  }

  /** The entries of a file, by the names of their files; none if it can't be used. */
  static Map<String, LogEntry> read(Storage storage, String path) throws IOException {
    Optional<Storage.Versioned> file = storage.read(path, RunLog.MOST_BYTES);
    Map<String, LogEntry> entries = new HashMap<>();
    if (file.isEmpty()) {
      return entries;
    }
    try {
      PackedLines.read(
          file.get().bytes(), (name, json) -> entries.put(name, ManifestJson.read(path, json)));
      return entries;
    } catch (IOException e) {
      LOG.log(Level.WARNING, path + " can't be used: " + e.getMessage(), e);
      return Map.of();
    }
  }
}
