package org.crashtag.decode.messages;

import java.io.Serializable;

/**
 * Texts that were read from their sources, in a file that workers read. It travels with a job.
 *
 * @param path of the file; empty if no source was given
 * @param messages fingerprint of all messages of drivers; empty if no source of them was given
 * @param manifests fingerprint of all definitions of events; empty if no manifest was given
 */
public record TextCatalog(String path, String messages, String manifests) implements Serializable {
  /** Of no sources. */
  public static final TextCatalog NONE = new TextCatalog("", "", "");

  /** Whether no source was given. */
  public boolean isEmpty() {
    return path.isEmpty();
  }
}
