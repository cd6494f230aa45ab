package org.crashtag.sample;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Guid;

/**
 * An event with an EVENT_HEADER, a record of an {@link EtwLogger}.
 *
 * <pre>
 * u16 size  u8 type  u8 0xC0  u16 flags  u16 property  u32 tid  u32 pid  u64 clock  GUID provider
 * u16 id  u8 version, channel, level, opcode  u16 task  u64 keyword  u64 processor time  GUID activity
 * items: u16 total  u16 type  u16 more  u16 data bytes  data, padded to 8     payload
 * </pre>
 */
public final class EtwEvent {
  /** An event with 64-bit pointers. */
  private static final int TYPE = 0x13;

  private static final int ITEM_METADATA = 11;
  private static final int ITEM_TRAITS = 12;

  private final Guid provider;
  private final long clock;
  private final List<Item> items = new ArrayList<>();
  private byte[] payload = {};
  private int property;
  private int id;
  private int level = 4;
  private int channel;
  private int opcode;
  private int task;
  private long keyword;
  private long process = 4;
  private long thread = 8;

  private static final class Item {
    private final int type;
    private final byte[] data;

    Item(int type, byte[] data) {
      this.type = type;
      this.data = data;
    }
  }

  /** An event of the system process, of level information. */
  public EtwEvent(Guid provider, long clock) {
    this.provider = provider;
    this.clock = clock;
  }

  /** Sets its id and the other numbers that a manifest assigns to it. */
  public EtwEvent id(int number, int ofChannel, int ofTask, int ofOpcode) {
    id = number;
    channel = ofChannel;
    task = ofTask;
    opcode = ofOpcode;
    return this;
  }

  /** 1 critical to 5 verbose. */
  public EtwEvent level(int ofEvent) {
    level = ofEvent;
    return this;
  }

  /** Sets the bits of its groups. */
  public EtwEvent keyword(long bits) {
    keyword = bits;
    return this;
  }

  /** Sets the process and thread that wrote it. */
  public EtwEvent caller(long pid, long tid) {
    process = pid;
    thread = tid;
    return this;
  }

  /** Names the provider in the event. */
  public EtwEvent traits(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    int size = 2 + utf8.length + 1;
    return item(ITEM_TRAITS, new Pen(size).u16(size).raw(utf8).number(0, 1).toBytes());
  }

  /** Adds an extended item. */
  public EtwEvent item(int ofType, byte[] data) {
    items.add(new Item(ofType, data.clone()));
    return this;
  }

  /** Makes it describe itself, as TraceLogging does. */
  public EtwEvent fields(TraceLoggingFields fields) {
    channel = 11;
    payload = fields.payload();
    return item(ITEM_METADATA, fields.metadata());
  }

  /** Makes it an event that was passed to ReportEvent. */
  public EtwEvent reported(byte[] report) {
    property = 4;
    payload = report.clone();
    return this;
  }

  /** Adds a payload that a manifest describes. */
  public EtwEvent payload(byte[] bytes) {
    payload = bytes.clone();
    return this;
  }

  /** The record. */
  public byte[] toBytes() {
    Pen pen = new Pen(256);
    pen.u16(0).number(TYPE, 1).number(0xC0, 1).u16(items.isEmpty() ? 0 : 1).u16(property);
    pen.u32(thread).u32(process).u64(clock).guid(provider);
    pen.u16(id).number(0, 1).number(channel, 1).number(level, 1).number(opcode, 1).u16(task);
    pen.u64(keyword).u64(0).guid(Guid.NIL);
    for (int i = 0; i < items.size(); i++) {
      byte[] data = items.get(i).data;
      int total = (int) Pen.alignUp(8 + data.length, 8);
      pen.u16(total).u16(items.get(i).type).u16(i + 1 < items.size() ? 1 : 0).u16(data.length);
      pen.raw(data).raw(new byte[total - 8 - data.length]);
    }
    pen.raw(payload);
    int size = pen.position();
    return pen.at(0).u16(size).toBytes();
  }
}
