package org.crashtag;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.WalkOptions;
import org.crashtag.dump.DumpHeader;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.tag.TaggedBlob;
import org.crashtag.testing.DumpBytes;

/** Decodes a blob with fuzzed bytes in it, or of nothing else: rows and a few rejects come out. */
final class FuzzedBlob {
  /** A structure without fields and strings takes as many; a record of a ring, 28. */
  private static final int LEAST_BYTES_OF_A_ROW = 6;

  /** A ring and its log, a machine: rows that no byte stands for. */
  private static final int ROWS_BESIDES = 2;

  /** A WPP log has two rings, which can be the same bytes. */
  private static final int READ_TWICE = 2;

  private FuzzedBlob() {}

  static void decode(
      FuzzedDataProvider data, MachineKind machine, Decoder decoder, Guid tag, byte[] valid) {
    byte[] blob = valid.clone();
    for (int patches = data.consumeInt(0, 8); patches > 0; patches--) {
      int at = data.consumeInt(0, blob.length - 1);
      byte[] bytes = data.consumeBytes(data.consumeInt(1, 8));
      System.arraycopy(bytes, 0, blob, at, Math.min(bytes.length, blob.length - at));
    }
    byte[] bytes = data.consumeBoolean() ? data.consumeRemainingAsBytes() : blob;
    DumpHeader header =
        DumpHeader.read(Bytes.of(DumpBytes.of(DumpBuilder.of(machine, DumpKind.TRIAGE))));
    Count count = new Count();
    try {
      decoder.decode(
          new TaggedBlob(0, tag, 0, 0, bytes.length),
          Bytes.of(bytes),
          new DumpContext(header, List.of(), WalkOptions.all()),
          count);
    } catch (MalformedException e) {
      count.reject(e.reason(), e.offset(), e.getMessage());
    }
    assertThat(count.rows)
        .isLessThanOrEqualTo(READ_TWICE * bytes.length / LEAST_BYTES_OF_A_ROW + ROWS_BESIDES);
    assertThat(count.rejects).isLessThanOrEqualTo(3);
  }

  private static final class Count implements RecordSink {
    private int rows;
    private int rejects;

    @Override
    public <T> void row(TypedTable<T> table, T from) {
      rows++;
      assertThat(table.row(from)).isNotEmpty();
    }

    @Override
    public void reject(Reason reason, long offset, String message) {
      rejects++;
      assertThat(message).doesNotContain("\n");
      assertThat(offset).isNotNegative();
    }
  }
}
