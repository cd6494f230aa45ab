package org.crashtag.decode.graphics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An entry of the driver's journal: a failed assertion or a timeout. Missing values are null.
 *
 * <pre>
 * journal_assert: 1 type  4 breakpoint_addr_hint  6 count  7 level  8 call_stack, repeated
 *                 10 last_time_stamp  11 source_line
 * common:         1 gpu_tag  2 cpu_tag  3 time_stamp
 * </pre>
 *
 * <p>Source: NVIDIA/open-gpu-kernel-modules (MIT), {@code g_journal_pb.c}, {@code g_all_dcl_pb.c}.
 *
 * @param type number in the enumeration of {@code g_journal_pb.c}
 * @param address address of the code
 * @param count number of occurrences
 * @param level level, as stored
 * @param stack return addresses, innermost first
 * @param lastTicks time of the last occurrence, in ticks of {@link NvClock}
 * @param line in the source file
 * @param common the common fields
 */
record NvAssert(
    Long type,
    Long address,
    Long count,
    Long level,
    List<Long> stack,
    Long lastTicks,
    Long line,
    Common common) {
  /** Limit; the driver keeps a few dozen. */
  private static final int MOST_FRAMES = 1024;

  private static final Map<Long, String> TYPES =
      Map.of(
          120L, "assert",
          121L, "timeout",
          124L, "debug_breakpoint",
          139L, "assert_v3",
          140L, "timeout_v3",
          141L, "debug_breakpoint_v3");

  /**
   * Fields common to all entries of the journal.
   *
   * @param gpu number of the GPU
   * @param cpu seems to be the thread's address
   * @param ticks time, in ticks of {@link NvClock}
   */
  record Common(Long gpu, Long cpu, Long ticks) {
    static final Common UNKNOWN = new Common(null, null, null);

    static Common read(WireMessage message) {
      Long gpu = null;
      Long cpu = null;
      Long ticks = null;
      while (message != null && message.next()) {
        switch (message.number()) {
          case 1 -> gpu = first(gpu, message);
          case 2 -> cpu = first(cpu, message);
          case 3 -> ticks = first(ticks, message);
          default -> {
            // A field that no table shows.
          }
        }
      }
      return message == null ? null : new Common(gpu, cpu, ticks);
    }
  }

  static NvAssert read(WireMessage message) {
    return message == null ? null : new Fields().read(message);
  }

  /** The fields that have been read so far. */
  private static final class Fields {
    private Long type;
    private Long address;
    private Long count;
    private Long level;
    private final List<Long> stack = new ArrayList<>();
    private Long lastTicks;
    private Long line;

    NvAssert read(WireMessage message) {
      while (message.next()) {
        switch (message.number()) {
          case 1 -> type = first(type, message);
          case 4 -> address = first(address, message);
          case 6 -> count = first(count, message);
          case 7 -> level = first(level, message);
          case 8 -> addFrame(message);
          case 10 -> lastTicks = first(lastTicks, message);
          case 11 -> line = first(line, message);
          default -> {
            // A field that no table shows.
          }
        }
      }
      return new NvAssert(type, address, count, level, stack, lastTicks, line, Common.UNKNOWN);
    }

    private void addFrame(WireMessage message) {
      Long frame = message.varint();
      if (frame != null && stack.size() < MOST_FRAMES) {
        stack.add(frame);
      }
    }
  }

  private static Long first(Long before, WireMessage field) {
    return before == null ? field.varint() : before;
  }

  /** The same entry with {@code other} as common fields. */
  NvAssert with(Common other) {
    return new NvAssert(type, address, count, level, stack, lastTicks, line, other);
  }

  /** The name of the type, or its number if the name is unknown; null if there is no type. */
  String typeName() {
    return type == null ? null : TYPES.getOrDefault(type, Long.toUnsignedString(type));
  }

  /**
   * An entry in a blob.
   *
   * @param clock of the blob
   * @param driverStart address of the driver's image; null if unknown
   */
  record Placed(NvAssert journal, NvClock clock, Long driverStart) {
    /** Time at which it was recorded, in microseconds since 1970; null if unknown. */
    Long micros() {
      return clock.micros(journal.common.ticks);
    }

    /** Time of the last occurrence, in microseconds since 1970; null if unknown. */
    Long lastMicros() {
      return clock.micros(journal.lastTicks);
    }

    /** Offset of the code in the driver; null if it is outside. */
    Long driverOffset() {
      if (driverStart == null || journal.address == null) {
        return null;
      }
      long offset = journal.address - driverStart;
      return offset < 0 || offset > Integer.MAX_VALUE ? null : offset;
    }
  }
}
