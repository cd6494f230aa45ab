package org.crashtag.pipeline;

import java.util.Locale;

/** What became of a source. */
enum Outcome {
  DECODED,
  /** An earlier run holds the dump. */
  KNOWN,
  /** This run holds the dump from another source. */
  DUPLICATE,
  NOT_A_DUMP,
  /** An archive; its members have rows of their own. */
  CONTAINER,
  REJECTED,
  UNREADABLE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of the count of sources with this outcome. */
  String count() {
    return "sources_" + label();
  }
}
