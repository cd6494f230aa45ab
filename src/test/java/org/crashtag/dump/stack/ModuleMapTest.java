package org.crashtag.dump.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.crashtag.dump.Module;
import org.junit.jupiter.api.Test;

/** For any list, the map finds the same module as a search from the list's start. */
class ModuleMapTest {
  private static Module module(long base, long bytes) {
    return new Module("a.sys", base, bytes, 1L, 1L, false, null, false);
  }

  private static Module search(List<Module> modules, long address) {
    for (Module module : modules) {
      if (module.bytes() > 0 && Long.compareUnsigned(address - module.base(), module.bytes()) < 0) {
        return module;
      }
    }
    return null;
  }

  @Test
  void findsWhatASearchFinds() {
    SplittableRandom draw = new SplittableRandom(7);
    for (int round = 0; round < 2_000; round++) {
      long start = draw.nextBoolean() ? -40 : 0x7FFFFFFFFFFFFFF0L;
      List<Module> modules = new ArrayList<>();
      int count = draw.nextInt(12);
      for (int i = 0; i < count; i++) {
        long base = start + draw.nextInt(40);
        // A module that runs past the highest address ends there.
        long most = base < 0 && base >= -40 ? -base : 25;
        modules.add(module(base, Math.min(most, draw.nextInt(25))));
      }
      ModuleMap map = ModuleMap.of(modules, false);
      for (int at = -2; at < 70; at++) {
        assertThat(map.find(start + at)).isSameAs(search(modules, start + at));
      }
    }
  }

  @Test
  void modulesInARowAreEachFound() {
    List<Module> modules = List.of(module(0x3000, 0x1000), module(0x1000, 0x2000));
    ModuleMap map = ModuleMap.of(modules, false);

    assertThat(map.find(0xFFF)).isNull();
    assertThat(map.find(0x1000)).isSameAs(modules.get(1));
    assertThat(map.find(0x2FFF)).isSameAs(modules.get(1));
    assertThat(map.find(0x3000)).isSameAs(modules.get(0));
    assertThat(map.find(0x4000)).isNull();
    assertThat(ModuleMap.of(List.of(), false).find(0)).isNull();
  }
}
