package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.regex.Pattern;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * Volumes of split archives. Only the first volume has a signature, so the file name decides here,
 * and only for files that can't be read anyway.
 */
final class Volumes {
  private static final Pattern NAME =
      Pattern.compile(
          ".*\\.(?:(?:7z|zip|rar|tar|t?gz|t?xz|t?bz2|t?zst|cab)\\.[0-9]{3}|[zr][0-9]{2,3})",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final String MESSAGE =
      "volumes of split archives are not supported; join the volumes into one file";

  private Volumes() {}

  static MalformedException fault() {
    return new MalformedException(Reason.SPANNED, 0, MESSAGE);
  }

  /** Fails if a file that isn't recognised is a volume by its name. */
  static void verifyNone(String path, SourceKind kind) {
    verify(kind != SourceKind.OTHER || !isVolume(path), Reason.SPANNED, 0, MESSAGE);
  }

  /** The fault of an archive; if the file is a volume, says so instead. */
  static MalformedException explained(String path, MalformedException fault) {
    boolean broken = fault.reason() == Reason.CORRUPT || fault.reason() == Reason.TRUNCATED;
    return broken && isVolume(path) ? fault() : fault;
  }

  private static boolean isVolume(String path) {
    return NAME.matcher(path).matches();
  }
}
