package org.crashtag.decode.messages;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Enumerations by name.
 *
 * @param byName the names of each enumeration by their values modulo 2^32
 */
record Enumerations(Map<String, Map<Integer, String>> byName) implements Serializable {
  static final Enumerations NONE = new Enumerations(Map.of());

  Enumerations {
    byName = Map.copyOf(byName);
  }

  /**
   * The possible names in a PDB for a name in a .tmf file: unchanged, without and with an
   * underscore.
   */
  static List<String> candidates(String name) {
    return name.startsWith("_")
        ? List.of(name, name.substring(1), "_" + name)
        : List.of(name, "_" + name);
  }

  /** The names of the values of an enumeration; empty if it is unknown. */
  Map<Integer, String> of(String name) {
    for (String candidate : candidates(name)) {
      Map<Integer, String> found = byName.get(candidate);
      if (found != null) {
        return found;
      }
    }
    return Map.of();
  }
}
