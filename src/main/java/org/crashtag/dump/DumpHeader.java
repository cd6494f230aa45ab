package org.crashtag.dump;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Sha256;

/**
 * The header page of a kernel dump. The page is first filled with the letters {@code PAGE}: a field
 * that still contains them was never written and is null here.
 *
 * @param format the kind of header
 * @param dumpId the first 16 bytes, in lower-case hex, of the SHA-256 of the header page
 * @param majorVersion 0xF free build, 0xC checked build
 * @param build the Windows build number
 * @param machineType as in a PE file's header
 * @param processors number of processors
 * @param bugCheckCode with the 0x10000000 that Windows adds to some codes
 * @param parameters the four bug check parameters; each may be null
 * @param pages of physical memory
 * @param exceptionCode of the exception record
 * @param exceptionAddress of the exception record
 * @param dumpType the raw number
 * @param requiredDumpSpace in bytes; often stale
 * @param systemTime of the crash, as a FILETIME in UTC
 * @param comment without the text after its NUL
 * @param systemUpTime in steps of 100 ns
 * @param miniDumpFields bits that tell what a triage dump contains
 * @param productType 1 workstation, 2 domain controller, 3 server
 * @param suiteMask the edition's suite bits
 * @param attributes 64-bit only
 * @param bootId the boot's number; 64-bit only
 */
public record DumpHeader(
    DumpFormat format,
    String dumpId,
    Long majorVersion,
    Long build,
    Long machineType,
    Long processors,
    Long bugCheckCode,
    List<Long> parameters,
    Long pages,
    Long exceptionCode,
    Long exceptionAddress,
    Long dumpType,
    Long requiredDumpSpace,
    Long systemTime,
    String comment,
    Long systemUpTime,
    Long miniDumpFields,
    Long productType,
    Long suiteMask,
    Long attributes,
    Long bootId) {
  private static final long FILL_32 = 0x45474150L;
  private static final long FILL_64 = 0x4547415045474150L;

  public DumpHeader {
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
  }

  /**
   * Reads a header.
   *
   * @param page from the file's start on; may be longer than the header
   */
  public static DumpHeader read(Bytes page) {
    verify(page.length() > 0, Reason.EMPTY, 0, "the file is empty");
    DumpFormat format = DumpFormat.of(page);
    verify(format != null, Reason.NOT_A_DUMP, 0, "not a kernel dump: " + whatItIs(page));
    verify(
        page.length() >= format.headerBytes,
        Reason.TRUNCATED,
        page.length(),
        "the header is cut off: " + page.length() + " bytes of " + format.headerBytes);
    return of(format, page.slice(0, format.headerBytes));
  }

  private static String whatItIs(Bytes page) {
    if (page.hasAscii(0, "MDMP")) {
      return "a user-mode minidump (MDMP)";
    }
    if (page.length() < 8) {
      return "only " + page.length() + " bytes";
    }
    return "it starts with neither PAGEDU64 nor PAGEDUMP";
  }

  private static DumpHeader of(DumpFormat format, Bytes page) {
    boolean wide = format == DumpFormat.PAGEDU64;
    List<Long> parameters = new ArrayList<>(4);
    for (int i = 0; i < 4; i++) {
      int at = format.bugCheckParameters + i * format.pointerBytes;
      parameters.add(wide ? u64(page, at) : u32(page, at));
    }
    return new DumpHeader(
        format,
        Sha256.shortHex(page),
        u32(page, DumpFormat.MAJOR_VERSION),
        u32(page, DumpFormat.MINOR_VERSION),
        u32(page, format.machineImageType),
        u32(page, format.numberProcessors),
        u32(page, format.bugCheckCode),
        parameters,
        wide ? u64(page, format.numberOfPages) : u32(page, format.numberOfPages),
        u32(page, format.exceptionCode),
        wide
            ? u64(page, format.exceptionCode + DumpFormat.EXCEPTION_ADDRESS_64)
            : u32(page, format.exceptionCode + DumpFormat.EXCEPTION_ADDRESS_32),
        u32(page, format.dumpType),
        u64(page, format.requiredDumpSpace),
        u64(page, format.systemTime),
        comment(page, format),
        u64(page, format.systemUpTime),
        u32(page, format.miniDumpFields),
        u32(page, format.productType),
        u32(page, format.suiteMask),
        wide ? u32(page, DumpFormat.ATTRIBUTES) : null,
        wide ? u32(page, DumpFormat.BOOT_ID) : null);
  }

  private static Long u32(Bytes page, int at) {
    long value = page.u32(at);
    return value == FILL_32 ? null : value;
  }

  private static Long u64(Bytes page, int at) {
    long value = page.i64(at);
    return value == FILL_64 ? null : value;
  }

  private static String comment(Bytes page, DumpFormat format) {
    if (page.u32(format.comment) == FILL_32) {
      return null;
    }
    return page.text(format.comment, DumpFormat.COMMENT_BYTES);
  }

  /** The kind of dump; empty if the number is unknown. */
  public Optional<DumpType> type() {
    return dumpType == null ? Optional.empty() : DumpType.of(dumpType);
  }

  /**
   * The crash's time in microseconds since 1970 UTC; null if it wasn't written or is after the year
   * 9999.
   */
  public Long crashTimeMicros() {
    return systemTime == null ? null : FileTime.timestamp(systemTime);
  }

  /** Seconds from boot to crash; null if it wasn't written or is negative. */
  public Double uptimeSeconds() {
    return systemUpTime == null || systemUpTime < 0 ? null : systemUpTime / 1e7;
  }
}
