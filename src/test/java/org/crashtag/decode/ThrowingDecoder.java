package org.crashtag.decode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.tag.TagRange;
import org.crashtag.tag.TaggedBlob;

/**
 * A decoder as in a user's jar, with every kind of fault: the blob's first letter selects the
 * fault, which follows one row.
 */
public class ThrowingDecoder implements Decoder {
  static final Guid TAG = Guid.constant("7e57c0de-0000-4000-8000-00000000fa11");

  static final TypedTable<String> TABLE =
      TypedTable.ofRecords(String.class, "throwing", "A row.")
          .text("text", "The blob's text.", text -> text)
          .bigint("length", "Its length.", String::length)
          .build();

  static final TypedTable<String> SECOND =
      TypedTable.ofRecords(String.class, "throwing_second", "A row.")
          .text("text", "The blob's text.", text -> text)
          .build();

  private static final TypedTable<String> UNNAMED =
      TypedTable.ofRecords(String.class, "throwing_unnamed", "A row.")
          .text("text", "The blob's text.", text -> text)
          .build();

  /** Of the same columns as the first, filled by hand. */
  private static final TypedTable<Object[]> BY_HAND = TypedTable.ofValues(TABLE.schema());

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
    return List.of(TABLE.schema(), SECOND.schema());
  }

  @Override
  public List<TagRange> tags() {
    return List.of(TagRange.of(TAG));
  }

  @Override
  public boolean waits(Bytes data) {
    if (data.u8(0) == 'W') {
      throw new IllegalStateException("it can't wait");
    }
    return false;
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
      case 'i' -> throw new UncheckedIOException(new IOException("a resource is gone"));
      case 'l' -> throw new NoClassDefFoundError("com/acme/Missing");
      case 's' -> recurse(1);
      case 'o' -> throw new OutOfMemoryError("Java heap space");
      case 'c' -> throw new IllegalStateException("two\nlines \u001b[31m" + "x".repeat(10_000));
      case 'k' -> sink.row(BY_HAND, new Object[] {"class", "five"});
      case 'n' -> sink.row(BY_HAND, new Object[] {"number"});
      case 'u' -> sink.row(UNNAMED, "unnamed");
      case 'p' -> sink.reject(Reason.LIMIT, data.offset(), "a part of it");
      case 'h' -> hidingFaults(sink);
      case 't' -> {
        sink.row(SECOND, "second");
        sink.row(TABLE, "first again");
        sink.row(SECOND, "second again");
      }
      default -> {}
    }
  }

  /** Endless recursion, which overflows any stack. */
  private static int recurse(int depth) {
    return depth == 0 ? 0 : 1 + recurse(depth + 1);
  }

  private static void hidingFaults(RecordSink sink) {
    try {
      sink.row(SECOND, "second");
    } catch (RuntimeException e) {
      // A user's decoder may do this.
    }
  }
}
