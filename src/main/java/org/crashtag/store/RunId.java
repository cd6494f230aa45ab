package org.crashtag.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of runs: they begin with a letter, so that no engine reads them as numbers, and sort by
 * time.
 */
public final class RunId {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("'r'yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** What an id looks like. */
  static final Pattern SHAPE = Pattern.compile("r[0-9]{8}T[0-9]{9}Z");

  private RunId() {}

  /**
   * The id of a run that begins at {@code now}.
   *
   * @param last the latest id in use, or empty; the new one sorts after it even if the clock was
   *     set back
   */
  static String next(Instant now, String last) {
    String id = FORMAT.format(now);
    if (id.compareTo(last) > 0) {
      return id;
    }
    return FORMAT.format(FORMAT.parse(last, Instant::from).plus(1, ChronoUnit.MILLIS));
  }

  static boolean isRunId(String text) {
    return SHAPE.matcher(text).matches();
  }
}
