package org.crashtag.decode.vendor;

import static org.crashtag.bytes.MalformedException.verify;

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
 * The blocks of registers that Realtek's network driver saves.
 *
 * <pre>
 * block, to the blob's end: 0x00 u8 0x29  u8 0x81  u8 1  u8 kind: 1 to 8
 *                           0x04 u32 end of the block, from the start of the blob  0x08 registers
 * </pre>
 *
 * <p>The meaning of the registers is unknown, and they can contain the address of the card, so they
 * are never shown. Source: measured (7 blobs).
 */
public final class RealtekNicDecoder extends TagDecoder {
  /** The tag that it decodes. */
  public static final Guid TAG = Guid.constant("10ec8168-313c-488c-afea-272cd2094616");

  private static final String DEVICE = "realtek_nic";

  /** The table {@code device_blocks}. */
  public static final TypedTable<Block> TABLE =
      TypedTable.ofRecords(
              Block.class,
              "device_blocks",
              "A block of registers that a device's driver saved; the registers themselves are not"
                  + " shown.")
          .text("device", "realtek_nic.", block -> DEVICE)
          .bigint("kind", "Kind of block: 1 to 8.", Block::kind)
          .bigint("offset", "Offset of the block in the blob.", Block::offset)
          .bigint(
              "bytes", "Size of the block in bytes, including its header of 8 bytes.", Block::bytes)
          .build();

  private static final int KIND = 0x03;
  private static final int MOST_KIND = 8;
  private static final int END = 0x04;
  private static final int HEADER_BYTES = 8;

  /** A block, starting with its header. */
  private record Block(int kind, int offset, int bytes) {}

  public RealtekNicDecoder() {
    super("realtek-nic", 1, "blocks of registers of Realtek's network driver", TAG, TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    int at = 0;
    while (at < data.length()) {
      int end = end(data, at);
      sink.decoded(HEADER_BYTES);
      sink.row(TABLE, new Block(data.u8(at + KIND), at, end - at));
      at = end;
    }
  }

  private static int end(Bytes data, int at) {
    data.slice(at, HEADER_BYTES);
    int kind = data.u8(at + KIND);
    verify(
        isMark(data, at) && kind >= 1 && kind <= MOST_KIND,
        Reason.CORRUPT,
        data.offset() + at,
        "expected a block");
    long end = data.u32(at + END);
    verify(
        end >= at + HEADER_BYTES,
        Reason.CORRUPT,
        data.offset() + at + END,
        "a block at +" + at + " that ends at +" + end);
    verify(
        end <= data.length(),
        Reason.TRUNCATED,
        data.offset() + at + END,
        "a block that ends at +" + end + " of " + data.length());
    return (int) end;
  }

  private static boolean isMark(Bytes data, int at) {
    return data.u8(at) == 0x29 && data.u8(at + 1) == 0x81 && data.u8(at + 2) == 1;
  }

  @Override
  public String text(Row row) {
    return TextLine.of(row.get("device"))
        .at(14, "kind ")
        .put(row.get("kind"))
        .at(22, "+" + row.get("offset"))
        .at(30, row.get("bytes"))
        .put(" bytes")
        .toString();
  }
}
