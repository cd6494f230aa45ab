package org.crashtag.layout.pdb;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.crashtag.bytes.MalformedException;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;
import org.crashtag.layout.TypeSource;
import org.crashtag.layout.UnknownTypeException;

/**
 * The types of a PDB or of all PDBs in a symbol store, which is a folder with {@code
 * name.pdb/GUIDAGE/name.pdb}.
 *
 * <p>A type name may have a module as prefix, as in {@code Wdf01000!_FX_DUMP_DRIVER_INFO_ENTRY}; in
 * a store it must. If a store has several builds of a module for one architecture, all that define
 * the type must agree on its layout. Each lookup opens the files and closes them.
 */
public final class PdbTypes implements TypeSource {
  private final PdbFiles files;
  private final String path;

  /** Reads nothing yet. */
  public PdbTypes(PdbFiles files) {
    this.files = files;
    this.path = files.name();
  }

  @Override
  public CType.Structure structure(String name, Architecture architecture)
      throws UnknownTypeException {
    if (type(name, architecture) instanceof CType.Structure structure) {
      return structure;
    }
    throw new UnknownTypeException(path + ": " + name + " is neither a structure nor a union");
  }

  /** Finds enumeration constants only: a PDB does not contain macros. */
  @Override
  public Map<Long, String> constants(String name, Architecture architecture)
      throws UnknownTypeException {
    boolean isBeginning = name.endsWith("*");
    CType type = type(name, architecture, isBeginning ? Pdb::constants : Pdb::find);
    if (type instanceof CType.Enumeration enumeration) {
      return enumeration.constants();
    }
    throw new UnknownTypeException(path + ": " + name + " is not an enumeration");
  }

  /**
   * Finds a type of any kind.
   *
   * @throws UnknownTypeException if the source has no such type for the architecture
   */
  public CType type(String name, Architecture architecture) throws UnknownTypeException {
    return type(name, architecture, Pdb::find);
  }

  /**
   * The architectures for which there are PDBs.
   *
   * @param name a type name, of which only the module is used
   * @throws UnknownTypeException if there are none
   */
  public Set<Architecture> architectures(String name) throws UnknownTypeException {
    Set<Architecture> architectures = EnumSet.noneOf(Architecture.class);
    each(name, (file, pdb) -> architectures.add(pdb.architecture()));
    return architectures;
  }

  private interface Question {
    Optional<CType> ask(Pdb pdb, String name) throws IOException;
  }

  private CType type(String fullName, Architecture architecture, Question question)
      throws UnknownTypeException {
    String name = fullName.substring(fullName.indexOf('!') + 1);
    String word = name.replaceFirst("^(struct|union|enum)\\s+", "").strip();
    TypeSearch search = new TypeSearch(word, architecture);
    each(
        fullName,
        (file, pdb) -> {
          if (search.isFor(pdb)) {
            search.add(file, question.ask(pdb, word), pdb);
          }
        });
    return search.result(path);
  }

  private interface Visitor {
    void visit(String file, Pdb pdb) throws IOException, UnknownTypeException;
  }

  /** Opens each PDB of the module in a type name. */
  private void each(String name, Visitor visitor) throws UnknownTypeException {
    String module = name.substring(0, Math.max(0, name.indexOf('!'))).strip();
    String current = path;
    try {
      for (String file : files.of(module)) {
        current = file;
        try (Pdb pdb = new Pdb(files.open(file))) {
          visitor.visit(file, pdb);
        }
      }
    } catch (MalformedException e) {
      throw caused("%s at 0x%x: %s".formatted(current, e.offset(), e.getMessage()), e);
    } catch (IOException e) {
      throw caused(current + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static UnknownTypeException caused(String message, Exception cause) {
    UnknownTypeException exception = new UnknownTypeException(message);
    exception.initCause(cause);
    return exception;
  }
}
