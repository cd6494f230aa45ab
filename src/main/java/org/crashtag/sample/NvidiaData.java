package org.crashtag.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.crashtag.bytes.Guid;

/**
 * Builds the data of NVIDIA's display driver.
 *
 * <pre>
 * "NVCD" | GUID | u32 size | u8 that makes the sum of all bytes 0 | 3 bytes | records | end record
 * record: u8 group | u8 type | u16 size | rest
 * </pre>
 */
public final class NvidiaData {
  /** The driver's own tag. */
  public static final Guid TAG = Guid.constant("bf2297dc-34ba-11dc-868a-e19155d89593");

  private static final Guid VERSION = Guid.constant("e3d5dc6e-db7d-4e28-b09e-f59a942f4a24");
  private static final int CHECKSUM_AT = 24;

  private final Pen pen = new Pen(4096);

  /** Data without records. */
  public NvidiaData() {
    pen.ascii("NVCD").guid(VERSION).at(28);
  }

  /** Adds the driver's description of itself. */
  public NvidiaData message(ProtobufMessage message) {
    byte[] bytes = message.toBytes();
    return entry(1, 132, new Pen(4).u32(bytes.length).toBytes()).raw(bytes);
  }

  /** Adds a record with bytes after its header. */
  public NvidiaData entry(int group, int type, byte[] rest) {
    pen.number(group, 1).number(type, 1).u16(4 + rest.length).raw(rest);
    return this;
  }

  /** Adds bytes that are not a record. */
  public NvidiaData raw(byte[] bytes) {
    pen.raw(bytes);
    return this;
  }

  /** Adds a process that uses the card, with residue after its name. */
  public NvidiaData client(long handle, long key, String image) {
    Pen rest = new Pen(148);
    rest.u32(handle).u64(0).u64(key).u64(7).u64(0);
    byte[] name = new byte[112];
    Arrays.fill(name, (byte) 'r');
    byte[] text = (image + '\0').getBytes(US_ASCII);
    System.arraycopy(text, 0, name, 0, text.length);
    return entry(2, 21, rest.raw(name).toBytes());
  }

  /** Adds an object that a process has opened. */
  public NvidiaData device(long clientKey, long key) {
    return entry(2, 22, new Pen(68).u32(0).u64(3).u64(clientKey).u64(key).at(64).u32(0).toBytes());
  }

  /** Adds memory. */
  public NvidiaData allocation(long key, long bytes) {
    Pen rest = new Pen(100).u32(0).u64(key).u64(0x1234).u64(0x5678).u64(bytes);
    return entry(2, 6, rest.at(96).u32(0).toBytes());
  }

  /** Adds that a device has opened an allocation. */
  public NvidiaData opened(long allocationKey, long deviceKey) {
    Pen rest = new Pen(36).u32(0).u64(9).u64(allocationKey).u64(deviceKey).u64(0);
    return entry(2, 25, rest.toBytes());
  }

  /** The data with the end record and the checksum. */
  public byte[] toBytes() {
    Pen all = new Pen(pen.position() + 4).raw(pen.toBytes());
    all.at(pen.position()).u16(0).u16(4);
    int size = all.position();
    byte[] bytes = all.at(20).u32(size).toBytes();
    int sum = 0;
    for (byte each : bytes) {
      sum += each;
    }
    bytes[CHECKSUM_AT] = (byte) -sum;
    return bytes;
  }
}
