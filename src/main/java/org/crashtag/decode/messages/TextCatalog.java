package org.crashtag.decode.messages;

import java.io.Serializable;

/**
 * A file with texts, which workers read; sent to workers as part of a job.
 *
 * @param path of the file; empty if no source was given
 * @param messages fingerprint of all messages of drivers; empty if no source of them was given
 * @param manifests fingerprint of all definitions of events; empty if no manifest was given
 */
public record TextCatalog(String path, String messages, String manifests) implements Serializable {
  /** A catalog without sources. */
  public static final TextCatalog NONE = new TextCatalog("", "", "");

  /** Whether no source was given. */
  public boolean isEmpty() {
    return path.isEmpty();
  }
}
