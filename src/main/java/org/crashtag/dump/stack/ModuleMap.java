package org.crashtag.dump.stack;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.crashtag.dump.Module;

/**
 * Finds the module of an address by binary search. If modules overlap, the first in the list is
 * used, as in a linear search.
 */
final class ModuleMap {
  private final List<Module> modules;

  /** The start of each range of addresses; unsigned, ascending. */
  private long[] starts;

  /** The module of each range, or -1. */
  private int[] owners;

  private int stretches;

  private ModuleMap(List<Module> modules) {
    this.modules = modules;
    // Each module opens one range and closes one.
    starts = new long[2 * modules.size()];
    owners = new int[2 * modules.size()];
  }

  /** A map of the loaded modules, or of the unloaded ones. */
  static ModuleMap of(List<Module> all, boolean unloaded) {
    List<Module> modules =
        all.stream().filter(module -> module.unloaded() == unloaded && module.bytes() > 0).toList();
    ModuleMap map = new ModuleMap(modules);
    map.build();
    return map;
  }

  /** The last address of a module, at most the highest address. */
  private long last(int module) {
    long base = modules.get(module).base();
    long last = base + modules.get(module).bytes() - 1;
    return Long.compareUnsigned(last, base) < 0 ? -1 : last;
  }

  private void build() {
    Integer[] order = new Integer[modules.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order, (a, b) -> Long.compareUnsigned(modules.get(a).base(), modules.get(b).base()));
    if (overlap(order)) {
      sweep(order);
    } else {
      for (int module : order) {
        add(modules.get(module).base(), module);
        end(module, -1);
      }
    }
  }

  private boolean overlap(Integer[] order) {
    for (int i = 1; i < order.length; i++) {
      long base = modules.get(order[i]).base();
      if (Long.compareUnsigned(last(order[i - 1]), base) >= 0) {
        return true;
      }
    }
    return false;
  }

  private void sweep(Integer[] order) {
    PriorityQueue<Integer> open = new PriorityQueue<>(Comparator.naturalOrder());
    for (int module : order) {
      closeUpTo(modules.get(module).base(), open);
      open.add(module);
      add(modules.get(module).base(), open.peek());
    }
    while (!open.isEmpty()) {
      closeFirst(open);
    }
  }

  /** After a module's last address, another module or -1 begins. */
  private void end(int module, int next) {
    if (last(module) != -1) {
      add(last(module) + 1, next);
    }
  }

  /** Ends the ranges of modules that end before {@code base}. */
  private void closeUpTo(long base, PriorityQueue<Integer> open) {
    while (!open.isEmpty() && Long.compareUnsigned(last(open.peek()), base) < 0) {
      closeFirst(open);
    }
  }

  /** Ends the range of the first open module; the next one that extends further follows. */
  private void closeFirst(PriorityQueue<Integer> open) {
    int closed = open.poll();
    while (!open.isEmpty() && Long.compareUnsigned(last(open.peek()), last(closed)) <= 0) {
      open.poll();
    }
    end(closed, open.isEmpty() ? -1 : open.peek());
  }

  private void add(long start, int owner) {
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
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(starts[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 || owners[high] < 0 ? null : modules.get(owners[high]);
  }
}
