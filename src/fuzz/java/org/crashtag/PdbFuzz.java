package org.crashtag;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.crashtag.bytes.MalformedException;
import org.crashtag.layout.CType;
import org.crashtag.layout.pdb.ArrayChannel;
import org.crashtag.layout.pdb.Pdb;
import org.crashtag.layout.pdb.SmallPdb;

/** Container and types of a PDB: whatever the bytes are, types come out, or a refusal. */
class PdbFuzz {
  private static final int MOST_MEMBERS = 100_000;

  @FuzzTest(maxDuration = "2m")
  void readsAnything(FuzzedDataProvider data) throws IOException {
    if (data.consumeBoolean()) {
      read(data.consumeRemainingAsBytes());
      return;
    }
    byte[] pdb = SmallPdb.bytes();
    int patches = data.consumeInt(0, 8);
    for (int i = 0; i < patches; i++) {
      int at = data.consumeInt(0, pdb.length - 1);
      byte[] bytes = data.consumeBytes(data.consumeInt(1, 8));
      System.arraycopy(bytes, 0, pdb, at, Math.min(bytes.length, pdb.length - at));
    }
    read(pdb);
  }

  private static void read(byte[] bytes) throws IOException {
    try (Pdb pdb = new Pdb(new ArrayChannel(bytes))) {
      for (String name : SmallPdb.NAMES) {
        pdb.find(name).ifPresent(type -> assertThat(members(type)).isLessThan(MOST_MEMBERS));
      }
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
    }
  }

  private static int members(CType type) {
    if (type instanceof CType.Array array) {
      return members(array.element());
    }
    if (type instanceof CType.Structure structure) {
      return structure.fields().stream().mapToInt(field -> 1 + members(field.type())).sum();
    }
    return 0;
  }
}
