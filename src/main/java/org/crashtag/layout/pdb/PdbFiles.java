package org.crashtag.layout.pdb;

import java.io.IOException;
import java.util.List;
import org.crashtag.layout.UnknownTypeException;

/** The source of the PDBs of a module. */
public interface PdbFiles extends PdbOpener {
  /** The name of the source in messages. */
  String name();

  /**
   * Paths of the module's PDBs, at least one.
   *
   * @param module empty if the type was named without one
   * @throws UnknownTypeException if there is none, or a module must be named
   */
  List<String> of(String module) throws IOException, UnknownTypeException;
}
