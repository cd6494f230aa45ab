package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.HexFormat;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
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
 * <p>Source: measured (75 dumps; ARM64 dumps have no such blob).
 */
public final class ProcessorRegistersDecoder extends TagDecoder {
  /** The table {@code processor_registers}. */
  public static final TypedTable<Register> TABLE =
      TypedTable.ofRecords(
              Register.class,
              "processor_registers",
              "A CPUID leaf or a model-specific register on one of two processors.")
          .text("kind", "cpuid or msr.", register -> register.isLeaf ? "cpuid" : "msr")
          .bigint("index", "Number of the leaf or register.", Register::index)
          .bigint("processor", "Which of the two processors: 0 or 1.", Register::processor)
          .bigint(
              "eax",
              "Value of eax; NULL for a model-specific register.",
              register -> register.word(0))
          .bigint(
              "ebx",
              "Value of ebx; NULL for a model-specific register.",
              register -> register.word(4))
          .bigint(
              "ecx",
              "Value of ecx; NULL for a model-specific register.",
              register -> register.word(8))
          .bigint(
              "edx",
              "Value of edx; NULL for a model-specific register.",
              register -> register.word(12))
          .hex64(
              "value",
              "Value of a model-specific register; NULL for a leaf.",
              register -> register.isLeaf ? null : register.words.i64(0))
          .build();

  private static final int RECORD_BYTES = 40;
  private static final int[] PROCESSORS = {0x08, 0x18};

  /**
   * A leaf or register of one processor.
   *
   * @param isLeaf true for a CPUID leaf, false for a model-specific register
   * @param words eax to edx, or the register's value
   */
  private record Register(boolean isLeaf, long index, int processor, Bytes words) {
    Long word(int at) {
      return isLeaf ? words.u32(at) : null;
    }
  }

  public ProcessorRegistersDecoder() {
    super(
        "registers",
        1,
        "CPUID leaves and model-specific registers",
        Guid.constant("d03dc06f-d88e-44c5-ba2a-fae035172d19"),
        TABLE,
        ProcessorsTable.TABLE);
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
    verify(kind <= 1, Reason.CORRUPT, record.offset(), "a record of kind " + kind);
    sink.decoded(RECORD_BYTES);
    long index = record.u32(4);
    for (int processor = 0; processor < PROCESSORS.length; processor++) {
      Bytes words = record.slice(PROCESSORS[processor], 16);
      if (kind == 0) {
        identities[processor].leaf(index, words);
      } else {
        identities[processor].register(index, words.i64(0));
      }
      sink.row(TABLE, new Register(kind == 0, index, processor, words));
    }
  }

  /** Both processors usually have the same values. */
  private static void processors(Processor first, Processor second, RecordSink sink) {
    if (first != null) {
      sink.row(ProcessorsTable.TABLE, first);
    }
    if (second != null && !second.equals(first)) {
      sink.row(ProcessorsTable.TABLE, second);
    }
  }

  @Override
  public String heading(TableSchema table) {
    return table.equals(TABLE.schema())
        ? "[processor_registers]  processor; eax, ebx, ecx, edx or value"
        : super.heading(table);
  }

  @Override
  public List<String> lines(Row row) {
    return row.isOf(TABLE) ? List.of(line(row)) : TextLine.each(row);
  }

  private static String line(Row row) {
    TextLine line =
        TextLine.of(row.get("kind")).at(6, hex(row.get("index"))).at(16, row.get("processor"));
    if (!row.isNull("value")) {
      return line.at(19, ColumnType.hex64(row.number("value"))).toString();
    }
    return line.at(19, hex(row.get("eax")))
        .put(" ")
        .put(hex(row.get("ebx")))
        .put(" ")
        .put(hex(row.get("ecx")))
        .put(" ")
        .put(hex(row.get("edx")))
        .toString();
  }

  private static String hex(Object word) {
    return HexFormat.of().toHexDigits((long) word, 8);
  }
}
