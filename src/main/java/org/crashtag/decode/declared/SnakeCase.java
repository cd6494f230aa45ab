package org.crashtag.decode.declared;

import java.util.Locale;

/** Names of columns as the names of C members give them. */
final class SnakeCase {
  private SnakeCase() {}

  /**
   * {@code DriverName} is {@code driver_name}, {@code IRQLevel} {@code irq_level}; what isn't a
   * letter or a digit is a single underscore, and none stands at either end.
   */
  static String of(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .replaceAll("^_+|_+$", "")
        .toLowerCase(Locale.ROOT);
  }
}
