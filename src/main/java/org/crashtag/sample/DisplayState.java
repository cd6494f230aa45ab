package org.crashtag.sample;

import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;

/**
 * Builds the blob of the display state: a table of sections, then the sections.
 *
 * <pre>
 * u32 slots | u32 the driver's own section or 0 | (slots - 1) x {u32 offset | u32 id} | sections
 * adapter: u32 WDDM | u32 vendor | u32 device | u32 flags
 * log: {u64 sequence | u64 thread | u64 code | 5 x u64}, newest first
 * </pre>
 */
public final class DisplayState {
  /** The tag of the blob. */
  public static final Guid TAG = Guid.constant("270a33fd-3da6-460d-ba89-3c1bae21e39b");

  private static final int SLOTS = 21;
  private static final int FIRST_ADAPTER = 0x20;

  private final List<Section> sections = new ArrayList<>();
  private int adapters;

  private record Section(int id, Bytes data) {}

  /** An entry of a log; five arguments. */
  public record Entry(long sequence, long thread, long code, List<Long> arguments) {
    public Entry {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Adds an adapter.
   *
   * @param wddm 2700 for 2.7
   */
  public DisplayState adapter(int wddm, long vendor, long device, long flags) {
    byte[] data = new Pen(16).u32(wddm).u32(vendor).u32(device).u32(flags).toBytes();
    return section(FIRST_ADAPTER + adapters++, data);
  }

  /** Adds a log. */
  public DisplayState log(int id, List<Entry> newestFirst) {
    Pen pen = new Pen(64 * newestFirst.size());
    for (Entry entry : newestFirst) {
      pen.u64(entry.sequence).u64(entry.thread).u64(entry.code);
      entry.arguments.forEach(pen::u64);
    }
    return section(id, pen.toBytes());
  }

  /** Adds any section. */
  public DisplayState section(int id, byte[] data) {
    sections.add(new Section(id, Bytes.of(data)));
    return this;
  }

  /** The blob's data. */
  public byte[] toBytes() {
    Pen pen = new Pen(4000);
    pen.u32(SLOTS).u32(0).at(8 * SLOTS);
    int slot = 8;
    for (Section section : sections) {
      int start = pen.position();
      pen.at(slot).u32(start).u32(section.id).at(start).raw(section.data.toArray());
      slot += 8;
    }
    return pen.toBytes();
  }
}
