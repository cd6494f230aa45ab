package org.crashtag.layout.pdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.crashtag.bytes.Nearest;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;
import org.crashtag.layout.UnknownTypeException;

/** The search for a type in several PDBs. */
final class TypeSearch {
  /** Names that are compared with a missing one for a suggestion. */
  private static final int MOST_NAMES = 50_000;

  private final String name;
  private final Architecture architecture;
  private final Set<Architecture> otherArchitectures = EnumSet.noneOf(Architecture.class);
  private final List<String> otherNames = new ArrayList<>();
  private CType type;
  private String file;
  private int searched;
  private long records;

  TypeSearch(String name, Architecture architecture) {
    this.name = name;
    this.architecture = architecture;
  }

  /** Whether to search this PDB; if not, it is remembered for the message. */
  boolean isFor(Pdb pdb) {
    if (pdb.architecture() != architecture) {
      otherArchitectures.add(pdb.architecture());
      return false;
    }
    searched++;
    records += pdb.types();
    return true;
  }

  /** Adds the definition in a PDB, which must agree with earlier ones. */
  void add(String nextFile, Optional<CType> next, Pdb pdb)
      throws IOException, UnknownTypeException {
    if (next.isEmpty()) {
      rememberNames(pdb);
      return;
    }
    if (type != null && !SameLayout.is(type, next.get())) {
      throw new UnknownTypeException(
          "%s is laid out one way in %s and another in %s".formatted(name, file, nextFile));
    }
    type = next.get();
    file = nextFile;
  }

  /** Collects only names similar to a misspelled one. */
  private void rememberNames(Pdb pdb) throws IOException {
    for (TypeDefinition definition : pdb.allDefinitions()) {
      if (otherNames.size() < MOST_NAMES
          && Math.abs(definition.name().length() - name.length())
              <= Math.max(2, name.length() / 3)) {
        otherNames.add(definition.name());
      }
    }
  }

  CType result(String where) throws UnknownTypeException {
    if (type != null) {
      return type;
    }
    if (searched == 0) {
      String others =
          otherArchitectures.stream().map(Architecture::label).collect(Collectors.joining(", "));
      throw new UnknownTypeException(
          "%s is for %s, not %s".formatted(where, others, architecture.label()));
    }
    if (records == 0) {
      throw new UnknownTypeException(where + " contains no types, which public PDBs lack");
    }
    throw new UnknownTypeException(
        "%s has no type \"%s\"%s".formatted(where, name, Nearest.hint(name, otherNames)));
  }
}
