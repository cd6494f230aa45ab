package org.crashtag.dump.stack;

import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import org.crashtag.dump.Module;

/**
 * Finds the module of an address by binary search. If modules overlap, the first in the list is
 * used, as in a linear search.
 */
final class ModuleMap {
  /** The start of each range of addresses; unsigned, ascending. */
  private final long[] starts;

  /** The module of each range, or null. */
  private final Module[] owners;

  private int stretches;

  private ModuleMap(int modules) {
    // Each module opens one range and closes one.
    starts = new long[2 * modules];
    owners = new Module[2 * modules];
  }

  /** A map of the loaded modules, or of the unloaded ones. */
  static ModuleMap of(List<Module> all, boolean unloaded) {
    Module[] modules = new Module[all.size()];
    int count = 0;
    for (Module module : all) {
      if (module.unloaded() == unloaded && module.bytes() > 0) {
        modules[count++] = module;
      }
    }
    ModuleMap map = new ModuleMap(count);
    map.build(Arrays.copyOf(modules, count));
    return map;
  }

  /** The last address of a module, at most the highest address. */
  private static long last(Module module) {
    long last = module.base() + module.bytes() - 1;
    return Long.compareUnsigned(last, module.base()) < 0 ? -1 : last;
  }

  private void build(Module[] listed) {
    Module[] sorted = listed.clone();
    // Stable: modules with the same base stay in the order of the list.
    Arrays.sort(sorted, (a, b) -> Long.compareUnsigned(a.base(), b.base()));
    if (overlap(sorted)) {
      sweep(sorted, listed);
    } else {
      for (Module module : sorted) {
        add(module.base(), module);
        end(module, null);
      }
    }
  }

  private static boolean overlap(Module[] sorted) {
    for (int i = 1; i < sorted.length; i++) {
      if (Long.compareUnsigned(last(sorted[i - 1]), sorted[i].base()) >= 0) {
        return true;
      }
    }
    return false;
  }

  private void sweep(Module[] sorted, Module[] listed) {
    IdentityHashMap<Module, Integer> positions = new IdentityHashMap<>();
    for (int i = 0; i < listed.length; i++) {
      positions.put(listed[i], i);
    }
    PriorityQueue<Module> open = new PriorityQueue<>(Comparator.comparing(positions::get));
    for (Module module : sorted) {
      closeUpTo(module.base(), open);
      open.add(module);
      add(module.base(), open.peek());
    }
    while (!open.isEmpty()) {
      closeFirst(open);
    }
  }

  /** After a module's last address, another module or none begins. */
  private void end(Module module, Module next) {
    if (last(module) != -1) {
      add(last(module) + 1, next);
    }
  }

  /** Ends the ranges of modules that end before {@code base}. */
  private void closeUpTo(long base, PriorityQueue<Module> open) {
    while (!open.isEmpty() && Long.compareUnsigned(last(open.peek()), base) < 0) {
      closeFirst(open);
    }
  }

  /** Ends the range of the first open module; the next one that extends further follows. */
  private void closeFirst(PriorityQueue<Module> open) {
    Module closed = open.poll();
    while (!open.isEmpty() && Long.compareUnsigned(last(open.peek()), last(closed)) <= 0) {
      open.poll();
    }
    end(closed, open.peek());
  }

  private void add(long start, Module owner) {
    if (stretches > 0 && starts[stretches - 1] == start) {
      stretches--;
    }
    starts[stretches] = start;
    owners[stretches] = owner;
    stretches++;
  }

  /** The module that contains an address, or null. */
  Module find(long address) {
    int low = 0;
    int high = stretches - 1;
    if (high < 0 || isOutside(address)) {
      return null;
    }
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(starts[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? null : owners[high];
  }

  /** Most words of a stack are far from any module. */
  private boolean isOutside(long address) {
    int end = stretches - 1;
    return Long.compareUnsigned(address, starts[0]) < 0
        || (owners[end] == null && Long.compareUnsigned(address, starts[end]) >= 0);
  }
}
