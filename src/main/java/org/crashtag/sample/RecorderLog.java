package org.crashtag.sample;

import org.crashtag.bytes.Guid;

/**
 * Blobs of drivers' logs: that of KMDF's in-flight recorder, those of the WPP recorder and the
 * blobs that name them. Source of the first: microsoft/Windows-Driver-Frameworks, {@code fxifr.h};
 * the others were measured.
 *
 * <pre>
 * KMDF:  GUID  pointer base  u32 size  u16 current, previous  i32 sequence  char driver[32]
 *        u8 times, precise  2 pad  | 64-bit: 4 more | ring
 * name:  char component[64 or 32]  u16 version, version
 * WPP:   char identifier  "WPLg"  ...  error ring's header, normal ring's header  u32 bytes of both
 *        | normal ring | error ring
 * </pre>
 */
public final class RecorderLog {
  /** The tag of KMDF's log. */
  public static final Guid KMDF_TAG = Guid.constant("54c84888-01d1-4c1e-bed6-282c98241303");

  private static final Guid KMDF_SIGNATURE = Guid.constant("544d4c9d-942c-46d5-bf50-df5cd9524a50");
  private static final long POOL = 0xFFFF_A10B_2C3D_4000L;
  private static final int OLD_BUILD = 17134;

  private RecorderLog() {}

  /**
   * KMDF's log of a driver.
   *
   * @param driver at most 31 letters
   * @param timed whether the header says that there are times; without it, 32-bit headers are
   *     shorter
   */
  public static byte[] kmdf(MachineKind machine, String driver, boolean timed, RecorderRing ring) {
    Pen pen = new Pen(80 + ring.size()).guid(KMDF_SIGNATURE);
    pen.number(POOL, machine.pointerBytes()).u32(ring.size());
    pen.u16(ring.current()).u16(ring.previous()).u32(ring.sequence());
    int nameEnd = pen.position() + 32;
    pen.ascii(driver).at(nameEnd);
    if (timed || machine.wide()) {
      pen.number(timed ? 1 : 0, 1).number(timed ? 1 : 0, 1).u16(0);
    }
    return pen.raw(ring.toBytes()).toBytes();
  }

  /** The blob that names a component in this build of Windows. */
  public static byte[] name(int build, String component) {
    int room = build > OLD_BUILD ? 64 : 32;
    return new Pen(room + 4).ascii(component).at(room).u16(1).u16(1).toBytes();
  }

  /** A WPP log of a 64-bit build of Windows. */
  public static byte[] wpp(int build, String identifier, RecorderRing normal, RecorderRing error) {
    boolean old = build <= OLD_BUILD;
    Pen pen = new Pen(168 + normal.size() + error.size()).ascii(identifier);
    pen.at(old ? 32 : 28).ascii("WPLg").u64(POOL + 0x1000);
    pen.at(old ? 0x78 : 0x80);
    header(pen, POOL + normal.size(), error);
    header(pen, POOL, normal);
    pen.u32(normal.size() + error.size()).u32(0);
    return pen.at(old ? 160 : 168).raw(normal.toBytes()).raw(error.toBytes()).toBytes();
  }

  private static void header(Pen pen, long base, RecorderRing ring) {
    pen.u64(base).u32(ring.size()).u16(ring.current()).u16(ring.previous());
  }
}
