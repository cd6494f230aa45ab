package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.HexFormat;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
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
public final class HypervisorDecoder extends TagDecoder {
  /** The table {@code hypervisors}. */
  public static final TypedTable<Bytes> TABLE =
      TypedTable.ofRecords(Bytes.class, "hypervisors", "The hypervisor that the machine ran on.")
          .text(
              "vendor",
              "The 12 letters in CPUID, such as VBoxVBoxVBox.",
              leaves -> leaves.text(0x0C, 12))
          .text("interface", "Interface; Hv#1 is Microsoft's.", leaves -> leaves.text(0x18, 4))
          .bigint("last_leaf", "Number of the last CPUID leaf.", leaves -> leaves.u32(0x08))
          .build();

  /** All fields. */
  private static final int KNOWN_BYTES = 28;

  public HypervisorDecoder() {
    super(
        "hypervisor",
        1,
        "the hypervisor that the machine ran on",
        Guid.constant("7b581fa7-81c2-423f-a65c-1266fb10603d"),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    verify(
        data.hasAscii(0, "DIVH"),
        Reason.CORRUPT,
        data.offset(),
        "the blob does not start with DIVH");
    sink.decoded(KNOWN_BYTES);
    sink.row(TABLE, data);
    long size = data.u32(4);
    verify(
        size == blob.bytes(),
        Reason.CORRUPT,
        data.offset() + 4,
        size + " bytes claimed in a blob of " + blob.bytes());
  }

  @Override
  public String text(Row row) {
    return TextLine.of(row.get("vendor"))
        .put(", interface ")
        .put(row.get("interface"))
        .put(", CPUID up to 0x")
        .put(HexFormat.of().toHexDigits(row.number("last_leaf"), 8))
        .toString();
  }
}
