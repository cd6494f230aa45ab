package org.crashtag.decode.windows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.smbios.ProcessorsTable;
import org.crashtag.decode.smbios.ProcessorsTable.Origin;
import org.crashtag.decode.smbios.ProcessorsTable.Processor;
import org.crashtag.tag.TaggedBlob;

/**
 * Registry values of the first processor and the BIOS.
 *
 * <pre>
 * value, to the blob's end: u32 name bytes  UTF-16 name with NUL  u32 registry type  u32 data bytes  data
 * </pre>
 *
 * <p>Source: measured (77 dumps); the types are those of Microsoft's documentation of the registry.
 */
public final class FirmwareValuesDecoder extends TagDecoder {
  /** The table {@code firmware_values}. */
  public static final TypedTable<Value> TABLE =
      TypedTable.ofRecords(
              Value.class, "firmware_values", "A registry value of the processor or the BIOS.")
          .text("name", "Name of the value, such as ProcessorNameString or ~MHz.", Value::name)
          .bigint("type", "Registry type: 1 text, 4 and 11 numbers.", Value::type)
          .text("type_name", "Name of the type, such as REG_SZ or REG_DWORD.", Value::typeName)
          .text("text", "The value if it is a text; the first one of a list of texts.", Value::text)
          .unsigned64("number", "The value if it is a number.", Value::number)
          .text("hex", "The bytes of any other value, in hexadecimal.", Value::hex)
          .build();

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
        1,
        "BIOS and processor values of the registry",
        Guid.constant("6c7ac389-4313-47dc-9f34-a8800a0fb56c"),
        TABLE,
        ProcessorsTable.TABLE);
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

    String typeName() {
      return type < TYPES.length ? TYPES[(int) type] : null;
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
      sink.decoded(12L + name.length() + content.length());
      sink.row(TABLE, value);
      if (OF_THE_PROCESSOR.contains(value.name)) {
        values.put(value.name, value);
      }
    }
    if (!values.isEmpty()) {
      sink.row(ProcessorsTable.TABLE, processor(values));
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
  public List<String> lines(Row row) {
    if (!row.isOf(TABLE)) {
      return TextLine.each(row);
    }
    if (!row.isNull("number")) {
      return TextLine.named(row.text("name"), Long.toUnsignedString(row.number("number")));
    }
    return TextLine.named(
        row.text("name"), row.isNull("text") ? row.text("hex") : row.text("text"));
  }
}
