package org.crashtag.dump;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;

/**
 * The second header of a triage dump (a minidump), which follows the first. All offsets are from
 * the file's start; 0 means that the dump lacks the part.
 *
 * <pre>
 * 0x04 SizeOfDump        0x08 ValidOffset       0x0C ContextOffset     0x18 UnloadedDriversOffset
 * 0x20 ProcessOffset     0x24 ThreadOffset      0x28 CallStackOffset   0x2C SizeOfCallStack
 * 0x30 DriverListOffset  0x34 DriverCount       0x38 StringPoolOffset  0x3C StringPoolSize
 * 0x48 TopOfStack        0x78 DataBlocksOffset  0x7C DataBlocksCount   (64-bit: TopOfStack is u64)
 *                        0x60 DataBlocksOffset  0x64 DataBlocksCount   (32-bit)
 * </pre>
 *
 * All but the 64-bit TopOfStack are u32. Sources: the names in NationalSecurityAgency/ghidra
 * (Apache-2.0) and rizinorg/rizin; the offsets of the 32-bit data blocks were measured.
 *
 * @param sizeOfDump the end of the dump and the start of the tagged region
 * @param validOffset offset of the four letters TRGD in a completely written dump
 * @param contextOffset of the processor's context record
 * @param unloadedDriversOffset of the list of unloaded drivers
 * @param processOffset of the crashed thread's EPROCESS
 * @param threadOffset of the crashed thread's ETHREAD
 * @param callStackOffset of the bytes of the stack
 * @param callStackBytes number of these bytes
 * @param topOfStack the address of the first of them
 * @param driverListOffset first entry of the list of loaded drivers
 * @param driverCount its entries
 * @param stringPoolOffset offset of the drivers' names
 * @param stringPoolSize in bytes
 * @param dataBlocksOffset of the table of data blocks
 * @param dataBlocksCount its entries
 */
public record TriageHeader(
    long sizeOfDump,
    long validOffset,
    long contextOffset,
    long unloadedDriversOffset,
    long processOffset,
    long threadOffset,
    long callStackOffset,
    long callStackBytes,
    long topOfStack,
    long driverListOffset,
    long driverCount,
    long stringPoolOffset,
    long stringPoolSize,
    long dataBlocksOffset,
    long dataBlocksCount) {
  /** Older kernels' headers end here. */
  private static final int LEAST_BYTES = 0x40;

  private static final int WIDE_BLOCKS = 0x78;
  private static final int NARROW_BLOCKS = 0x60;

  static TriageHeader read(DumpFormat format, Window window) throws IOException {
    int at = format.headerBytes;
    boolean wide = format.pointerBytes == 8;
    int blocks = wide ? WIDE_BLOCKS : NARROW_BLOCKS;
    Bytes bytes = window.peek(at, blocks + 8);
    verify(
        bytes.length() >= LEAST_BYTES,
        Reason.TRUNCATED,
        at + bytes.length(),
        "the triage header is cut off");
    long sizeOfDump = bytes.u32(0x04);
    verify(
        sizeOfDump >= at + LEAST_BYTES,
        Reason.CORRUPT,
        at + 0x04,
        "SizeOfDump is " + sizeOfDump + ", less than the headers");
    boolean whole = bytes.length() == blocks + 8 && sizeOfDump >= at + blocks + 8;
    long top = 0;
    if (whole) {
      top = wide ? bytes.i64(0x48) : bytes.u32(0x48);
    }
    return new TriageHeader(
        sizeOfDump,
        bytes.u32(0x08),
        written(bytes, 0x0C),
        bytes.u32(0x18),
        written(bytes, 0x20),
        written(bytes, 0x24),
        whole ? written(bytes, 0x28) : 0,
        written(bytes, 0x2C),
        top,
        bytes.u32(0x30),
        bytes.u32(0x34),
        bytes.u32(0x38),
        bytes.u32(0x3C),
        whole ? written(bytes, blocks) : 0,
        whole ? written(bytes, blocks + 4) : 0);
  }

  /** Headers are first filled with the letters PAGE. */
  private static long written(Bytes bytes, int at) {
    return bytes.hasAscii(at, "PAGE") ? 0 : bytes.u32(at);
  }
}
