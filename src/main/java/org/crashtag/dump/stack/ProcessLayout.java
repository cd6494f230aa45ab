package org.crashtag.dump.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.crashtag.bytes.MachineType;
import org.crashtag.dump.DumpHeader;

/**
 * The offsets, in a build of Windows, of the fields that identify a process and a thread: {@code
 * process-layouts.tsv}.
 *
 * @param imageFileName in EPROCESS
 * @param uniqueProcessId in EPROCESS; -1 if it isn't known
 * @param clientId in ETHREAD: two pointers, the ids of process and thread; -1 if it isn't known
 */
record ProcessLayout(int imageFileName, int uniqueProcessId, int clientId) {
  private static final String RESOURCE = "process-layouts.tsv";

  private record Key(String machine, long build) {}

  /** Loaded on first use. */
  private static final class Known {
    static final Map<Key, ProcessLayout> LAYOUTS = load();
  }

  /** The layout for a dump's build; null if the build is unknown. */
  static ProcessLayout of(DumpHeader header) {
    return header.machineType() == null || header.build() == null
        ? null
        : Known.LAYOUTS.get(new Key(MachineType.label(header.machineType()), header.build()));
  }

  private static Map<Key, ProcessLayout> load() {
    Map<Key, ProcessLayout> layouts = new HashMap<>();
    try (InputStream stream = ProcessLayout.class.getResourceAsStream(RESOURCE)) {
      for (String line : new String(stream.readAllBytes(), UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          String[] fields = line.split("\t", -1);
          layouts.put(
              new Key(fields[0], Long.parseLong(fields[1])),
              new ProcessLayout(offset(fields[2]), offset(fields[3]), offset(fields[4])));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return layouts;
  }

  private static int offset(String field) {
    return field.equals("-") ? -1 : Integer.decode(field);
  }
}
