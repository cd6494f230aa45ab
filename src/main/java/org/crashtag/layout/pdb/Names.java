package org.crashtag.layout.pdb;

/** Formats names of a PDB for messages. */
final class Names {
  private static final int MOST = 80;

  private Names() {}

  /** Shortens a name to fit on one line. */
  static String shown(String name) {
    return name.length() <= MOST ? name : name.substring(0, MOST) + "...";
  }
}
