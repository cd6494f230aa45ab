package org.crashtag.source;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** A 7z of one folder with three members, a, b and c, which the library doesn't write. */
final class Solid7z {
  /** Where the first member's bytes are; the others' follow. */
  static final int FIRST_DATA = 0x20;

  private static final int END = 0;
  private static final int HEADER = 1;
  private static final int MAIN_STREAMS = 4;
  private static final int FILES = 5;
  private static final int PACK_INFO = 6;
  private static final int UNPACK_INFO = 7;
  private static final int SUBSTREAMS = 8;
  private static final int SIZES = 9;
  private static final int CHECKSUMS = 10;
  private static final int FOLDERS = 11;
  private static final int UNPACK_SIZES = 12;
  private static final int COUNTS = 13;
  private static final int NAMES = 17;

  private Solid7z() {}

  /** Three members of the same bytes, stored; at most 127 bytes together. */
  static byte[] ofThree(byte[] content) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    int all = 3 * content.length;
    write(header, HEADER, MAIN_STREAMS);
    write(header, PACK_INFO, 0, 1, SIZES, all, END);
    // One folder of one coder, whose number 0 is copying.
    write(header, UNPACK_INFO, FOLDERS, 1, 0, 1, 1, 0, UNPACK_SIZES, all, END);
    write(header, SUBSTREAMS, COUNTS, 3, SIZES, content.length, content.length);
    write(header, CHECKSUMS, 1);
    for (int i = 0; i < 3; i++) {
      header.writeBytes(u32(checksum(content)));
    }
    write(header, END, END);
    byte[] names = "a\0b\0c\0".getBytes(UTF_16LE);
    write(header, FILES, 3, NAMES, names.length + 1, 0);
    header.writeBytes(names);
    write(header, END, END);
    return file(content, header.toByteArray());
  }

  private static byte[] file(byte[] content, byte[] header) {
    ByteBuffer start = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    start.putLong(3L * content.length).putLong(header.length).putInt((int) checksum(header));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    write(file, '7', 'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4);
    file.writeBytes(u32(checksum(start.array())));
    file.writeBytes(start.array());
    for (int i = 0; i < 3; i++) {
      file.writeBytes(content);
    }
    file.writeBytes(header);
    return file.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
  }

  private static long checksum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }

  private static byte[] u32(long value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array();
  }
}
