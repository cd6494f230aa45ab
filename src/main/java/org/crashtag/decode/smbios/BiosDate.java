package org.crashtag.decode.smbios;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The BIOS release date: {@code mm/dd/yyyy}, in old tables {@code mm/dd/yy}. */
final class BiosDate {
  /** Some firmware writes {@code 05/ 6/2021}. */
  private static final Pattern DATE =
      Pattern.compile(" *(\\d{1,2})/ *(\\d{1,2})/ *(\\d{4}|\\d{2}) *");

  private BiosDate() {}

  /** Days since 1970-01-01; null if the text is not a date. */
  static Long epochDay(String text) {
    Matcher date = DATE.matcher(text == null ? "" : text);
    if (!date.matches()) {
      return null;
    }
    int year = Integer.parseInt(date.group(3));
    try {
      return LocalDate.of(
              date.group(3).length() == 2 ? 1900 + year : year,
              Integer.parseInt(date.group(1)),
              Integer.parseInt(date.group(2)))
          .toEpochDay();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
