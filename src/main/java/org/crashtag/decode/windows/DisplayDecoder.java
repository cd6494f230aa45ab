package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.graphics.GraphicsTables;
import org.crashtag.decode.graphics.GraphicsText;
import org.crashtag.decode.graphics.NvidiaBlob;
import org.crashtag.dump.Module;
import org.crashtag.tag.TaggedBlob;

/**
 * Display state of dxgkrnl.
 *
 * <pre>
 * 0x00 u32 slots: 11, 21, 39  0x04 u32 offset of the display driver's own section, or 0
 * 0x08 (slots - 1) x {u32 offset, u32 id}; {0, 0} is unused; a section ends where the next begins, the last with the blob
 * ids 0x20 to 0x2F, an adapter:  u32 WDDM version: 2700 = 2.7  u32 PCI vendor  u32 PCI device  u32 flags
 * ids 0x11 to 0x19, a log, newest first, entries of 64 bytes:
 *    0x00 u64 sequence  0x08 u64 thread  0x10 u64 code address  0x18 5 x u64 arguments
 * </pre>
 *
 * <p>Some dumps omit trailing zeros of each section. The display driver's own section ends at the
 * next higher offset of a section; NVIDIA's is read. Source: measured (77 dumps).
 */
public final class DisplayDecoder extends TagDecoder {
  /** The table {@code gpu_adapters}. */
  public static final TypedTable<Bytes> ADAPTERS =
      TypedTable.ofRecords(
              Bytes.class, "gpu_adapters", "A display adapter, including software adapters.")
          .text(
              "wddm",
              "Version of the driver model (WDDM) that the driver implements, such as 2.7.",
              adapter -> version(adapter.u32(0x00)))
          .text(
              "vendor_id",
              "PCI vendor id, four hexadecimal digits; a longer number doesn't belong to a PCI"
                  + " device.",
              adapter -> id(adapter.u32(0x04)))
          .text(
              "device_id",
              "PCI device id, likewise; 1414:008c and 1414:008d are Microsoft's software adapters.",
              adapter -> id(adapter.u32(0x08)))
          .bigint(
              "flags",
              "Flags, as stored; 3 seems to be the adapter with the screen.",
              adapter -> adapter.u32(0x0C))
          .build();

  /** The table {@code gpu_log}. */
  public static final TypedTable<Entry> LOG =
      TypedTable.ofRecords(
              Entry.class,
              "gpu_log",
              "An entry of the logs that dxgkrnl keeps, newest first within a log.")
          .bigint("log", "Number of the log: 17 to 25 (0x11 to 0x19).", Entry::log)
          .unsigned64(
              "sequence",
              "Sequence number, counted over all logs of a kind.",
              entry -> entry.bytes.i64(0x00))
          .text(
              "module",
              "File of the driver that wrote the entry; NULL if the address is in no module.",
              entry -> entry.module == null ? null : entry.module.name())
          .bigint(
              "module_offset",
              "Offset of the address in the module.",
              entry -> entry.module == null ? null : entry.address() - entry.module.base())
          .hex64("address", "Address of the code that wrote the entry.", Entry::address)
          .hex64("thread", "Address of the thread.", entry -> entry.bytes.i64(0x08))
          .list(
              "arguments",
              ColumnType.HEX64,
              "Five numbers whose meaning depends on the code.",
              entry -> arguments(entry.bytes))
          .build();

  private static final int MOST_SLOTS = 1024;
  private static final int SLOT_BYTES = 8;
  private static final int OWN_SECTION = 0x04;
  private static final int ADAPTER_BYTES = 16;
  private static final int ENTRY_BYTES = 64;
  private static final int ARGUMENTS = 5;

  private record Section(long offset, long id) {
    boolean isAdapter() {
      return id >= 0x20 && id <= 0x2F;
    }

    boolean isLog() {
      return id >= 0x11 && id <= 0x19;
    }
  }

  /**
   * An entry of a log.
   *
   * @param module module whose code wrote it; null if unknown
   */
  private record Entry(long log, Bytes bytes, Module module) {
    long address() {
      return bytes.i64(0x10);
    }
  }

  public DisplayDecoder() {
    super(
        "display",
        2,
        "display adapters and the logs of dxgkrnl",
        Guid.constant("270a33fd-3da6-460d-ba89-3c1bae21e39b"),
        ADAPTERS,
        LOG,
        GraphicsTables.DRIVERS,
        GraphicsTables.PROCESSES,
        GraphicsTables.LOG,
        GraphicsTables.ASSERTS);
  }

  @Override
  public boolean needsModules() {
    return true;
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    List<Section> sections = sections(data);
    sink.decoded((long) SLOT_BYTES * data.u32(0));
    driversOwn(blob, data, sections, dump, sink);
    LoadedModules modules =
        dump.memory(LoadedModules.class, () -> new LoadedModules(dump.modules()));
    for (int i = 0; i < sections.size(); i++) {
      Section section = sections.get(i);
      long end = i + 1 < sections.size() ? sections.get(i + 1).offset : data.length();
      verify(
          section.offset <= end && end <= data.length(),
          Reason.CORRUPT,
          data.offset(),
          "the section 0x" + Long.toHexString(section.id) + " ends before it begins or outside");
      Bytes bytes = data.slice((int) section.offset, (int) (end - section.offset));
      if (section.isAdapter() && bytes.length() > 0) {
        sink.decoded(Math.min(bytes.length(), ADAPTER_BYTES));
        sink.row(ADAPTERS, padded(bytes, ADAPTER_BYTES));
      } else if (section.isLog()) {
        sink.decoded(bytes.length());
        log(section.id, padded(bytes, ENTRY_BYTES), modules, sink);
      }
    }
  }

  /** The display driver's own section: a fault in it loses only its rows. */
  private static void driversOwn(
      TaggedBlob blob, Bytes data, List<Section> sections, DumpContext dump, RecordSink sink) {
    long start = data.u32(OWN_SECTION);
    if (start == 0 || start >= data.length()) {
      return;
    }
    long end =
        sections.stream()
            .mapToLong(Section::offset)
            .filter(offset -> offset > start)
            .min()
            .orElse(blob.bytes());
    boolean whole = end <= data.length();
    int size = (int) (Math.min(end, data.length()) - start);
    Bytes section = data.slice((int) start, size);
    if (NvidiaBlob.begins(section)) {
      try {
        NvidiaBlob.decodeSection(section, whole, dump, sink);
      } catch (MalformedException e) {
        sink.reject(e.reason(), e.offset(), e.getMessage());
      }
    }
  }

  private static List<Section> sections(Bytes data) {
    long slots = data.u32(0);
    verify(
        slots >= 1 && slots <= MOST_SLOTS,
        Reason.CORRUPT,
        data.offset(),
        slots + " slots of sections");
    List<Section> sections = new ArrayList<>();
    for (int slot = 1; slot < slots; slot++) {
      Section section = new Section(data.u32(slot * SLOT_BYTES), data.u32(slot * SLOT_BYTES + 4));
      if (section.offset != 0 || section.id != 0) {
        sections.add(section);
      }
    }
    return sections;
  }

  /** Pads with zeros to a multiple of {@code unit}. */
  private static Bytes padded(Bytes bytes, int unit) {
    int length = (bytes.length() + unit - 1) / unit * unit;
    if (length == bytes.length()) {
      return bytes;
    }
    byte[] copy = new byte[length];
    bytes.copyTo(0, copy, 0, bytes.length());
    return Bytes.of(copy, 0, length, bytes.offset());
  }

  /** Formats a version: 2700 is 2.7. */
  private static String version(long wddm) {
    return wddm / 1000 + "." + wddm % 1000 / 100;
  }

  private static String id(long id) {
    return HexFormat.of().toHexDigits(id, id > 0xFFFF ? 8 : 4);
  }

  private static void log(long id, Bytes log, LoadedModules modules, RecordSink sink) {
    for (int at = 0; at < log.length(); at += ENTRY_BYTES) {
      Bytes bytes = log.slice(at, ENTRY_BYTES);
      sink.row(LOG, new Entry(id, bytes, modules.at(bytes.i64(0x10))));
    }
  }

  private static List<Long> arguments(Bytes entry) {
    List<Long> arguments = new ArrayList<>(ARGUMENTS);
    for (int argument = 0; argument < ARGUMENTS; argument++) {
      arguments.add(entry.i64(0x18 + 8 * argument));
    }
    return arguments;
  }

  @Override
  public String heading(TableSchema table) {
    return table.equals(LOG.schema())
        ? "[gpu_log]  log, sequence, code, thread; arguments below"
        : super.heading(table);
  }

  @Override
  public List<String> lines(Row row) {
    if (row.isOf(LOG)) {
      return logLines(row);
    }
    return row.isOf(ADAPTERS) ? List.of(adapterLine(row)) : GraphicsText.lines(row);
  }

  private static String adapterLine(Row row) {
    return TextLine.of("WDDM ")
        .put(row.get("wddm"))
        .at(12, row.get("vendor_id"))
        .put(":")
        .put(row.get("device_id"))
        .at(32, "flags 0x")
        .put(Long.toHexString(row.number("flags")))
        .toString();
  }

  private static List<String> logLines(Row row) {
    String code =
        row.isNull("module")
            ? ColumnType.hex64(row.number("address"))
            : row.get("module") + "+0x" + Long.toHexString(row.number("module_offset"));
    String first =
        TextLine.of(Long.toHexString(row.number("log")))
            .at(4, Long.toUnsignedString(row.number("sequence")))
            .at(14, code)
            .at(48, "thread ")
            .put(ColumnType.hex64(row.number("thread")))
            .toString();
    String arguments =
        ((List<?>) row.get("arguments"))
            .stream()
                .map(argument -> Long.toHexString((long) argument))
                .collect(Collectors.joining(" "));
    List<String> lines = new ArrayList<>(List.of(first));
    lines.addAll(TextLine.fold(arguments, 4));
    return lines;
  }
}
