package org.crashtag.pipeline;

import java.util.Locale;
import org.crashtag.store.Count;

/** The outcome of a source. */
public enum Outcome {
  DECODED(Count.SOURCES_DECODED),
  /** An earlier run contains the dump. */
  KNOWN(Count.SOURCES_KNOWN),
  /** This run contains the dump from another source. */
  DUPLICATE(Count.SOURCES_DUPLICATE),
  NOT_A_DUMP(Count.SOURCES_NOT_A_DUMP),
  /** An archive; each of its members has a separate row. */
  CONTAINER(Count.SOURCES_CONTAINER),
  REJECTED(Count.SOURCES_REJECTED),
  UNREADABLE(Count.SOURCES_UNREADABLE);

  private final Count count;

  Outcome(Count count) {
    this.count = count;
  }

  /** The outcome in the table {@code sources}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The count of sources with this outcome. */
  public Count count() {
    return count;
  }
}
