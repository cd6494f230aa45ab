package org.crashtag.decode.windows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.smbios.ProcessorsTable;
import org.crashtag.decode.smbios.ProcessorsTable.Origin;
import org.crashtag.decode.smbios.ProcessorsTable.Processor;
import org.crashtag.tag.TaggedBlob;

/**
 * What the registry has of the first processor and of the BIOS.
 *
 * <pre>
 * value, to the blob's end: u32 name bytes  UTF-16 name with NUL  u32 registry type  u32 data bytes  data
 * </pre>
 *
 * <p>Source: measured (77 dumps); the types are those of Microsoft's documentation of the registry.
 */
public final class FirmwareValuesDecoder extends WindowsDecoder {
  public static final TableSchema TABLE =
      TableSchema.ofRecords(
          "firmware_values",
          "A value that the registry has of the processor or the BIOS.",
          new Column("name", ColumnType.TEXT, "Name of the value: ProcessorNameString, ~MHz."),
          new Column("type", ColumnType.BIGINT, "Type of the registry: 1 text, 4 and 11 numbers."),
          new Column("type_name", ColumnType.TEXT, "Its name: REG_SZ, REG_DWORD."),
          new Column("text", ColumnType.TEXT, "The value of a text; of a list of them the first."),
          new Column("number", ColumnType.UNSIGNED64, "The value of a number."),
          new Column("hex", ColumnType.TEXT, "The bytes of any other value."));

  private static final String[] TYPES = {
    "REG_NONE",
    "REG_SZ",
    "REG_EXPAND_SZ",
    "REG_BINARY",
    "REG_DWORD",
    "REG_DWORD_BIG_ENDIAN",
    "REG_LINK",
    "REG_MULTI_SZ",
    "REG_RESOURCE_LIST",
    "REG_FULL_RESOURCE_DESCRIPTOR",
    "REG_RESOURCE_REQUIREMENTS_LIST",
    "REG_QWORD"
  };

  private static final String NAME = "ProcessorNameString";
  private static final String VENDOR = "VendorIdentifier";
  private static final String IDENTIFIER = "Identifier";
  private static final String MHZ = "~MHz";
  private static final String MSR_8B = "MSR8B";
  private static final Set<String> OF_THE_PROCESSOR = Set.of(NAME, VENDOR, IDENTIFIER, MHZ, MSR_8B);

  private static final int SZ = 1;
  private static final int EXPAND_SZ = 2;
  private static final int DWORD = 4;
  private static final int MULTI_SZ = 7;
  private static final int QWORD = 11;

  public FirmwareValuesDecoder() {
    super(
        "bios-values",
        "BIOS and processor values of the registry",
        List.of(Guid.constant("6c7ac389-4313-47dc-9f34-a8800a0fb56c")),
        TABLE,
        ProcessorsTable.SCHEMA);
  }

  /** One value; all but one of text, number and hex are null. */
  private record Value(String name, long type, String text, Long number, String hex) {
    static Value of(String name, long type, Bytes data) {
      if (type == SZ || type == EXPAND_SZ || type == MULTI_SZ) {
        return new Value(name, type, data.utf16(0, data.length()), null, null);
      }
      if (type == DWORD && data.length() == Integer.BYTES) {
        return new Value(name, type, null, data.u32(0), null);
      }
      if (type == QWORD && data.length() == Long.BYTES) {
        return new Value(name, type, null, data.i64(0), null);
      }
      return new Value(name, type, null, null, data.hex(0, data.length()));
    }

    void emit(RecordSink sink) {
      String typeName = type < TYPES.length ? TYPES[(int) type] : null;
      sink.row(TABLE, name, type, typeName, text, number, hex);
    }
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    Map<String, Value> values = new HashMap<>();
    int at = 0;
    while (at < data.length()) {
      Bytes name = data.sized(at);
      at += 4 + name.length();
      Bytes content = data.sized(at + 4);
      Value value = Value.of(name.utf16(0, name.length()), data.u32(at), content);
      at += 8 + content.length();
      value.emit(sink);
      if (OF_THE_PROCESSOR.contains(value.name)) {
        values.put(value.name, value);
      }
    }
    if (!values.isEmpty()) {
      processor(values).emit(sink);
    }
  }

  private static Processor processor(Map<String, Value> values) {
    Long microcode = number(values, MSR_8B);
    return new Processor(
        Origin.BIOS_VALUES,
        text(values, NAME),
        text(values, VENDOR),
        text(values, IDENTIFIER),
        number(values, MHZ),
        null,
        null,
        microcode == null ? null : CpuIdentity.microcode(microcode),
        null);
  }

  private static String text(Map<String, Value> values, String name) {
    Value value = values.get(name);
    return value == null || value.text == null ? null : value.text.strip();
  }

  private static Long number(Map<String, Value> values, String name) {
    Value value = values.get(name);
    return value == null ? null : value.number;
  }

  @Override
  public List<String> lines(TableSchema table, Object[] values) {
    if (!table.equals(TABLE)) {
      return TextLine.each(table, values);
    }
    Object value = values[3] != null ? values[3] : values[5];
    String text = values[4] != null ? Long.toUnsignedString((long) values[4]) : (String) value;
    return TextLine.named((String) values[0], text);
  }
}
