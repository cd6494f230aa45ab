package org.crashtag.mutate;

import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.WalkOptions;
import org.crashtag.tag.TaggedBlob;

/** A decoder: rows of the right shape, with values that can be printed, or rejects. */
record DecoderMutation(Decoder decoder, List<SeedBlobs.Blob> blobs) implements MutationKind {
  private static final int DATA_OFFSET = 0x4000;

  @Override
  public String name() {
    return "decoder " + decoder.name();
  }

  @Override
  public List<byte[]> seeds() {
    return blobs.stream().map(blob -> blob.data().toArray()).toList();
  }

  @Override
  public int weight() {
    return 10;
  }

  @Override
  public int read(int seed, byte[] input) {
    SeedBlobs.Blob from = blobs.get(seed);
    DumpContext context = new DumpContext(from.header(), from.modules(), WalkOptions.all());
    TaggedBlob blob = new TaggedBlob(0, from.tag(), DATA_OFFSET - 32, DATA_OFFSET, input.length);
    Rows rows = new Rows(input.length);
    Bytes data = Bytes.of(input, 0, input.length, DATA_OFFSET);
    try {
      decoder.decode(blob, data, context, rows);
    } catch (MalformedException e) {
      rows.reject(e.reason(), e.offset(), e.getMessage());
    }
    return rows.rows;
  }

  private final class Rows implements RecordSink {
    private final int length;
    private int rows;

    Rows(int length) {
      this.length = length;
    }

    @Override
    public <T> void row(TypedTable<T> typed, T from) {
      TableSchema table = typed.schema();
      Object[] values = typed.row(from);
      rows++;
      require(rows <= length + 16, "more rows than bytes");
      require(
          values.length == table.columns().size() - TableSchema.RECORD_KEY_COLUMNS,
          "a row of another length");
      require(decoder.tables().contains(table), "a row of a table that the decoder doesn't name");
      require(!decoder.lines(new Row(table, values)).isEmpty(), "a row without a line");
      for (int i = 0; i < values.length; i++) {
        if (values[i] != null) {
          table.columns().get(i + TableSchema.RECORD_KEY_COLUMNS).text(values[i]);
        }
      }
    }

    @Override
    public void reject(Reason reason, long offset, String message) {
      require(!message.isBlank() && message.indexOf('\n') < 0, "a message of no or several lines");
    }

    private static void require(boolean holds, String message) {
      if (!holds) {
        throw new AssertionError(message);
      }
    }
  }
}
