package org.crashtag.source;

import java.io.Serializable;

/**
 * Limits after which an archive is rejected with {@link org.crashtag.bytes.Reason#LIMIT}.
 *
 * @param memberBytes maximum decompressed bytes of one member
 * @param archiveBytes maximum decompressed bytes of one archive, all levels together
 * @param ratio maximum compression ratio; the first 512 MiB are exempt
 * @param members maximum number of members of one archive, all levels together
 * @param depth maximum nesting of archives
 * @param seconds maximum time for one archive
 */
public record Limits(
    long memberBytes, long archiveBytes, long ratio, long members, int depth, long seconds)
    implements Serializable {
  /** Decompressed bytes that are exempt from the ratio. */
  static final long ALWAYS_ALLOWED_BYTES = 512L << 20;

  /** Large enough for memory dumps of large machines. */
  public static final Limits DEFAULT = new Limits(1L << 38, 1L << 40, 250, 100_000, 5, 3600);
}
