package org.crashtag.dump.stack;

import java.util.List;
import org.crashtag.dump.Module;

/** The modules of a dump by their addresses: loaded ones first, then those that were unloaded. */
final class CodeMap {
  private final ModuleMap loaded;
  private final ModuleMap unloaded;

  CodeMap(List<Module> modules) {
    loaded = ModuleMap.of(modules, false);
    unloaded = ModuleMap.of(modules, true);
  }

  /** The module that contains an address, or null. */
  Module find(long address) {
    Module module = loaded.find(address);
    return module == null ? unloaded.find(address) : module;
  }

  /** The loaded module that contains an address, or null. */
  Module findLoaded(long address) {
    return loaded.find(address);
  }
}
