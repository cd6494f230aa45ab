package org.crashtag.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.crashtag.dump.DumpType;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.junit.jupiter.api.Test;

class MachineTypeTest {
  @Test
  void machinesAreNamedAsInTables() {
    for (MachineKind kind : MachineKind.values()) {
      assertThat(MachineType.label(kind.imageType()))
          .isEqualToIgnoringCase(kind.name())
          .isLowerCase();
    }
  }

  @Test
  void unknownMachineIsItsNumber() {
    assertThat(MachineType.label(0x200)).isEqualTo("0x200");
    assertThat(MachineType.label(0xFFFFFFFFL)).isEqualTo("0xffffffff");
  }

  @Test
  void dumpTypesAreFoundByTheirNumbers() {
    for (DumpKind kind : DumpKind.values()) {
      assertThat(DumpType.of(kind.number()).orElseThrow().name()).isEqualTo(kind.name());
    }
    assertThat(DumpType.of(0)).isEmpty();
    assertThat(DumpType.of(0x1_0000_0004L)).as("not cut to 32 bits").isEmpty();
  }
}
