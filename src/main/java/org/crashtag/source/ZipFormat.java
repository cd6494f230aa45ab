package org.crashtag.source;

/**
 * The headers around a zip's members.
 *
 * <pre>
 * mark before the first member: u32 0x08074B50 one of several volumes, or 0x30304B50 the only one
 * local header:                 0x00 u32 0x04034B50
 *    0x06 u16 flags: 1 encrypted, 8 checksum and sizes are in a descriptor after the data,
 *       0x800 the name is UTF-8
 *    0x08 u16 method   0x0E u32 CRC-32   0x12 u32 packed bytes   0x16 u32 bytes
 *    0x1A u16 name bytes   0x1C u16 extra bytes   0x1E the name, the extra fields, the data
 * extra field 1, zip64:         u64 bytes, if the header has 0xFFFFFFFF; u64 packed bytes, likewise
 * extra field 0x7075, name:     u8 1   u32 CRC-32 of the header's name   the name in UTF-8
 * descriptor:                   u32 0x08074B50, which may be left out   u32 CRC-32
 *    u32 or u64 packed bytes   u32 or u64 bytes
 * end of the directory:         0x00 u32 0x06054B50
 * </pre>
 *
 * <p>Source: PKWARE, APPNOTE.TXT, sections 4.3, 4.5.3, 4.6.9 and 8.5.
 */
final class ZipFormat {
  static final long LOCAL_SIGNATURE = 0x04034B50L;
  static final long DESCRIPTOR_SIGNATURE = 0x08074B50L;
  static final long END_SIGNATURE = 0x06054B50L;
  static final long SPLIT_MARK = DESCRIPTOR_SIGNATURE;
  static final long SINGLE_VOLUME_MARK = 0x30304B50L;

  static final int LOCAL_HEADER_BYTES = 0x1E;
  static final int LOCAL_FLAGS_AT = 0x06;
  static final int LOCAL_METHOD_AT = 0x08;
  static final int LOCAL_CHECKSUM_AT = 0x0E;
  static final int LOCAL_PACKED_AT = 0x12;
  static final int LOCAL_SIZE_AT = 0x16;
  static final int LOCAL_NAME_BYTES_AT = 0x1A;
  static final int LOCAL_EXTRA_BYTES_AT = 0x1C;

  static final int ENCRYPTED = 1;
  static final int HAS_DESCRIPTOR = 8;

  static final int STORED = 0;
  static final int DEFLATED = 8;
  static final int DEFLATED_64 = 9;
  static final int BZIP2 = 12;

  static final int ZIP64_FIELD = 1;
  static final int NAME_FIELD = 0x7075;
  static final long IN_ZIP64 = 0xFFFFFFFFL;

  private ZipFormat() {}
}
