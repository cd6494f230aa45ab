package org.crashtag.decode.smbios;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MachineType;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.smbios.ProcessorsTable.Origin;
import org.crashtag.decode.smbios.ProcessorsTable.Processor;
import org.crashtag.decode.smbios.ProcessorsTable.Signature;
import org.crashtag.tag.TaggedBlob;

/**
 * The SMBIOS table that the firmware gave Windows. Source: DMTF DSP0134; the header is that of
 * Microsoft's {@code RawSMBIOSData}.
 *
 * <pre>
 * 0x00 u8 Used20CallingMethod  0x01 u8 Major  0x02 u8 Minor  0x03 u8 DmiRevision  0x04 u32 Length
 * 0x08 the structures; of these:
 * type  0 BIOS       0x04 vendor  0x05 version  0x08 date (numbers of strings)
 * type  1 system     0x04 manufacturer  0x05 product  0x06 version  0x07 serial  0x08 UUID
 *                    0x19 SKU  0x1A family
 * type  2 board      0x04 manufacturer  0x05 product  0x07 serial
 * type  3 enclosure  0x05 u8 type
 * type  4 processor  0x07 manufacturer  0x08 u8[8] id  0x10 version  0x16 u16 current MHz
 *                    0x18 u8 status, bit 6: populated  0x23 u8 cores  0x25 u8 threads
 *                    0x2A u16 cores  0x2E u16 threads, where the bytes are 0xFF
 * type 17 memory     0x0C u16 size in MB; bit 15: in KB; 0x7FFF: u32 at 0x1C, MB; 0xFFFF: unknown
 *                    0x10 locator  0x15 u16 speed; 0xFFFF: u32 at 0x54  0x17 manufacturer
 *                    0x18 serial  0x1A part number
 * </pre>
 */
public final class SmbiosDecoder implements Decoder {
  /** {@code SMBIOS data}. */
  public static final Guid TAG = Guid.constant("bc5c008f-1e3a-44d7-988d-86f6884c6758");

  private static final int HEADER_BYTES = 8;
  private static final int BIOS = 0;
  private static final int SYSTEM = 1;
  private static final int BOARD = 2;
  private static final int ENCLOSURE = 3;
  private static final int PROCESSOR = 4;
  private static final int MEMORY = 17;

  /** Structures shorter than in version 2.1 say nothing. */
  private static final int LEAST_PROCESSOR_BYTES = 0x1A;

  private static final int LEAST_MEMORY_BYTES = 0x15;

  private static final int UNKNOWN_SIZE = 0xFFFF;
  private static final int EXTENDED_SIZE = 0x7FFF;

  /** On others the id is another register's. */
  private static final Set<String> X86 = Set.of("x86", "x64");

  private static final HexFormat ID_BYTES = HexFormat.ofDelimiter(" ").withUpperCase();

  @Override
  public String name() {
    return "smbios";
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public String sentence() {
    return "SMBIOS: machine, BIOS, board, processors, memory";
  }

  @Override
  public List<TableSchema> tables() {
    return List.of(MachinesTable.SCHEMA, MachinesTable.MODULES, ProcessorsTable.SCHEMA);
  }

  @Override
  public boolean accepts(Guid tag) {
    return tag.equals(TAG);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    int major = data.u8(1);
    int minor = data.u8(2);
    long length = data.u32(4);
    int there = (int) Math.min(length, data.length() - HEADER_BYTES);
    SmbiosTable table = new SmbiosTable(data.slice(HEADER_BYTES, there));
    emitMachine(table, major, minor, dump, sink);
    memory(table).forEach(memory -> emitMemory(memory, sink));
    table.all(PROCESSOR).stream()
        .filter(processor -> processor.has(LEAST_PROCESSOR_BYTES))
        .forEach(processor -> emitProcessor(processor, dump, sink));
    if (table.fault() != null) {
      throw table.fault();
    }
    verify(
        length == blob.bytes() - HEADER_BYTES,
        Reason.CORRUPT,
        data.offset() + 4,
        "Length is " + length + " in a blob of " + blob.bytes());
  }

  /** Structures shorter than in version 2.1 say nothing. */
  private static List<SmbiosStructure> memory(SmbiosTable table) {
    return table.all(MEMORY).stream().filter(memory -> memory.has(LEAST_MEMORY_BYTES)).toList();
  }

  private static void emitMachine(
      SmbiosTable table, int major, int minor, DumpContext dump, RecordSink sink) {
    SmbiosStructure bios = table.first(BIOS);
    SmbiosStructure system = table.first(SYSTEM);
    SmbiosStructure board = table.first(BOARD);
    String manufacturer = system.string(0x04);
    String product = system.string(0x05);
    String serial = system.string(0x07);
    Guid uuid = uuid(system, major * 100 + minor >= 206);
    MachineId id = MachineId.of(uuid, serial, board.string(0x07));
    Memory memory = Memory.of(memory(table));
    sink.row(
        MachinesTable.SCHEMA,
        id == null ? null : id.hash(dump.privacy(), manufacturer, product),
        id == null ? null : id.from(),
        manufacturer,
        product,
        system.string(0x06),
        system.string(0x19),
        system.string(0x1A),
        serial,
        uuid == null ? null : uuid.toString(),
        bios.string(0x04),
        bios.string(0x05),
        BiosDate.epochDay(bios.string(0x08)),
        board.string(0x04),
        board.string(0x05),
        ChassisType.name(table.first(ENCLOSURE).u8(0x05)),
        major + "." + minor,
        memory.bytes,
        memory.modules);
  }

  /**
   * The UUID; null where there is none, or only zeros or ones.
   *
   * @param mixed from version 2.6 on the first three fields are little endian
   */
  private static Guid uuid(SmbiosStructure system, boolean mixed) {
    if (!system.has(0x18)) {
      return null;
    }
    Guid guid = system.area().guid(0x08);
    if (guid.equals(Guid.NIL) || guid.equals(new Guid(-1, -1))) {
      return null;
    }
    return mixed ? guid : SystemUuid.inOtherOrder(guid);
  }

  /**
   * What all sockets hold.
   *
   * @param bytes of all modules; null if no socket holds one, or the size of one is unknown
   * @param modules sockets that hold one; null if no socket is described
   */
  private record Memory(Long bytes, Long modules) {
    static Memory of(List<SmbiosStructure> sockets) {
      if (sockets.isEmpty()) {
        return new Memory(null, null);
      }
      long bytes = 0;
      long modules = 0;
      boolean known = true;
      for (SmbiosStructure socket : sockets) {
        Long size = size(socket);
        known &= size != null;
        bytes += size == null ? 0 : size;
        modules += size == null || size > 0 ? 1 : 0;
      }
      return new Memory(known && modules > 0 ? (Long) bytes : null, modules);
    }
  }

  /** Bytes of a socket's module, 0 if it holds none; null if unknown. */
  private static Long size(SmbiosStructure memory) {
    int size = memory.u16(0x0C);
    if (size == UNKNOWN_SIZE) {
      return null;
    }
    if (size == EXTENDED_SIZE) {
      // Without room for the wide field, as in versions before 2.7, it can mean any large size.
      return known((memory.u32(0x1C) & 0x7FFFFFFFL) << 20);
    }
    return (size & 0x8000) != 0 ? (size & 0x7FFFL) << 10 : (long) size << 20;
  }

  private static void emitMemory(SmbiosStructure memory, RecordSink sink) {
    String locator = memory.string(0x10);
    Long size = size(memory);
    if (size != null && size == 0) {
      // What stands there is nobody's: "Unknown", or what was in the socket before.
      sink.row(MachinesTable.MODULES, locator, size, null, null, null, null);
      return;
    }
    int speed = memory.u16(0x15);
    sink.row(
        MachinesTable.MODULES,
        locator,
        size,
        known(speed == 0xFFFF ? memory.u32(0x54) & 0x7FFFFFFFL : speed),
        memory.string(0x17),
        memory.string(0x1A),
        memory.string(0x18));
  }

  private static void emitProcessor(SmbiosStructure processor, DumpContext dump, RecordSink sink) {
    boolean populated = (processor.u8(0x18) & 0x40) != 0;
    if (!populated) {
      return;
    }
    Bytes id = processor.area().slice(0x08, 8);
    Long machine = dump.header().machineType();
    boolean x86 = machine != null && X86.contains(MachineType.label(machine));
    new Processor(
            Origin.SMBIOS,
            processor.string(0x10),
            processor.string(0x07),
            ID_BYTES.formatHex(id.toArray()),
            known(processor.u16(0x16)),
            count(processor, 0x23, 0x2A),
            count(processor, 0x25, 0x2E),
            null,
            x86 && id.u32(0) != 0 ? Signature.of(id.u32(0)) : null)
        .emit(sink);
  }

  /** A count of one byte, or of two where that isn't enough. */
  private static Long count(SmbiosStructure processor, int at, int wideAt) {
    int count = processor.u8(at);
    return known(count == 0xFF && processor.has(wideAt + 2) ? processor.u16(wideAt) : count);
  }

  /** Null for 0, which stands for unknown. */
  private static Long known(long number) {
    return number == 0 ? null : number;
  }

  @Override
  public List<String> lines(TableSchema table, Object[] values) {
    List<String> lines = TextLine.each(table, values);
    if (values[0] != null && !table.name().equals(MachinesTable.SCHEMA.name())) {
      // Several of these follow one another: the first value heads the rest.
      lines.set(0, "  " + values[0]);
    }
    return lines;
  }
}
