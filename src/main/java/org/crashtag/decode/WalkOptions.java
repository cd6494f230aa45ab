package org.crashtag.decode;

import java.util.Map;
import java.util.function.Predicate;
import org.crashtag.bytes.Guid;

/**
 * Which parts of a dump are read. Not safe for use by several threads.
 *
 * @param modules whether lists of modules are read
 * @param stack whether information about what crashed is read
 * @param tags the tags that are read and decoded
 * @param keep the tags whose bytes are kept as they are
 * @param hashAll whether blobs that are not read otherwise are also hashed
 * @param privacy how values that identify a machine or a person are treated
 * @param settings settings of decoders, by name: {@code etw.messages}
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

  /** The same options without the modules. */
  public WalkOptions withoutModules() {
    return new WalkOptions(false, stack, tags, keep, hashAll, privacy, settings);
  }

  /** The same options with only these tags decoded. */
  public WalkOptions withTags(Predicate<Guid> decoded) {
    return new WalkOptions(modules, stack, decoded, keep, hashAll, privacy, settings);
  }

  /** The same options with this treatment of private values. */
  public WalkOptions withPrivacy(Privacy treatment) {
    return new WalkOptions(modules, stack, tags, keep, hashAll, treatment, settings);
  }

  /** The same options with these settings of decoders. */
  public WalkOptions withSettings(Map<String, String> given) {
    return new WalkOptions(modules, stack, tags, keep, hashAll, privacy, given);
  }
}
