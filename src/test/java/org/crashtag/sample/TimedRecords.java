package org.crashtag.sample;

import org.crashtag.bytes.Guid;

/** Records of a driver's log with the time of each, which newer versions of WPP can write. */
public final class TimedRecords {
  private TimedRecords() {}

  /**
   * Writes a record with its time.
   *
   * @param fileTime in steps of 100 ns since 1601
   */
  public static RecorderRing write(
      RecorderRing ring, Guid messages, int number, long fileTime, byte[] arguments) {
    return ring.write("L2", messages, number, new Pen(8).u64(fileTime).toBytes(), arguments);
  }
}
