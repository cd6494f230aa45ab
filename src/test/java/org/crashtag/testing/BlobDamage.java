package org.crashtag.testing;

import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.WalkOptions;
import org.crashtag.dump.Dump;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.tag.TaggedBlob;

/**
 * Decodes damaged forms of one blob: cut at every length, each byte changed, numbers set to their
 * extremes. The result may only be rows and rejects, or the one exception, and each row must have
 * the right shape and values that can be printed.
 */
public final class BlobDamage {
  private static final int DATA_OFFSET = 0x4000;

  private final Guid tag;
  private final Decoder decoder;
  private final DumpContext context;
  private final byte[] data;

  private BlobDamage(MachineKind machine, Guid tag, byte[] data) {
    this.tag = tag;
    this.data = data;
    decoder = Decoders.load().of(tag).orElseThrow();
    try {
      byte[] dump = DumpBytes.of(DumpBuilder.of(machine, DumpKind.TRIAGE));
      context =
          new DumpContext(
              Dump.read(new Window(ArrayContent.of(dump))).header(), List.of(), WalkOptions.all());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Decodes every form.
   *
   * @param numbers offsets of lengths and counts, set to 0, 1 and the maximum
   */
  public static void check(MachineKind machine, Guid tag, byte[] data, int[] numbers) {
    BlobDamage damage = new BlobDamage(machine, tag, data);
    for (int length = 0; length <= data.length; length++) {
      byte[] cut = Arrays.copyOf(data, length);
      damage.decode(cut, data.length, "cut to " + length);
      damage.decode(cut, length, "as short as " + length);
    }
    for (int offset = 0; offset < data.length; offset++) {
      for (int bits : new int[] {0xFF, 0x01, 0x80}) {
        damage.patched(offset, (byte) (data[offset] ^ bits));
      }
    }
    for (int offset : numbers) {
      for (int width : new int[] {1, 2, 4, 8}) {
        damage.number(offset, width, (byte) 0, (byte) 0);
        damage.number(offset, width, (byte) 1, (byte) 0);
        damage.number(offset, width, (byte) 0xFF, (byte) 0xFF);
        damage.number(offset, width, (byte) 0xFF, (byte) 0x7F);
      }
    }
  }

  private void patched(int offset, byte value) {
    byte before = data[offset];
    data[offset] = value;
    decode(data, data.length, "byte " + offset + " is " + value);
    data[offset] = before;
  }

  /** The lowest byte, zeros or ones up to the highest, and that. */
  private void number(int offset, int width, byte lowest, byte highest) {
    byte[] changed = data.clone();
    int end = Math.min(data.length, offset + width);
    if (offset >= end) {
      return;
    }
    Arrays.fill(changed, offset, end, highest == 0 ? 0 : (byte) 0xFF);
    changed[offset] = lowest;
    if (width > 1) {
      changed[end - 1] = highest;
    }
    decode(changed, data.length, "number of " + width + " bytes at " + offset);
  }

  private void decode(byte[] bytes, long claimed, String damage) {
    Shapes shapes = new Shapes();
    TaggedBlob blob = new TaggedBlob(0, tag, DATA_OFFSET - 32, DATA_OFFSET, claimed);
    try {
      decoder.decode(blob, Bytes.of(bytes, 0, bytes.length, DATA_OFFSET), context, shapes);
    } catch (MalformedException e) {
      shapes.reject(e.reason(), e.offset(), e.getMessage());
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(damage, e);
    }
    if (shapes.rows > bytes.length / 4 + 4 || shapes.rejects > 8) {
      throw new AssertionError(
          damage + ": " + shapes.rows + " rows, " + shapes.rejects + " rejects");
    }
  }

  private final class Shapes implements RecordSink {
    private int rows;
    private int rejects;

    @Override
    public <T> void row(TypedTable<T> typed, T from) {
      rows++;
      TableSchema table = typed.schema();
      Object[] values = typed.row(from);
      require(values.length == table.columns().size() - TableSchema.RECORD_KEY_COLUMNS);
      require(decoder.tables().contains(table));
      require(!decoder.lines(new Row(table, values)).isEmpty());
      for (int i = 0; i < values.length; i++) {
        if (values[i] != null) {
          table.columns().get(i + TableSchema.RECORD_KEY_COLUMNS).text(values[i]);
        }
      }
    }

    @Override
    public void reject(Reason reason, long offset, String message) {
      rejects++;
      require(!message.isBlank() && message.indexOf('\n') < 0);
      require(offset >= DATA_OFFSET && offset <= DATA_OFFSET + data.length + 1L);
    }

    private static void require(boolean holds) {
      if (!holds) {
        throw new AssertionError("a value that can't be");
      }
    }
  }
}
