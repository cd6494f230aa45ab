package org.crashtag.decode.declared;

import org.crashtag.bytes.Guid;
import org.crashtag.decode.declared.Declaration.Name;

/** A table that a pipeline file declares. */
public sealed interface TableDeclaration permits Declaration, TextDeclaration {
  /** The tag whose blobs contain the rows. */
  Guid tag();

  /** The name of the table. */
  Name table();

  /**
   * Checks that a text is the name of a table.
   *
   * @throws DeclarationException if it isn't
   */
  static void checkTableName(Name name) throws DeclarationException {
    if (!name.text().matches("[a-z][a-z0-9_]{0,62}")) {
      throw new DeclarationException(
          name.place(),
          "a table's name is a letter and up to 62 letters, digits and underscores, all lower"
              + " case");
    }
  }
}
