package org.crashtag.decode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.tag.TaggedBlob;

/**
 * A decoder as a user's jar could bring it, with every fault there is: the blob's first letter says
 * which, after one row.
 */
public class ThrowingDecoder implements Decoder {
  static final Guid TAG = Guid.constant("7e57c0de-0000-4000-8000-00000000fa11");

  static final TableSchema TABLE =
      TableSchema.ofRecords(
          "throwing", "A row.", new Column("text", ColumnType.TEXT, "The blob's text."));

  static final TableSchema SECOND =
      TableSchema.ofRecords(
          "throwing_second", "A row.", new Column("text", ColumnType.TEXT, "The blob's text."));

  @Override
  public String name() {
    return "throwing";
  }

  @Override
  public int version() {
    return 3;
  }

  @Override
  public String sentence() {
    return "a test's blobs";
  }

  @Override
  public List<TableSchema> tables() {
    return List.of(TABLE, SECOND);
  }

  @Override
  public boolean accepts(Guid tag) {
    return tag.equals(TAG);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    char fault = (char) data.u8(0);
    if (fault == 'x') {
      throw new MalformedException(Reason.UNSUPPORTED, data.offset(), "x is nothing that we know");
    }
    sink.row(TABLE, data.text(0, data.length()));
    switch (fault) {
      case 'm' -> throw new MalformedException(Reason.CORRUPT, data.offset() + 1, "m is malformed");
      case 'r' -> throw new IllegalStateException("a fault of the program");
      case 'i' -> throw new UncheckedIOException(new IOException("the disk is full"));
      case 'p' -> sink.reject(Reason.LIMIT, data.offset(), "a part of it");
      case 't' -> {
        sink.row(SECOND, "second");
        sink.row(TABLE, "first again");
        sink.row(SECOND, "second again");
      }
      default -> {}
    }
  }
}
