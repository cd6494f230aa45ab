package org.crashtag.dump.stack;

import java.util.List;
import org.crashtag.dump.Module;

/** The modules of a dump by their addresses: loaded ones first, then those that were unloaded. */
final class CodeMap {
  private final List<Module> modules;
  private final ModuleMap loaded;

  /** Few dumps need it. */
  private ModuleMap unloaded;

  CodeMap(List<Module> modules) {
    this.modules = modules;
    loaded = ModuleMap.of(modules, false);
  }

  /** The module that contains an address, or null. */
  Module find(long address) {
    Module module = loaded.find(address);
    return module == null ? findUnloaded(address) : module;
  }

  private Module findUnloaded(long address) {
    if (unloaded == null) {
      unloaded = ModuleMap.of(modules, true);
    }
    return unloaded.find(address);
  }

  /** The loaded module that contains an address, or null. */
  Module findLoaded(long address) {
    return loaded.find(address);
  }
}
