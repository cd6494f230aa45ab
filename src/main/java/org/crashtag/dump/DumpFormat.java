package org.crashtag.dump;

import org.crashtag.bytes.Bytes;

/**
 * The two dump headers. Every field's offset is defined here and nowhere else.
 *
 * <p>Sources: 0vercl0k/kdmp-parser (MIT), volatility3's crash symbol tables, QEMU's {@code
 * win_dump_defs.h}.
 */
public enum DumpFormat {
  /** 64-bit: "PAGE" "DU64", 0x2000 bytes. */
  PAGEDU64(
      0x2000, // header bytes
      8, // pointer bytes
      0x0030, // MachineImageType
      0x0034, // NumberProcessors
      0x0038, // BugCheckCode
      0x0040, // BugCheckParameter[4]
      0x0090, // NumberOfPages of the physical memory block
      0x0F00, // exception record, its code first
      0x0F98, // DumpType
      0x0FA0, // RequiredDumpSpace
      0x0FA8, // SystemTime
      0x0FB0, // Comment
      0x1030, // SystemUpTime
      0x1038, // MiniDumpFields
      0x1040, // ProductType
      0x1044), // SuiteMask

  /** 32-bit: "PAGE" "DUMP", 0x1000 bytes. */
  PAGEDUMP(
      0x1000, 4, 0x020, 0x024, 0x028, 0x02C, 0x068, 0x7D0, 0xF88, 0xFA0, 0xFC0, 0x820, 0xFB8, 0xF8C,
      0xF94, 0xF98);

  /** MajorVersion, in both. */
  static final int MAJOR_VERSION = 0x08;

  /** MinorVersion, the build number, in both. */
  static final int MINOR_VERSION = 0x0C;

  /** ExceptionAddress in EXCEPTION_RECORD64 (winnt.h). */
  static final int EXCEPTION_ADDRESS_64 = 0x10;

  /** ExceptionAddress in EXCEPTION_RECORD32 (winnt.h). */
  static final int EXCEPTION_ADDRESS_32 = 0x0C;

  /** Bytes of the Comment field, in both. */
  static final int COMMENT_BYTES = 128;

  /** Attributes; 64-bit only. */
  static final int ATTRIBUTES = 0x1050;

  /** BootId; 64-bit only. */
  static final int BOOT_ID = 0x1054;

  /** Size of the header in bytes, after which the sub-header or the body begins. */
  final int headerBytes;

  final int pointerBytes;
  final int machineImageType;
  final int numberProcessors;
  final int bugCheckCode;
  final int bugCheckParameters;
  final int numberOfPages;
  final int exceptionCode;
  final int dumpType;
  final int requiredDumpSpace;
  final int systemTime;
  final int comment;
  final int systemUpTime;
  final int miniDumpFields;
  final int productType;
  final int suiteMask;

  DumpFormat(
      int headerBytes,
      int pointerBytes,
      int machineImageType,
      int numberProcessors,
      int bugCheckCode,
      int bugCheckParameters,
      int numberOfPages,
      int exceptionCode,
      int dumpType,
      int requiredDumpSpace,
      int systemTime,
      int comment,
      int systemUpTime,
      int miniDumpFields,
      int productType,
      int suiteMask) {
    this.headerBytes = headerBytes;
    this.pointerBytes = pointerBytes;
    this.machineImageType = machineImageType;
    this.numberProcessors = numberProcessors;
    this.bugCheckCode = bugCheckCode;
    this.bugCheckParameters = bugCheckParameters;
    this.numberOfPages = numberOfPages;
    this.exceptionCode = exceptionCode;
    this.dumpType = dumpType;
    this.requiredDumpSpace = requiredDumpSpace;
    this.systemTime = systemTime;
    this.comment = comment;
    this.systemUpTime = systemUpTime;
    this.miniDumpFields = miniDumpFields;
    this.productType = productType;
    this.suiteMask = suiteMask;
  }

  /** By the first eight bytes; null if it is not a kernel dump. */
  static DumpFormat of(Bytes start) {
    for (DumpFormat format : values()) {
      if (start.hasAscii(0, format.name())) {
        return format;
      }
    }
    return null;
  }

  /** 8 or 4: determines the layout of structures that contain pointers. */
  public int pointerBytes() {
    return pointerBytes;
  }
}
