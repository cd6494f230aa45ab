package org.crashtag.decode;

import java.util.function.Predicate;
import org.crashtag.bytes.Guid;

/**
 * What of a dump is wanted.
 *
 * @param modules whether its lists of modules are
 * @param tags the tags that are read and decoded
 * @param keep the tags whose bytes are kept as they are
 * @param hashAll whether blobs that nobody reads are hashed, too
 */
public record WalkOptions(
    boolean modules, Predicate<Guid> tags, Predicate<Guid> keep, boolean hashAll) {
  /** Everything is decoded, nothing is kept. */
  public static WalkOptions all() {
    return new WalkOptions(true, tag -> true, tag -> false, false);
  }
}
