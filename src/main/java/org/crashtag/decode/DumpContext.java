package org.crashtag.decode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.crashtag.bytes.Guid;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.Module;

/** What a decoder may know of a dump besides its blob. One object serves all blobs of a dump. */
public final class DumpContext {
  private final DumpHeader header;
  private final List<Module> modules;
  private final WalkOptions options;
  private final Map<Class<?>, Object> memory = new HashMap<>();

  /**
   * @param header for pointer width, build and times
   * @param modules loaded and unloaded ones; empty where no decoder needs them
   * @param options what was asked for
   */
  public DumpContext(DumpHeader header, List<Module> modules, WalkOptions options) {
    this.header = header;
    this.modules = List.copyOf(modules);
    this.options = options;
  }

  /** The dump's header page. */
  public DumpHeader header() {
    return header;
  }

  /** The dump's modules, where {@link Decoder#needsModules} asked for them. */
  public List<Module> modules() {
    return modules;
  }

  /** What becomes of private values. */
  public Privacy privacy() {
    return options.privacy();
  }

  /** A setting of the pipeline file, such as {@code etw.messages}; empty where none was given. */
  public String setting(String name) {
    return options.settings().getOrDefault(name, "");
  }

  /** Whether the bytes of this tag were asked for. */
  public boolean keeps(Guid tag) {
    Predicate<Guid> keep = options.keep();
    return keep.test(tag);
  }

  /**
   * What a decoder remembers from one blob of this dump to the next, such as the name of a log
   * whose records stand in another blob.
   *
   * @param type names it; a class of the decoder's own
   * @param fresh makes it when it is asked for first
   */
  public <T> T memory(Class<T> type, Supplier<T> fresh) {
    return type.cast(memory.computeIfAbsent(type, missing -> fresh.get()));
  }
}
