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

  /** Loaded on first use. */
  private static final class Known {
    /** By the build, then by the machine's label. */
    static final Map<Long, Map<String, ProcessLayout>> LAYOUTS = load();
  }

  /** The layout for a dump's build; null if the build is unknown. */
  static ProcessLayout of(DumpHeader header) {
    return header.machineType() == null || header.build() == null
        ? null
        : Known.LAYOUTS
            .getOrDefault(header.build(), Map.of())
            .get(MachineType.label(header.machineType()));
  }

  private static Map<Long, Map<String, ProcessLayout>> load() {
    Map<Long, Map<String, ProcessLayout>> layouts = new HashMap<>();
    try (InputStream stream = ProcessLayout.class.getResourceAsStream(RESOURCE)) {
      for (String line : new String(stream.readAllBytes(), UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          String[] fields = line.split("\t", -1);
          layouts
              .computeIfAbsent(Long.parseLong(fields[1]), build -> new HashMap<>())
              .put(
                  fields[0],
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
