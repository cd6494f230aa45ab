package org.crashtag.store;

import java.util.HexFormat;
import java.util.UUID;

/** Names of files that one attempt writes. */
public final class Attempt {
  private Attempt() {}

  /** A name that no other attempt has: 16 hex digits. */
  public static String name() {
    return HexFormat.of().toHexDigits(UUID.randomUUID().getLeastSignificantBits());
  }

  /**
   * A part's path below the output folder.
   *
   * @param number the bucket's, or the part's among those that replace others
   * @param attempt as {@link #name} gave it
   */
  public static String part(String table, String run, int number, String attempt) {
    String digits = Integer.toString(number);
    return table
        + "/run="
        + run
        + "/part-"
        + "0".repeat(Math.max(0, 5 - digits.length()))
        + digits
        + "-"
        + attempt
        + ".parquet";
  }
}
