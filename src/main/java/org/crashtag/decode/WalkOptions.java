package org.crashtag.decode;

import java.util.Map;
import java.util.function.Predicate;
import org.crashtag.bytes.Guid;

/**
 * What of a dump is wanted. Belongs to one thread.
 *
 * @param modules whether its lists of modules are
 * @param stack whether who crashed is
 * @param tags the tags that are read and decoded
 * @param keep the tags whose bytes are kept as they are
 * @param hashAll whether blobs that nobody reads are hashed, too
 * @param privacy what becomes of values that identify a machine or a person
 * @param settings of single decoders, by name: {@code etw.messages}
 */
public record WalkOptions(
    boolean modules,
    boolean stack,
    Predicate<Guid> tags,
    Predicate<Guid> keep,
    boolean hashAll,
    Privacy privacy,
    Map<String, String> settings) {
  public WalkOptions {
    settings = Map.copyOf(settings);
  }

  /** Everything is decoded, nothing is kept; private values are dropped. */
  public static WalkOptions all() {
    return new WalkOptions(
        true,
        true,
        tag -> true,
        tag -> false,
        false,
        new Privacy(Privacy.Mode.DROP, new byte[1]),
        Map.of());
  }

  /** The same without the modules. */
  public WalkOptions withoutModules() {
    return new WalkOptions(false, stack, tags, keep, hashAll, privacy, settings);
  }

  /** The same with only these tags decoded. */
  public WalkOptions withTags(Predicate<Guid> decoded) {
    return new WalkOptions(modules, stack, decoded, keep, hashAll, privacy, settings);
  }

  /** The same with private values treated so. */
  public WalkOptions withPrivacy(Privacy treatment) {
    return new WalkOptions(modules, stack, tags, keep, hashAll, treatment, settings);
  }

  /** The same with these settings of single decoders. */
  public WalkOptions withSettings(Map<String, String> given) {
    return new WalkOptions(modules, stack, tags, keep, hashAll, privacy, given);
  }
}
