package org.crashtag.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import org.crashtag.bytes.Guid;

/** Builds the small blobs of several vendors' drivers. */
public final class VendorBlobs {
  /** The tag of Kaspersky's MARK. */
  public static final Guid MARK = Guid.constant("fc4259b6-cb0a-41eb-96a0-89a3100e7c19");

  /** The tag of AMD's audio coprocessor. */
  public static final Guid AMD_AUDIO = Guid.constant("bab89d58-c4d1-42e4-91c9-f9d3c7947dcf");

  /** The tag of AMD's display driver. */
  public static final Guid AMD_DISPLAY = Guid.constant("a5d4cd4e-c8ea-4f88-9e21-a73170a76a06");

  /** The tag of Realtek's network driver. */
  public static final Guid REALTEK = Guid.constant("10ec8168-313c-488c-afea-272cd2094616");

  /** The tag of NTFS. */
  public static final Guid NTFS = Guid.constant("00afe9c4-940d-4213-8016-cd3719b5bc20");

  private VendorBlobs() {}

  /**
   * Kaspersky's log: letters rotated by 13, every byte XORed with 0xCC, padded with zeros to the
   * size.
   */
  public static byte[] kaspersky(String text, int size) {
    Pen pen = new Pen(size);
    for (int i = 0; i < text.length(); i++) {
      pen.number(moved(text.charAt(i)) ^ 0xCC, 1);
    }
    return pen.at(size - 1).number(0, 1).toBytes();
  }

  private static char moved(char character) {
    String half = "ABCDEFGHIJKLMabcdefghijklm";
    String other = "NOPQRSTUVWXYZnopqrstuvwxyz";
    if (half.indexOf(character) >= 0) {
      return other.charAt(half.indexOf(character));
    }
    return other.indexOf(character) >= 0 ? half.charAt(other.indexOf(character)) : character;
  }

  /** The log of AMD's audio coprocessor, with a remainder of 100 bytes. */
  public static byte[] amdAudio(List<String> texts) {
    int size = 20 + 256 * texts.size() + 100;
    Pen pen = new Pen(size).u32(size);
    for (int entry = 0; entry < texts.size(); entry++) {
      pen.at(20 + 256 * entry).u32(entry).u32(0).raw(texts.get(entry).getBytes(US_ASCII));
    }
    return pen.at(size - 1).number(0, 1).toBytes();
  }

  /**
   * The data of AMD's display driver.
   *
   * @param device vendor in the low 16 bits
   * @param subsystem its vendor in the low 16 bits
   */
  public static byte[] amdDisplay(long bugCheckCode, String name, long device, long subsystem) {
    int section = 28;
    int size = 220 + section + 20 + 4;
    Pen pen = new Pen(size).u32(168).at(24).u64(bugCheckCode).at(48).ascii(name);
    pen.at(152).u64(size).at(164).ascii("ENDD");
    pen.ascii("OSST").u32(52).at(180).u32(device).at(192).u32(subsystem);
    pen.at(212).u32(section).ascii("ENDS").at(220 + section - 4).ascii("ENDS");
    return pen.ascii("ALOG").u32(20).u32(0).u32(0).ascii("ENDA").ascii("ENDA").toBytes();
  }

  /** Blocks of registers of Realtek's network driver, one of each size in bytes, kinds 1, 2, ... */
  public static byte[] realtek(List<Integer> sizes) {
    Pen pen = new Pen(4096);
    for (int block = 0; block < sizes.size(); block++) {
      int end = pen.position() + sizes.get(block);
      pen.number(0x29, 1).number(0x81, 1).number(1, 1).number(block + 1L, 1).u32(end);
      pen.raw(new byte[end - pen.position()]);
    }
    return pen.toBytes();
  }

  /** The blob of NTFS: a FILETIME. */
  public static byte[] ntfs(long time) {
    Pen pen = new Pen(4096).u16(0).u16(4096).u16(280).u16(0).u64(time).u16(8).u16(24);
    return pen.at(4095).number(0, 1).toBytes();
  }
}
