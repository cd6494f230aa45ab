package org.crashtag.publish;

import org.crashtag.sql.View;

/**
 * Where an output folder is, for this program and for other engines.
 *
 * @param output the output folder: an absolute path or a URI
 * @param location the folder's address for engines, as metadata contains it: a URI without a slash
 *     at its end
 */
record Address(String output, String location) {
  /** The address under which engines find a folder by themselves. */
  static Address of(String output) {
    String absolute = View.absolute(output);
    return new Address(absolute, View.location(absolute));
  }

  /** The location of a file or folder of a table. */
  String of(String table, String below) {
    return location + "/" + table + "/" + below;
  }
}
