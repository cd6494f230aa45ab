package org.crashtag.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.crashtag.sample.MachineKind;
import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void machinesAreNamedAsInTables() {
    for (MachineKind kind : MachineKind.values()) {
      assertThat(Machine.label(kind.imageType())).isEqualToIgnoringCase(kind.name()).isLowerCase();
    }
  }

  @Test
  void unknownMachineIsItsNumber() {
    assertThat(Machine.label(0x200)).isEqualTo("0x200");
    assertThat(Machine.label(0xFFFFFFFFL)).isEqualTo("0xffffffff");
  }

  @Test
  void dumpTypesAreFoundByTheirNumbers() {
    for (DumpType type : DumpType.values()) {
      assertThat(DumpType.of(type.number())).contains(type);
    }
    assertThat(DumpType.of(0)).isEmpty();
    assertThat(DumpType.of(0x1_0000_0004L)).as("not cut to 32 bits").isEmpty();
  }
}
