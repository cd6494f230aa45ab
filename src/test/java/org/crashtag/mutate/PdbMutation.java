package org.crashtag.mutate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.MalformedException;
import org.crashtag.layout.pdb.ArrayChannel;
import org.crashtag.layout.pdb.Pdb;
import org.crashtag.layout.pdb.SmallPdb;

/** PDBs: types, or a rejection. */
record PdbMutation(String name, List<byte[]> seeds) implements MutationKind {
  private static final List<String> NAMES = names();

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
      if (e.getMessage().isBlank() || e.getMessage().indexOf('\n') >= 0) {
        throw new AssertionError("a message of no or several lines", e);
      }
    }
    return found;
  }
}
