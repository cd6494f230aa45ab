package org.crashtag.decode.messages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The entries that a reader of the trace message format returned. */
final class Entries implements TmfReader.Sink {
  final List<TraceMessage> messages = new ArrayList<>();
  final List<String> faults = new ArrayList<>();

  static Entries of(String... lines) {
    Entries entries = new Entries();
    TmfReader reader = new TmfReader(entries, "");
    for (String line : lines) {
      reader.line(line);
    }
    reader.end();
    return entries;
  }

  static Entries of(Path file) throws IOException {
    Entries entries = new Entries();
    try (var channel = Files.newByteChannel(file)) {
      TmfFile.read(channel, entries);
    }
    return entries;
  }

  TraceMessage only() {
    if (messages.size() != 1 || !faults.isEmpty()) {
      throw new AssertionError(messages + " " + faults);
    }
    return messages.get(0);
  }

  @Override
  public void message(TraceMessage message) {
    messages.add(message);
  }

  @Override
  public void unusable(long line, String reason) {
    faults.add(line + ": " + reason);
  }
}
