package org.crashtag.decode.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.PrivateText;

/** Reads manifests for tests. */
final class Manifests {
  private Manifests() {}

  static ManifestFile.Content read(Path file) throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      return ManifestFile.read(channel);
    }
  }

  static ManifestFile.Content read(Path folder, String xml) throws IOException {
    return read(Files.writeString(folder.resolve("test.man"), xml, UTF_8));
  }

  /** A manifest of one provider. */
  static String provider(String content, String strings) {
    return "<instrumentationManifest xmlns='urn:x'><instrumentation><events>"
        + "<provider name='Acme' guid='{3d1a7c52-6b0f-4f7e-9c11-2a5b8e4d7f60}'>"
        + content
        + "</provider></events></instrumentation><localization><resources culture='en-US'>"
        + "<stringTable>"
        + strings
        + "</stringTable></resources></localization></instrumentationManifest>";
  }

  /** A manifest of one event, number 1. */
  static String event(String template, String message) {
    return provider(
        "<templates><template tid='T'>"
            + template
            + "</template></templates><events><event value='1' template='T'"
            + " message='$(string.M)'/></events>",
        "<string id='M' value='" + message + "'/>");
  }

  /** The payload of an event, according to its manifest. */
  static EventText text(
      ManifestFile.Content content,
      Guid provider,
      int id,
      int version,
      Bytes payload,
      int pointerBytes,
      Privacy.Mode mode) {
    Map<EventTexts.Key, EventDefinition> events = new HashMap<>();
    for (EventDefinition event : content.events()) {
      if (event.provider().equals(provider)) {
        events.put(new EventTexts.Key(event.id(), event.version()), event);
      }
    }
    return new EventTexts(
            java.util.Set.of(provider),
            guid -> {
              byte[] block = EventBlock.of(java.util.List.copyOf(events.values()));
              Map<EventTexts.Key, EventDefinition> read = new HashMap<>();
              for (EventDefinition event : EventBlock.read(guid, block)) {
                read.put(new EventTexts.Key(event.id(), event.version()), event);
              }
              return read;
            })
        .reader(new PrivateText(new Privacy(mode, new byte[] {1})))
        .text(provider, id, version, payload, pointerBytes);
  }
}
