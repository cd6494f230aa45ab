package org.crashtag.decode.smbios;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MachineType;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.smbios.MachinesTable.Machine;
import org.crashtag.decode.smbios.MachinesTable.Memory;
import org.crashtag.decode.smbios.MachinesTable.MemorySocket;
import org.crashtag.decode.smbios.ProcessorsTable.Origin;
import org.crashtag.decode.smbios.ProcessorsTable.Processor;
import org.crashtag.decode.smbios.ProcessorsTable.Signature;
import org.crashtag.tag.TaggedBlob;

/**
 * The SMBIOS table that the firmware passed to Windows. Source: DMTF DSP0134; the header is that of
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
 *                    0x2A u16 cores  0x2E u16 threads, if the bytes are 0xFF
 * type 17 memory     0x0C u16 size in MB; bit 15: in KB; 0x7FFF: u32 at 0x1C, MB; 0xFFFF: unknown
 *                    0x10 locator  0x15 u16 speed; 0xFFFF: u32 at 0x54  0x17 manufacturer
 *                    0x18 serial  0x1A part number
 * </pre>
 */
public final class SmbiosDecoder extends TagDecoder {
  /** {@code SMBIOS data}. */
  public static final Guid TAG = Guid.constant("bc5c008f-1e3a-44d7-988d-86f6884c6758");

  private static final int HEADER_BYTES = 8;
  private static final int BIOS = 0;
  private static final int SYSTEM = 1;
  private static final int BOARD = 2;
  private static final int ENCLOSURE = 3;
  private static final int PROCESSOR = 4;
  private static final int MEMORY = 17;

  private static final Set<Integer> SHOWN =
      Set.of(BIOS, SYSTEM, BOARD, ENCLOSURE, PROCESSOR, MEMORY);

  /** Minimum size: structures shorter than in version 2.1 are ignored. */
  private static final int LEAST_PROCESSOR_BYTES = 0x1A;

  private static final int LEAST_MEMORY_BYTES = 0x15;

  /** On other processors, the id is a different register. */
  private static final Set<String> X86 = Set.of("x86", "x64");

  private static final HexFormat ID_BYTES = HexFormat.ofDelimiter(" ").withUpperCase();

  public SmbiosDecoder() {
    super(
        "smbios",
        2,
        "SMBIOS: machine, BIOS, board, processors, memory",
        TAG,
        MachinesTable.TABLE,
        MachinesTable.MODULES,
        ProcessorsTable.TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    int major = data.u8(1);
    int minor = data.u8(2);
    long length = data.u32(4);
    int there = (int) Math.min(length, data.length() - HEADER_BYTES);
    SmbiosTable table = new SmbiosTable(data.slice(HEADER_BYTES, there));
    sink.decoded(HEADER_BYTES + table.decodedBytes(SHOWN));
    sink.row(MachinesTable.TABLE, machine(table, major, minor, dump));
    sockets(table).forEach(socket -> sink.row(MachinesTable.MODULES, socket));
    table.all(PROCESSOR).stream()
        .filter(processor -> processor.has(LEAST_PROCESSOR_BYTES) && isPopulated(processor))
        .forEach(processor -> sink.row(ProcessorsTable.TABLE, processor(processor, dump)));
    if (table.fault() != null) {
      throw table.fault();
    }
    verify(
        length == blob.bytes() - HEADER_BYTES,
        Reason.CORRUPT,
        data.offset() + 4,
        () -> "Length is " + length + " in a blob of " + blob.bytes());
  }

  /** Minimum size: structures shorter than in version 2.1 are ignored. */
  private static List<MemorySocket> sockets(SmbiosTable table) {
    return table.all(MEMORY).stream()
        .filter(memory -> memory.has(LEAST_MEMORY_BYTES))
        .map(MemorySocket::new)
        .toList();
  }

  private static Machine machine(SmbiosTable table, int major, int minor, DumpContext dump) {
    SmbiosStructure system = table.first(SYSTEM);
    SmbiosStructure board = table.first(BOARD);
    Guid uuid = uuid(system, major * 100 + minor >= 206);
    MachineId id = MachineId.of(uuid, system.string(0x07), board.string(0x07));
    return new Machine(
        table.first(BIOS),
        system,
        board,
        table.first(ENCLOSURE),
        id,
        id == null ? null : id.hash(dump.privacy(), system.string(0x04), system.string(0x05)),
        uuid,
        major + "." + minor,
        Memory.of(sockets(table)));
  }

  /**
   * The UUID; null if it is missing, or consists of zeros or ones.
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

  private static boolean isPopulated(SmbiosStructure processor) {
    return (processor.u8(0x18) & 0x40) != 0;
  }

  private static Processor processor(SmbiosStructure processor, DumpContext dump) {
    Bytes id = processor.area().slice(0x08, 8);
    Long machine = dump.header().machineType();
    boolean x86 = machine != null && X86.contains(MachineType.label(machine));
    return new Processor(
        Origin.SMBIOS,
        processor.string(0x10),
        processor.string(0x07),
        ID_BYTES.formatHex(id.toArray()),
        known(processor.u16(0x16)),
        count(processor, 0x23, 0x2A),
        count(processor, 0x25, 0x2E),
        null,
        x86 && id.u32(0) != 0 ? Signature.of(id.u32(0)) : null);
  }

  /** A count in one byte, or in two if one is not enough. */
  private static Long count(SmbiosStructure processor, int at, int wideAt) {
    int count = processor.u8(at);
    return known(count == 0xFF && processor.has(wideAt + 2) ? processor.u16(wideAt) : count);
  }

  /** Null for 0, which means unknown. */
  static Long known(long number) {
    return number == 0 ? null : number;
  }

  @Override
  public List<String> lines(Row row) {
    List<String> lines = TextLine.each(row);
    String head = row.isOf(MachinesTable.MODULES) ? "locator" : "origin";
    if (!row.isOf(MachinesTable.TABLE) && !row.isNull(head)) {
      // Only the first of several consecutive values gets a label.
      lines.set(0, "  " + row.text(head));
    }
    return lines;
  }
}
