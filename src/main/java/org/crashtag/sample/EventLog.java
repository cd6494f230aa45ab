package org.crashtag.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.crashtag.bytes.Guid;

/**
 * Builds the event log of {@code pipelines/layouts/eventlog.h} as acmenet keeps it: a ring of 64
 * entries after the counter of all entries ever claimed.
 *
 * <pre>
 * log:   u32 Version = 1  u32 Capacity  u32 Next  u32 Reserved  entries
 * entry: u64 Time  u32 Sequence  u32 Complete  u32 Event  u32 Flags  u32 Status  u32 Processor
 *        pointer Object  char Text[24]  to 64 bytes
 * </pre>
 */
final class EventLog {
  static final Guid TAG = Guid.constant("e7e47106-5a1c-4d3e-9b77-2f60c1a8d905");

  private static final int CAPACITY = 64;
  private static final int HEAD_BYTES = 16;
  private static final int ENTRY_BYTES = 64;

  /** The KMDF version of the acmenet that crashes. */
  private static final int OLD_KMDF = 11;

  private static final int START = 1;
  private static final int SEND = 2;
  private static final int RECEIVE = 3;
  private static final int TIMEOUT = 4;
  private static final int RESET = 5;

  private static final int IN_DPC = 1;
  private static final int LOCKED = 2;
  private static final int RETRY = 4;

  private static final long TIMED_OUT = 0xC00000B5L;
  private static final long STEPS_PER_MILLISECOND = 10_000L;

  private final SampleCrash crash;
  private final SplittableRandom draw;
  private final List<Entry> entries = new ArrayList<>();
  private long first;

  /** An entry without its position. */
  private record Entry(
      long time, int event, int flags, long status, int processor, long object, String text) {}

  private EventLog(SampleCrash crash, SplittableRandom draw) {
    this.crash = crash;
    this.draw = draw;
  }

  /**
   * The log at a crash. If the driver is to blame, its last reset was still in progress: the
   * queue's lock is held, and the entry of the code that then touched the queue is incomplete.
   */
  static byte[] of(SampleCrash crash, SplittableRandom draw) {
    EventLog log = new EventLog(crash, draw);
    log.play();
    return log.toBytes();
  }

  private boolean isToBlame() {
    return crash.bugCheckCode() == 0xD1
        && crash.kmdfDrivers().stream()
            .anyMatch(
                driver ->
                    driver.name().equals(DriverCatalog.ACMENET) && driver.minor() == OLD_KMDF);
  }

  private void play() {
    boolean fresh = Draws.chance(draw, 15);
    int count = fresh ? draw.nextInt(1, CAPACITY) : CAPACITY;
    first = fresh ? 0 : draw.nextInt(1, 1 << 20);
    long step = Math.max(1, Math.min(crash.upTime() / (count + 1), 40 * STEPS_PER_MILLISECOND));
    for (int i = 0; i < count; i++) {
      long before = (count - i) * step - draw.nextLong(step);
      entries.add(entry(crash.upTime() - before, fresh && i == 0, count - i));
    }
  }

  private Entry entry(long time, boolean isFirst, int untilCrash) {
    int processor = draw.nextInt(crash.processors());
    long queue = Draws.poolAddress(draw, crash.machine());
    if (isFirst) {
      return new Entry(time, START, 0, 0, processor, queue, "adapter");
    }
    if (isToBlame() && untilCrash == 3) {
      return new Entry(time, TIMEOUT, IN_DPC | RETRY, TIMED_OUT, processor, queue, "tx queue 3");
    }
    if (isToBlame() && untilCrash == 2) {
      return new Entry(time, RESET, LOCKED, 0x103, processor, queue, "tx queue 3");
    }
    boolean send = (isToBlame() && untilCrash == 1) || draw.nextBoolean();
    String text = (send ? "tx" : "rx") + " queue " + draw.nextInt(4);
    return new Entry(time, send ? SEND : RECEIVE, IN_DPC, 0, processor, queue, text);
  }

  private byte[] toBytes() {
    long next = first + entries.size();
    Pen pen = new Pen(HEAD_BYTES + CAPACITY * ENTRY_BYTES);
    pen.u32(1).u32(CAPACITY).u32(next).u32(0);
    for (int i = 0; i < entries.size(); i++) {
      long sequence = first + i;
      boolean complete = !isToBlame() || i + 1 < entries.size();
      pen.at((int) (HEAD_BYTES + sequence % CAPACITY * ENTRY_BYTES));
      write(pen, sequence, complete, entries.get(i));
    }
    return Arrays.copyOf(pen.toBytes(), HEAD_BYTES + CAPACITY * ENTRY_BYTES);
  }

  private void write(Pen pen, long sequence, boolean complete, Entry entry) {
    pen.u64(entry.time).u32(sequence).u32(complete ? 1 : 0);
    pen.u32(entry.event).u32(entry.flags).u32(entry.status).u32(entry.processor);
    pen.number(entry.object, crash.machine().pointerBytes()).ascii(entry.text);
  }
}
