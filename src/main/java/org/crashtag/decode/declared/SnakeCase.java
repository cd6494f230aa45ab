package org.crashtag.decode.declared;

import java.util.Locale;

/** Converts the names of C members to names of columns. */
final class SnakeCase {
  private SnakeCase() {}

  /**
   * Converts {@code DriverName} to {@code driver_name} and {@code IRQLevel} to {@code irq_level}.
   * Other characters become a single underscore, or nothing at either end.
   */
  static String of(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .replaceAll("^_+|_+$", "")
        .toLowerCase(Locale.ROOT);
  }
}
