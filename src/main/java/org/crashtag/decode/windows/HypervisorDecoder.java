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
import org.crashtag.tag.TaggedBlob;

/**
 * The hypervisor that the machine ran on.
 *
 * <pre>
 * 0x00 char "DIVH"  0x04 u32 size: 68  0x08 u32 eax of CPUID 0x40000000  0x0C char vendor[12]  0x18 char interface[4]: "Hv#1"
 * </pre>
 *
 * <p>Source: measured (1 dump); the leaves are those of Microsoft's Hypervisor Top-Level Functional
 * Specification.
 */
public final class HypervisorDecoder extends WindowsDecoder {
  public static final TableSchema TABLE =
      TableSchema.ofRecords(
          "hypervisors",
          "The hypervisor that the machine ran on.",
          new Column("vendor", ColumnType.TEXT, "Its 12 letters in CPUID: VBoxVBoxVBox."),
          new Column("interface", ColumnType.TEXT, "Its interface: Hv#1 is Microsoft's."),
          new Column("last_leaf", ColumnType.BIGINT, "Number of its last CPUID leaf."));

  public HypervisorDecoder() {
    super(
        "hypervisor",
        "the hypervisor that the machine ran on",
        List.of(Guid.constant("7b581fa7-81c2-423f-a65c-1266fb10603d")),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    verify(data.hasAscii(0, "DIVH"), Reason.CORRUPT, data.offset(), "it doesn't begin with DIVH");
    sink.row(TABLE, data.text(0x0C, 12), data.text(0x18, 4), data.u32(0x08));
    long size = data.u32(4);
    verify(
        size == blob.bytes(),
        Reason.CORRUPT,
        data.offset() + 4,
        size + " bytes announced in " + blob.bytes());
  }

  @Override
  public String text(TableSchema table, Object[] values) {
    return TextLine.of(values[0])
        .put(", interface ")
        .put(values[1])
        .put(", CPUID up to 0x")
        .put(HexFormat.of().toHexDigits((long) values[2], 8))
        .toString();
  }
}
