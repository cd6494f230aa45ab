package org.crashtag.sample;

import java.util.zip.CRC32;
import org.crashtag.bytes.Guid;

/** Builds small blobs, most of them black boxes of Windows. */
public final class BlackBoxes {
  /** The tag of the boot status. */
  public static final Guid BOOT_STATUS = Guid.constant("f57308df-cc45-4e01-ad76-29a4ebb010ec");

  /** The tag of the logon state. */
  public static final Guid LOGON = Guid.constant("80cc79cf-a719-4af1-bf97-fe29ff76ebc1");

  /** The tag of the state of Plug and Play. */
  public static final Guid PLUG_AND_PLAY = Guid.constant("b7631941-532a-4cd6-b1b1-edb5917d4557");

  /** The tag of the crashed process. */
  public static final Guid PROCESS = Guid.constant("be84d651-a550-4367-8e63-ab792b631f94");

  /** The tag of the state of code integrity. */
  public static final Guid CODE_INTEGRITY = Guid.constant("4ee76bd8-3cf4-44a0-a0ac-3937643e37a3");

  /** The tag of the hypervisor. */
  public static final Guid HYPERVISOR = Guid.constant("7b581fa7-81c2-423f-a65c-1266fb10603d");

  /** From this offset on the code integrity state contains residue. */
  private static final int RESIDUE = 216;

  private BlackBoxes() {}

  /**
   * The boot manager's record of a boot.
   *
   * @param bootId of this boot
   * @param lastGood id of the last successful boot
   * @param time last recorded FILETIME
   * @param buttonTime FILETIME of the last press of the power button, or 0
   * @param presses of the power button
   */
  public record BootNotes(
      int productType, long bootId, long lastGood, long time, long buttonTime, int presses) {}

  /**
   * Boot status data with a correct CRC and sum.
   *
   * @param size 136 to 200, by the build of Windows
   */
  public static byte[] bootStatus(int size, BootNotes notes) {
    byte[] time = new Pen(8).u64(notes.time).toBytes();
    CRC32 crc = new CRC32();
    crc.update(time);
    Pen pen = new Pen(size);
    pen.u32(size).u32(notes.productType).number(0, 1).number(30, 1).number(1, 1).number(0, 1);
    pen.at(24).number(1, 1).at(32).raw(time).u32(crc.getValue()).u32(notes.bootId);
    pen.number(1, 1).number(1, 1).at(52).u32(notes.bootId).u32(notes.lastGood).u32(notes.lastGood);
    pen.at(88).u64(notes.buttonTime).u32(notes.presses).u16(notes.presses == 0 ? 0 : notes.bootId);
    byte[] bytes = pen.at(size - 1).number(0, 1).toBytes();
    int sum = 0;
    for (byte each : bytes) {
      sum += each;
    }
    bytes[50] = (byte) -sum;
    return bytes;
  }

  /** winlogon's: u32 1, u32 size, u32 pending, text. */
  public static byte[] logon(String step, boolean pending) {
    int size = 12 + 2 * step.length() + 4;
    Pen pen = new Pen(size).u32(1).u32(size).u32(pending ? 1 : 0).utf16(step);
    return pen.at(size - 1).number(0, 1).toBytes();
  }

  /** The plug and play manager's: activity, time, five numbers, and the device. */
  public static byte[] plugAndPlay(Guid activity, long time, int problem, String device) {
    Pen pen = new Pen(200).guid(activity).u64(time).u32(3).u32(0).u32(problem).u32(0).u32(0);
    return pen.utf16(device).u16(0).u32(0).toBytes();
  }

  /** The process that ran: u32 1, u32 size, path. */
  public static byte[] process(String path) {
    int size = 8 + 2 * path.length() + 2;
    return new Pen(size).u32(1).u32(size).utf16(path).u16(0).toBytes();
  }

  /**
   * The state of code integrity.
   *
   * @param size 470 or 486
   * @param residue of other data after it
   */
  public static byte[] codeIntegrity(
      int size, int version, long options, long time, String residue) {
    Pen pen = new Pen(size).u16(size).u16(version).u32(0).u32(options).at(24).u64(time);
    return pen.at(RESIDUE).utf16(residue).at(size - 1).number(0, 1).toBytes();
  }

  /**
   * The hypervisor.
   *
   * @param vendor 12 letters
   */
  public static byte[] hypervisor(String vendor, long lastLeaf) {
    Pen pen = new Pen(68).ascii("DIVH").u32(68).u32(lastLeaf).ascii(vendor).ascii("Hv#1");
    return pen.at(67).number(0, 1).toBytes();
  }
}
