package org.crashtag.publish;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import org.crashtag.storage.Storage;
import org.crashtag.store.OutputFolder;

/**
 * Says that an output folder's tables are published, where, and up to which run.
 *
 * @param output where the output folder was: an absolute path or a URI
 * @param location the folder's address for engines
 * @param run the latest run that all tables contain; empty if some tables lack it
 * @param oldest when the oldest snapshot that can expire was replaced, in milliseconds since 1970;
 *     {@link Long#MAX_VALUE} if there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Mark(String output, String location, String run, long oldest) {
  private static final int MOST_BYTES = 1 << 16;
  private static final JsonMapper MAPPER = new JsonMapper();

  Mark {
    java.util.Objects.requireNonNull(output);
    java.util.Objects.requireNonNull(location);
    java.util.Objects.requireNonNull(run);
  }

  /** Nothing is published yet. */
  static Mark ofNone(Address address) {
    return new Mark(address.output(), address.location(), "", Long.MAX_VALUE);
  }

  private static String path(String output) {
    return OutputFolder.publication(output);
  }

  /** The mark of a published folder; if it can't be used, one that says that nothing is known. */
  static Optional<Mark> read(Storage storage, String output) throws IOException {
    Optional<Storage.Entry> there = storage.find(path(output));
    if (there.isEmpty()) {
      return Optional.empty();
    }
    Mark unknown = ofNone(Address.of(output));
    if (there.get().length() > MOST_BYTES) {
      return Optional.of(unknown);
    }
    Optional<Storage.Versioned> file = storage.read(path(output), MOST_BYTES);
    try {
      return Optional.of(
          file.isEmpty() ? unknown : MAPPER.readValue(file.get().bytes(), Mark.class));
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      return Optional.of(unknown);
    }
  }

  void write(Storage storage, String folder) throws IOException {
    storage.put(path(folder), MAPPER.writeValueAsBytes(this));
  }
}
