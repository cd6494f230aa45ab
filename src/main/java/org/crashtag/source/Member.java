package org.crashtag.source;

import org.crashtag.bytes.Content;

/**
 * A file or archive member that a walk has reached.
 *
 * @param path inside the source, {@code !} between levels; null for the source itself
 * @param bytes its length, or {@link Content#UNKNOWN_LENGTH}
 * @param kind by its first bytes
 */
public record Member(String path, long bytes, SourceKind kind) {
  /** The part of its path before the first {@code !}: the member of the outermost archive. */
  public String outermost() {
    int end = path.indexOf('!');
    return end < 0 ? path : path.substring(0, end);
  }
}
