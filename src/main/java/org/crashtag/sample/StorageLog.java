package org.crashtag.sample;

import org.crashtag.bytes.Guid;

/**
 * Builds the blob of a port driver's last requests; unused room follows.
 *
 * <pre>
 * "DSTP" | u32 0x60 | u32 size | u32 reason | driver[16] | u32 n | n x
 *    {cdb[16] | command[16] | FILETIME start | FILETIME end | u32 status | u32 error | u32 tag}
 * </pre>
 */
public final class StorageLog {
  /** The tag of the blob. */
  public static final Guid TAG = Guid.constant("da82441d-7142-4bc1-b844-0807c5a4b67f");

  private static final int WHOLE = 4060;

  private final Pen pen = new Pen(WHOLE);
  private int requests;

  /**
   * A log without requests.
   *
   * @param mark DSTP or DATA
   * @param driver its file
   */
  public StorageLog(String mark, String driver) {
    pen.ascii(mark).u32(0x60).u32(WHOLE).u32(0).ascii(driver).at(36);
  }

  /**
   * Adds a request.
   *
   * @param start and {@code end} as FILETIME
   */
  public StorageLog add(int operation, long start, long end, long status, long tag) {
    pen.number(operation, 1).raw(new byte[31]).u64(start).u64(end);
    pen.u32(status).u32(0).u32(tag);
    requests++;
    return this;
  }

  /** The blob's data. */
  public byte[] toBytes() {
    int end = pen.position();
    pen.at(32).u32(requests);
    return end < WHOLE ? pen.at(WHOLE - 1).number(0, 1).toBytes() : pen.toBytes();
  }
}
