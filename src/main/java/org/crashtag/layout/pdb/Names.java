package org.crashtag.layout.pdb;

/** Names of a PDB in messages. */
final class Names {
  private static final int MOST = 80;

  private Names() {}

  /** Short enough for one line. */
  static String shown(String name) {
    return name.length() <= MOST ? name : name.substring(0, MOST) + "...";
  }
}
