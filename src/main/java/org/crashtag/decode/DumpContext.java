package org.crashtag.decode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.crashtag.bytes.Guid;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.Module;

/**
 * Information about a dump, besides the blob, for decoders. One object serves all blobs of a dump.
 */
public final class DumpContext {
  private final DumpHeader header;
  private final List<Module> modules;
  private final WalkOptions options;
  private final Map<Class<?>, Object> memory = new HashMap<>();

  /**
   * @param header header, which has pointer width, build and times
   * @param modules loaded and unloaded modules; empty if no decoder needs them
   * @param options options of the walk
   */
  public DumpContext(DumpHeader header, List<Module> modules, WalkOptions options) {
    this.header = header;
    this.modules = List.copyOf(modules);
    this.options = options;
  }

  /** The header page of the dump. */
  public DumpHeader header() {
    return header;
  }

  /** The modules of the dump, if {@link Decoder#needsModules} returns true. */
  public List<Module> modules() {
    return modules;
  }

  /** How private values are treated. */
  public Privacy privacy() {
    return options.privacy();
  }

  /** A setting of the pipeline file, such as {@code etw.messages}; empty if it is not set. */
  public String setting(String name) {
    return options.settings().getOrDefault(name, "");
  }

  /** Whether the bytes of blobs with this tag are to be kept. */
  public boolean keeps(Guid tag) {
    Predicate<Guid> keep = options.keep();
    return keep.test(tag);
  }

  /**
   * State of a decoder shared by the blobs of this dump, such as the name of a log whose records
   * are in another blob.
   *
   * @param type a class of the decoder that identifies the state
   * @param fresh creates the state at first use
   */
  public <T> T memory(Class<T> type, Supplier<T> fresh) {
    return type.cast(memory.computeIfAbsent(type, missing -> fresh.get()));
  }
}
