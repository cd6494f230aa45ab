package org.crashtag.dump;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;

/**
 * What stands behind the header of a triage dump (a minidump). All offsets are from the file's
 * start.
 *
 * @param sizeOfDump where the dump ends and the tagged region starts
 * @param validOffset where the four letters TRGD stand in a dump that was written to its end
 * @param unloadedDriversOffset 0 where there are none
 * @param driverListOffset first entry of the list of loaded drivers
 * @param driverCount its entries
 * @param stringPoolOffset where the drivers' names are
 * @param stringPoolSize in bytes
 */
public record TriageHeader(
    long sizeOfDump,
    long validOffset,
    long unloadedDriversOffset,
    long driverListOffset,
    long driverCount,
    long stringPoolOffset,
    long stringPoolSize) {
  // 0x00 ServicePackBuild  0x04 SizeOfDump  0x08 ValidOffset  0x0C ContextOffset
  // 0x10 ExceptionOffset   0x18 UnloadedDriversOffset   0x30 DriverListOffset
  // 0x34 DriverCount       0x38 StringPoolOffset        0x3C StringPoolSize      all u32
  private static final int BYTES = 0x40;

  static TriageHeader read(int at, Window window) throws IOException {
    Bytes bytes = window.require(at, BYTES, "the triage header");
    long sizeOfDump = bytes.u32(0x04);
    verify(
        sizeOfDump >= at + BYTES,
        Reason.CORRUPT,
        at + 0x04,
        "SizeOfDump is " + sizeOfDump + ", less than the headers");
    return new TriageHeader(
        sizeOfDump,
        bytes.u32(0x08),
        bytes.u32(0x18),
        bytes.u32(0x30),
        bytes.u32(0x34),
        bytes.u32(0x38),
        bytes.u32(0x3C));
  }
}
