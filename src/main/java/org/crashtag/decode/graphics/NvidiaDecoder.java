package org.crashtag.decode.graphics;

import java.util.List;
import java.util.function.Function;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TagDecoder;
import org.crashtag.dump.DumpHeader;
import org.crashtag.tag.TaggedBlob;

/** Data of NVIDIA's display driver: driver, card, processes, logs and failed assertions. */
public final class NvidiaDecoder extends TagDecoder {
  /** The tag that it decodes. */
  public static final Guid TAG = Guid.constant("bf2297dc-34ba-11dc-868a-e19155d89593");

  public NvidiaDecoder() {
    super(
        "nvidia",
        1,
        "NVIDIA's display driver: card, processes, logs, asserts",
        TAG,
        GraphicsTables.DRIVERS,
        GraphicsTables.PROCESSES,
        GraphicsTables.LOG,
        GraphicsTables.ASSERTS);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    NvidiaBlob.decode(blob, data, dump, sink);
  }

  @Override
  public List<String> page(DumpHeader header, Function<TableSchema, List<Row>> rows, int columns) {
    return new GraphicsPage(rows, header.crashTimeMicros(), columns).lines();
  }

  @Override
  public List<String> lines(Row row) {
    return GraphicsText.lines(row);
  }
}
