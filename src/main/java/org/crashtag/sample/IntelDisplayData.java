package org.crashtag.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.crashtag.bytes.Guid;

/**
 * Builds the data of Intel's display driver, as current drivers write it and as those of Windows
 * 8.1 did.
 *
 * <pre>
 * today:  "{GUID}" | signature at 40 | u32 first section, u32 room, u32 size at 120 | driver at 213 | sections at 256
 *         section: name, 8 | u32 size | u32 | u32 | lists with 5 words of head, or parts
 *         part: u32 size | u32 kind | name, 32 | bytes
 * before: "Regs" at 740 | u32 size at 748 | lists with 4 words of head | "TRAILER" | u32 16 | mark
 * </pre>
 */
public final class IntelDisplayData {
  /** The driver's tag. */
  public static final Guid TAG = Guid.constant("d00ce1f5-d60c-41c2-af75-a4370c9976a3");

  private static final long MARK = 0xBEEFFEEDL;

  private final boolean current;
  private final Pen pen = new Pen(4096);
  private int section;

  private IntelDisplayData(boolean current) {
    this.current = current;
  }

  /**
   * The current layout.
   *
   * @param signature {@code _000_4953_a780_0_}, or another
   */
  public static IntelDisplayData today(String signature) {
    IntelDisplayData data = new IntelDisplayData(true);
    data.pen.ascii("{D00CE1F5-D60C-41C2-AF75-A4370C9976A3}").at(40).ascii(signature);
    data.pen.at(120).u32(256).u32(65536).at(213).ascii("igdkmdn64").at(256);
    return data;
  }

  /** The layout of the drivers of Windows 8.1. */
  public static IntelDisplayData before() {
    IntelDisplayData data = new IntelDisplayData(false);
    data.pen.at(740).ascii("Regs").u32(0).u32(0);
    return data;
  }

  /** Begins a section; only the current layout has sections other than that of the registers. */
  public IntelDisplayData section(String name) {
    endSection();
    section = pen.position();
    pen.raw(Arrays.copyOf(name.getBytes(US_ASCII), 8)).u32(0).u32(0).u32(0);
    return this;
  }

  /** Adds a part to the section. */
  public IntelDisplayData part(String name, byte[] bytes) {
    pen.u32(40L + bytes.length).u32(1).raw(Arrays.copyOf(name.getBytes(US_ASCII), 32)).raw(bytes);
    return this;
  }

  /** Adds the part that names the driver. */
  public IntelDisplayData driver(String dateAndVersion) {
    return part("OCA_SYS_INFO", new Pen(128).at(25).utf16(dateAndVersion + '\0').u32(0).toBytes());
  }

  /** Adds a list of registers: offset, value, offset, value. */
  public IntelDisplayData pairs(int... offsetsAndValues) {
    pen.u32(head() + 4L * offsetsAndValues.length).u32(1).u32(offsetsAndValues.length / 2).u32(0);
    return values(offsetsAndValues);
  }

  /** Adds a list of consecutive registers. */
  public IntelDisplayData row(int offset, int... rowValues) {
    pen.u32(head() + 4L * rowValues.length).u32(2).u32(offset).u32(rowValues.length);
    return values(rowValues);
  }

  /** Adds the head of a row whose values are missing; only the current layout has these. */
  public IntelDisplayData emptyRow(int offset, int count) {
    pen.u32(20).u32(2).u32(offset).u32(count).u32(0);
    return this;
  }

  /** Adds rows of 64 registers and of one register until the next list begins at {@code place}. */
  public IntelDisplayData rowsUpTo(int place) {
    while (place - pen.position() > 0) {
      int left = place - pen.position();
      row(0x2000, new int[left > 292 ? 64 : Math.min(64, (left - 16) / 4)]);
    }
    return this;
  }

  /** Writes what is left of the lists that the driver's signature text overwrites. */
  public IntelDisplayData signature(int from, int to) {
    byte[] text = new byte[to - from];
    Arrays.fill(text, (byte) '_');
    pen.at(from).raw(text);
    return this;
  }

  private int head() {
    return current ? 20 : 16;
  }

  private IntelDisplayData values(int... all) {
    if (current) {
      pen.u32(0);
    }
    for (int value : all) {
      pen.u32(value);
    }
    return this;
  }

  private void endSection() {
    if (section > 0) {
      int end = pen.position();
      pen.at(section + 8).u32((long) end - section).at(end);
    }
  }

  /** The data with its trailer. */
  public byte[] toBytes() {
    return current ? todaysBytes() : formerBytes();
  }

  private byte[] todaysBytes() {
    section("TRAILER");
    pen.u32(MARK);
    endSection();
    int size = pen.position();
    return pen.at(128).u32(size).toBytes();
  }

  /** The buffer has wrapped at 4,096. */
  private byte[] formerBytes() {
    int end = pen.position();
    pen.ascii("TRAILER").number(0, 1).u32(16).u32(MARK);
    byte[] bytes = pen.at(748).u32(end - 740L).toBytes();
    System.arraycopy(bytes, 4096, bytes, 0, Math.max(0, bytes.length - 4096));
    return bytes;
  }
}
