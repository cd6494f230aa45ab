package org.crashtag.layout.pdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.crashtag.bytes.MalformedException;
import org.crashtag.layout.CType;
import org.junit.jupiter.api.Test;

/** A PDB cut at every length and with every byte changed: the result is types, or a rejection. */
class DamagedPdbTest {
  private static final List<String> NAMES = SmallPdb.NAMES;

  private static final byte[] WHOLE = SmallPdb.bytes();

  @Test
  void wholeFileHasAll() throws IOException {
    Pdb pdb = new Pdb(new ArrayChannel(WHOLE));
    assertThat(NAMES.stream().filter(name -> isThere(pdb, name))).hasSize(NAMES.size() - 1);
  }

  private static boolean isThere(Pdb pdb, String name) {
    try {
      return pdb.find(name).isPresent();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void cutFileIsRefused() {
    for (int length = 0; length < WHOLE.length; length++) {
      assertThat(answers(WHOLE, length)).as("cut to " + length).isZero();
    }
  }

  @Test
  void changedFileGivesTypesOrARefusal() {
    int whole = 0;
    for (int offset = 0; offset < WHOLE.length; offset++) {
      for (int bits : new int[] {0xFF, 0x01, 0x80}) {
        byte[] file = WHOLE.clone();
        file[offset] ^= (byte) bits;
        try {
          whole += answers(file, file.length) == NAMES.size() ? 1 : 0;
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError("byte " + offset + " changed by " + bits, e);
        }
      }
    }
    // Most of the file is padding.
    assertThat(whole).isGreaterThan(WHOLE.length);
  }

  /** The number of names that the file can resolve. */
  private static int answers(byte[] file, int length) {
    try (Pdb pdb = new Pdb(new ArrayChannel(file, length))) {
      int answers = 0;
      for (String name : NAMES) {
        answers += isAnswered(pdb, name, length) ? 1 : 0;
      }
      return answers;
    } catch (MalformedException e) {
      assertRefusal(e, length);
      return 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isAnswered(Pdb pdb, String name, int length) throws IOException {
    try {
      Optional<CType> type = pdb.find(name);
      type.ifPresent(it -> assertThat(memberCount(it)).isLessThan(100));
      return true;
    } catch (MalformedException e) {
      assertRefusal(e, length);
      return false;
    }
  }

  private static void assertRefusal(MalformedException e, int length) {
    assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
    assertThat(e.offset()).isBetween(0L, (long) length);
  }

  private static int memberCount(CType type) {
    if (type instanceof CType.Array array) {
      return memberCount(array.element());
    }
    if (type instanceof CType.Structure structure) {
      return structure.fields().stream().mapToInt(field -> 1 + memberCount(field.type())).sum();
    }
    return 0;
  }
}
