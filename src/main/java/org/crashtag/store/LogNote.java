package org.crashtag.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.util.Objects;

/**
 * An entry that is no run: it takes a number, so that no other process can commit under it.
 *
 * @param what happened
 * @param time of writing, ISO 8601 UTC
 * @param holder who wrote it, for messages
 * @param index that holds what all runs up to a number know; null unless {@code what} is {@link
 *     What#INDEX}
 */
@JsonPropertyOrder({"format", "number", "nonce", "note", "time", "holder", "index"})
record LogNote(
    long number,
    String nonce,
    @JsonProperty("note") What what,
    String time,
    String holder,
    @JsonInclude(JsonInclude.Include.NON_NULL) MergedIndex index)
    implements LogEntry {
  /** What happened. */
  enum What {
    /** Files that no manifest names are being removed. */
    @JsonProperty("sweep")
    SWEEP,
    /** The indexes of many runs were merged, or a damaged one was rebuilt. */
    @JsonProperty("index")
    INDEX
  }

  /**
   * An index of many runs.
   *
   * @param upto the number of the last entry that it covers
   * @param file that holds it
   */
  record MergedIndex(long upto, Manifest.IndexFile file) {
    MergedIndex {
      Objects.requireNonNull(file);
    }
  }

  LogNote {
    Objects.requireNonNull(nonce);
    Objects.requireNonNull(what);
    Objects.requireNonNull(time);
    Objects.requireNonNull(holder);
    if ((what == What.INDEX) != (index != null)) {
      throw new IllegalArgumentException("an index is named by an index note only");
    }
  }

  /** The first field of the file. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  long format() {
    return Manifest.FORMAT;
  }

  @Override
  public byte[] toJson() throws IOException {
    return ManifestJson.write(this);
  }
}
