package org.crashtag.source;

import java.io.Serializable;

/**
 * What an archive may cost before it is given up with {@link org.crashtag.bytes.Reason#LIMIT}.
 *
 * @param memberBytes most bytes of one member that are decompressed
 * @param archiveBytes most bytes of one archive, all levels together, that are decompressed
 * @param ratio most bytes for each byte of the archive's file; 512 MiB are always allowed
 * @param members most members of one archive, all levels together
 * @param depth most archives inside one another
 * @param seconds most time that one archive takes
 */
public record Limits(
    long memberBytes, long archiveBytes, long ratio, long members, int depth, long seconds)
    implements Serializable {
  /** What the ratio doesn't count. */
  static final long ALWAYS_ALLOWED_BYTES = 512L << 20;

  /** Wide enough for memory dumps of large machines. */
  public static final Limits DEFAULT = new Limits(1L << 38, 1L << 40, 250, 100_000, 5, 3600);
}
