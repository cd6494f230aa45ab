package org.crashtag.layout.pdb;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** Opens PDBs by their paths. */
@FunctionalInterface
public interface PdbOpener {
  /**
   * Opens a PDB for reading, also if the file at {@code path} contains it in compressed form.
   *
   * @throws IOException if the file can't be read
   * @throws org.crashtag.bytes.MalformedException if it is compressed and the compressed data is
   *     invalid
   */
  SeekableByteChannel open(String path) throws IOException;
}
