package org.crashtag.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zips as some tools do and no library can, and zips that no tool should write. */
final class HandMadeZip {
  private final ByteArrayOutputStream members = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private int count;
  private int method;
  private boolean descriptor;
  private boolean signed = true;
  private boolean wide;
  private int sizeOff;
  private int checksumFlip;
  private int volume;
  private byte[] extra = {};

  /** Puts other data before the zip. */
  HandMadeZip after(byte[] prefix) {
    members.writeBytes(prefix);
    return this;
  }

  HandMadeZip method(int number) {
    method = number;
    return this;
  }

  /** Puts checksum and sizes after the data. */
  HandMadeZip descriptors(boolean withSignature, boolean withWideSizes) {
    descriptor = true;
    signed = withSignature;
    wide = withWideSizes;
    return this;
  }

  /** Members state a length that is larger by this much. */
  HandMadeZip sizesOff(int by) {
    sizeOff = by;
    return this;
  }

  HandMadeZip wrongChecksums() {
    checksumFlip = 1;
    return this;
  }

  HandMadeZip volume(int number) {
    volume = number;
    return this;
  }

  HandMadeZip extra(byte[] fields) {
    extra = fields;
    return this;
  }

  HandMadeZip member(String name, byte[] content) {
    return member(name.getBytes(UTF_8), content);
  }

  HandMadeZip member(byte[] name, byte[] content) {
    byte[] packed = method == 8 ? deflate(content) : content;
    CRC32 sum = new CRC32();
    sum.update(content);
    long crc = sum.getValue() ^ checksumFlip;
    int size = content.length + sizeOff;
    int at = members.size();
    ByteArrayOutputStream local = new ByteArrayOutputStream();
    number(local, 20, 2);
    number(local, descriptor ? 8 : 0, 2);
    number(local, method, 2);
    number(local, 0, 4);
    number(local, descriptor ? 0 : crc, 4);
    number(local, descriptor ? 0 : packed.length, 4);
    number(local, descriptor ? 0 : size, 4);
    number(local, name.length, 2);
    number(local, 0, 2);
    members.writeBytes(new byte[] {'P', 'K', 3, 4});
    members.writeBytes(local.toByteArray());
    members.writeBytes(name);
    members.writeBytes(packed);
    if (descriptor) {
      if (signed) {
        members.writeBytes(new byte[] {'P', 'K', 7, 8});
      }
      number(members, crc, 4);
      number(members, packed.length, wide ? 8 : 4);
      number(members, size, wide ? 8 : 4);
    }
    directory.writeBytes(new byte[] {'P', 'K', 1, 2});
    number(directory, 20, 2);
    number(directory, 20, 2);
    number(directory, descriptor ? 8 : 0, 2);
    number(directory, method, 2);
    number(directory, 0, 4);
    number(directory, crc, 4);
    number(directory, packed.length, 4);
    number(directory, size, 4);
    number(directory, name.length, 2);
    number(directory, extra.length, 2);
    number(directory, 0, 2);
    number(directory, 0, 8);
    number(directory, at, 4);
    directory.writeBytes(name);
    directory.writeBytes(extra);
    count++;
    return this;
  }

  byte[] toBytes() {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    zip.writeBytes(members.toByteArray());
    zip.writeBytes(directory.toByteArray());
    zip.writeBytes(new byte[] {'P', 'K', 5, 6});
    number(zip, volume, 2);
    number(zip, volume, 2);
    number(zip, count, 2);
    number(zip, count, 2);
    number(zip, directory.size(), 4);
    number(zip, members.size(), 4);
    number(zip, 0, 2);
    return zip.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, long number, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (number >>> (8 * i)));
    }
  }

  private static byte[] deflate(byte[] content) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(content);
    deflater.finish();
    byte[] packed = new byte[content.length + 100];
    int length = deflater.deflate(packed);
    deflater.end();
    return java.util.Arrays.copyOf(packed, length);
  }
}
