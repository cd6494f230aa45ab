package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.HexFormat;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.smbios.ProcessorsTable;
import org.crashtag.decode.smbios.ProcessorsTable.Processor;
import org.crashtag.tag.TaggedBlob;

/**
 * CPUID leaves and model-specific registers of two processors.
 *
 * <pre>
 * record, 40 bytes, to the blob's end: 0x00 u32 kind: 0 CPUID, 1 MSR  0x04 u32 leaf or MSR number
 *    0x08 4 x u32 on one processor  0x18 4 x u32 on another
 * CPUID: eax, ebx, ecx, edx   MSR: low, high, 0, 0
 * </pre>
 *
 * <p>Source: measured (75 dumps; not in those of ARM64).
 */
public final class ProcessorRegistersDecoder extends WindowsDecoder {
  public static final TableSchema TABLE =
      TableSchema.ofRecords(
          "processor_registers",
          "A CPUID leaf or a model-specific register on one of two processors.",
          new Column("kind", ColumnType.TEXT, "cpuid or msr."),
          new Column("index", ColumnType.BIGINT, "Number of the leaf or of the register."),
          new Column("processor", ColumnType.BIGINT, "0 or 1: which of the two that were asked."),
          new Column("eax", ColumnType.BIGINT, "Of a leaf."),
          new Column("ebx", ColumnType.BIGINT, "Of a leaf."),
          new Column("ecx", ColumnType.BIGINT, "Of a leaf."),
          new Column("edx", ColumnType.BIGINT, "Of a leaf."),
          new Column("value", ColumnType.HEX64, "Of a model-specific register."));

  private static final int RECORD_BYTES = 40;
  private static final int[] PROCESSORS = {0x08, 0x18};

  public ProcessorRegistersDecoder() {
    super(
        "registers",
        "CPUID leaves and model-specific registers",
        List.of(Guid.constant("d03dc06f-d88e-44c5-ba2a-fae035172d19")),
        TABLE,
        ProcessorsTable.SCHEMA);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    CpuIdentity[] identities = {new CpuIdentity(), new CpuIdentity()};
    int at = 0;
    for (; at + RECORD_BYTES <= data.length(); at += RECORD_BYTES) {
      rows(data.slice(at, RECORD_BYTES), identities, sink);
    }
    processors(identities[0].processor(), identities[1].processor(), sink);
    verify(
        at == data.length(),
        Reason.TRUNCATED,
        data.offset() + at,
        "the last record has " + (data.length() - at) + " of " + RECORD_BYTES + " bytes");
  }

  private static void rows(Bytes record, CpuIdentity[] identities, RecordSink sink) {
    long kind = record.u32(0);
    verify(kind <= 1, Reason.CORRUPT, record.offset(), "a record of the kind " + kind);
    long index = record.u32(4);
    for (int processor = 0; processor < PROCESSORS.length; processor++) {
      Bytes words = record.slice(PROCESSORS[processor], 16);
      if (kind == 0) {
        identities[processor].leaf(index, words);
        sink.row(
            TABLE,
            "cpuid",
            index,
            (long) processor,
            words.u32(0),
            words.u32(4),
            words.u32(8),
            words.u32(12),
            null);
      } else {
        identities[processor].register(index, words.i64(0));
        sink.row(TABLE, "msr", index, (long) processor, null, null, null, null, words.i64(0));
      }
    }
  }

  /** Both are mostly the same. */
  private static void processors(Processor first, Processor second, RecordSink sink) {
    if (first != null) {
      first.emit(sink);
    }
    if (second != null && !second.equals(first)) {
      second.emit(sink);
    }
  }

  @Override
  public String heading(TableSchema table) {
    return table.equals(TABLE)
        ? "[processor_registers]  processor; eax, ebx, ecx, edx or value"
        : super.heading(table);
  }

  @Override
  public List<String> lines(TableSchema table, Object[] values) {
    return table.equals(TABLE) ? List.of(line(values)) : TextLine.each(table, values);
  }

  private static String line(Object[] values) {
    TextLine line = TextLine.of(values[0]).at(6, hex(values[1])).at(16, values[2]);
    if (values[7] != null) {
      return line.at(19, ColumnType.hex64((long) values[7])).toString();
    }
    return line.at(19, hex(values[3]))
        .put(" ")
        .put(hex(values[4]))
        .put(" ")
        .put(hex(values[5]))
        .put(" ")
        .put(hex(values[6]))
        .toString();
  }

  private static String hex(Object word) {
    return HexFormat.of().toHexDigits((long) word, 8);
  }
}
