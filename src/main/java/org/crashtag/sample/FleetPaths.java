package org.crashtag.sample;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * File names of a fleet, by machine and time. Each contains the dump's index, so that it is unique.
 */
final class FleetPaths {
  private FleetPaths() {}

  /** As {@code machine-0042/2026-03-17-031522-0007.dmp}. */
  static String minidump(SampleCrash crash, int index) {
    if (crash.live()) {
      return crash.machineName() + "/LiveKernelReports/" + stamp(crash.time(), index) + ".dmp";
    }
    return crash.machineName() + '/' + stamp(crash.time(), index) + ".dmp";
  }

  /** As {@code machine-0042/2026-03-17-031522-0007.zip}. */
  static String archive(SampleCrash crash, int index) {
    return crash.machineName() + '/' + stamp(crash.time(), index) + ".zip";
  }

  /** As {@code machine-0042/2026-03-17-031522-0007/MEMORY.DMP}. */
  static String memoryDump(SampleCrash crash, int index) {
    return crash.machineName() + '/' + stamp(crash.time(), index) + "/MEMORY.DMP";
  }

  /** As {@code helpdesk/ticket-0123.dmp}: the same file, submitted again. */
  static String copy(int index) {
    return "helpdesk/ticket-" + digits(index, 4) + ".dmp";
  }

  /** The number with leading zeros, {@code width} digits long. */
  static String digits(int number, int width) {
    String text = Integer.toString(number);
    return "0".repeat(Math.max(0, width - text.length())) + text;
  }

  private static String stamp(Instant time, int index) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    return utc.toLocalDate().toString()
        + '-'
        + digits(utc.getHour(), 2)
        + digits(utc.getMinute(), 2)
        + digits(utc.getSecond(), 2)
        + '-'
        + digits(index, 4);
  }
}
