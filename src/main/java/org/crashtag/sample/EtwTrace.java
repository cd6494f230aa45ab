package org.crashtag.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;

/**
 * Builds a blob of ETW trace buffers: a header, then loggers to its end. Source: measured in real
 * dumps.
 *
 * <pre>
 * u32 0x0002625A  u32 NtBuildNumber  u32 MHz  u32 0  u64 boot time  u64 counts per second
 * </pre>
 */
public final class EtwTrace {
  /** The tag of the blob. */
  public static final Guid TAG = Guid.constant("2b88b710-1c93-4f7c-b06c-655ecc50decc");

  private static final long FREE_BUILD = 0xF000_0000L;

  private final int build;
  private final int megahertz;
  private final Instant boot;
  private final long frequency;
  private final List<EtwLogger> loggers = new ArrayList<>();

  /**
   * A trace without loggers.
   *
   * @param frequency counts per second of the performance counter
   */
  public EtwTrace(int build, int megahertz, Instant boot, long frequency) {
    this.build = build;
    this.megahertz = megahertz;
    this.boot = boot;
    this.frequency = frequency;
  }

  /** Adds a logger after the others. */
  public EtwTrace add(EtwLogger logger) {
    loggers.add(logger);
    return this;
  }

  /** The blob's data. */
  public byte[] toBytes() {
    Pen pen = new Pen(1 << 16);
    pen.u32(0x0002625A).u32(FREE_BUILD | build).u32(megahertz).u32(0);
    pen.u64(FileTime.of(boot)).u64(frequency);
    loggers.forEach(logger -> logger.draw(pen));
    return pen.toBytes();
  }
}
