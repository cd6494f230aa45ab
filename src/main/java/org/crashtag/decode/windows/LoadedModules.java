package org.crashtag.decode.windows;

import java.util.Comparator;
import java.util.List;
import org.crashtag.dump.Module;

/** The modules that were loaded at the crash, by address. */
final class LoadedModules {
  private final Module[] modules;

  LoadedModules(List<Module> all) {
    modules =
        all.stream()
            .filter(module -> !module.unloaded())
            .sorted(Comparator.comparingLong(LoadedModules::order))
            .toArray(Module[]::new);
  }

  /** The module whose image contains this address, or null. */
  Module at(long address) {
    int low = 0;
    int high = modules.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(modules[middle].base(), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return null;
    }
    Module below = modules[low - 1];
    return Long.compareUnsigned(address - below.base(), below.bytes()) < 0 ? below : null;
  }

  /** Maps unsigned numbers to signed numbers in the same order. */
  private static long order(Module module) {
    return module.base() ^ Long.MIN_VALUE;
  }
}
