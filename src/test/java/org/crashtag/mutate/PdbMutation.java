package org.crashtag.mutate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.crashtag.bytes.MalformedException;
import org.crashtag.layout.pdb.ArrayChannel;
import org.crashtag.layout.pdb.Pdb;
import org.crashtag.layout.pdb.PdbSymbols;
import org.crashtag.layout.pdb.SmallPdb;

/** PDBs: types, annotations and enumerations, or a refusal. */
record PdbMutation(String name, List<byte[]> seeds) implements MutationKind {
  private static final List<String> NAMES = names();

  private static final Set<String> ENUMERATIONS = Set.copyOf(NAMES);

  private static List<String> names() {
    List<String> names = new ArrayList<>(SmallPdb.NAMES);
    names.addAll(List.of("_GUID", "GUID", "_iobuf", "tagVARIANT", "_EXCEPTION_RECORD"));
    return names;
  }

  @Override
  public int weight() {
    // Each mutation of a large PDB is a large copy.
    return seeds.get(0).length > 50_000 ? 1 : 10;
  }

  @Override
  public int read(int seed, byte[] input) throws IOException {
    int found = 0;
    try (Pdb pdb = new Pdb(new ArrayChannel(input))) {
      for (String name : NAMES) {
        found += pdb.find(name).isPresent() ? 1 : 0;
      }
    } catch (MalformedException e) {
      check(e);
    }
    return found + symbols(input);
  }

  private static int symbols(byte[] input) throws IOException {
    int[] found = {0};
    try (PdbSymbols symbols = new PdbSymbols(new ArrayChannel(input))) {
      symbols.annotations((procedure, texts) -> found[0] += texts.size());
      found[0] += symbols.enumerations(ENUMERATIONS).size();
    } catch (MalformedException e) {
      check(e);
    }
    return found[0];
  }

  private static void check(MalformedException e) {
    if (e.getMessage().isBlank() || e.getMessage().indexOf('\n') >= 0) {
      throw new AssertionError("a message of no or several lines", e);
    }
  }
}
