package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.tag.TagRange;
import org.crashtag.tag.TaggedBlob;

/**
 * Blocks of memory that components of the kernel added to the dump: only listed, or with their
 * bytes.
 *
 * <pre>
 * list, components to the blob's end:
 *    u32 blocks  u32 name bytes  blocks x {u64 address, u64 length}  char name[] with NUL
 * with bytes: u32 24  u16 version 1  u16 components  u32 size  u32 size  u64 0
 *    component: u32 header bytes  u32 blocks  u64 bytes after header  u32 name field bytes  char name[]
 *    block: u64 address  u64 length  bytes
 * </pre>
 *
 * <p>Source: measured (24 dumps of builds 17134 to 22000, 9 of build 26100).
 */
public final class TriageBlocksDecoder extends TagDecoder {
  private static final Guid LIST = Guid.constant("2b4ae195-a64d-4f04-8ede-7e4f981bd42a");
  private static final Guid DATA = Guid.constant("0d910545-e694-4b15-870c-01625fb32a6f");

  /** The table {@code triage_blocks}. */
  public static final TypedTable<Block> TABLE =
      TypedTable.ofRecords(
              Block.class,
              "triage_blocks",
              "A block of memory that a component of the kernel added to the dump.")
          .text("component", "Name of the component, such as IoTriageDumpData.", Block::component)
          .hex64("address", "Address of the block.", Block::address)
          .unsigned64("bytes", "Length of the block.", Block::length)
          .bytes(
              "kept",
              "The bytes, if --keep names this tag and --private is keep, because memory can"
                  + " contain anything.",
              block -> block.kept == null ? null : block.kept.toArray())
          .asPartlyPrivate()
          .build();

  private static final int LIST_HEADER_BYTES = 8;
  private static final int DATA_HEADER_BYTES = 24;
  private static final int COMPONENT_HEADER_BYTES = 20;
  private static final int BLOCK_BYTES = 16;

  /**
   * A block of memory.
   *
   * @param kept its bytes; null if they are not kept
   */
  private record Block(String component, long address, long length, Bytes kept) {}

  public TriageBlocksDecoder() {
    super(
        "triage-blocks",
        1,
        "memory blocks that kernel components added to the dump",
        List.of(TagRange.of(LIST), TagRange.of(DATA)),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    if (blob.tag().equals(LIST)) {
      decodeList(data, sink);
    } else {
      boolean kept = dump.keeps(DATA) && dump.privacy().mode() == Privacy.Mode.KEEP;
      decodeData(data, kept, sink);
    }
  }

  private static void decodeList(Bytes data, RecordSink sink) {
    int at = 0;
    while (at < data.length()) {
      long blocks = data.u32(at);
      long nameBytes = data.u32(at + 4);
      int blocksAt = at + LIST_HEADER_BYTES;
      verifyFits(data, at, blocks * BLOCK_BYTES + nameBytes, data.length() - blocksAt);
      int nameAt = blocksAt + (int) blocks * BLOCK_BYTES;
      String component = data.text(nameAt, (int) nameBytes);
      for (int block = blocksAt; block < nameAt; block += BLOCK_BYTES) {
        sink.row(TABLE, new Block(component, data.i64(block), data.i64(block + 8), null));
      }
      sink.decoded(nameAt + nameBytes - at);
      at = nameAt + (int) nameBytes;
    }
  }

  private static void decodeData(Bytes data, boolean kept, RecordSink sink) {
    int components = data.u16(6);
    int at = DATA_HEADER_BYTES;
    sink.decoded(DATA_HEADER_BYTES);
    for (int component = 0; component < components; component++) {
      at = component(data, at, kept, sink);
    }
    verify(
        at == data.length(),
        Reason.CORRUPT,
        data.offset() + at,
        (data.length() - at) + " bytes after the last component");
  }

  /** Yields the blocks of a component and returns its end. */
  private static int component(Bytes data, int start, boolean kept, RecordSink sink) {
    long headerBytes = data.u32(start);
    long blocks = data.u32(start + 4);
    long nameBytes = data.u32(start + 16);
    verifyFits(data, start, headerBytes, data.length() - start);
    verify(
        nameBytes <= headerBytes - COMPONENT_HEADER_BYTES,
        Reason.CORRUPT,
        data.offset() + start,
        "a name of " + nameBytes + " bytes in a header of " + headerBytes);
    String name = data.text(start + COMPONENT_HEADER_BYTES, (int) nameBytes);
    int at = start + (int) headerBytes;
    sink.decoded(headerBytes);
    for (long block = 0; block < blocks; block++) {
      long address = data.i64(at);
      long length = data.i64(at + 8);
      verifyFits(data, at, length, data.length() - at - BLOCK_BYTES);
      Bytes bytes = kept ? data.slice(at + BLOCK_BYTES, (int) length) : null;
      sink.row(TABLE, new Block(name, address, length, bytes));
      sink.decoded(BLOCK_BYTES);
      sink.carried(length);
      at += BLOCK_BYTES + (int) length;
    }
    return at;
  }

  private static void verifyFits(Bytes data, int at, long bytes, int left) {
    verify(
        bytes >= 0 && bytes <= left,
        Reason.TRUNCATED,
        data.offset() + at,
        Long.toUnsignedString(bytes) + " bytes claimed, " + left + " left");
  }

  @Override
  public String text(Row row) {
    return TextLine.of(ColumnType.hex64(row.number("address")))
        .at(20, Long.toUnsignedString(row.number("bytes")))
        .at(30, row.get("component"))
        .toString();
  }
}
