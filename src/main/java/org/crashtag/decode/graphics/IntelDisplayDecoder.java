package org.crashtag.decode.graphics;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.tag.TaggedBlob;

/**
 * Data of Intel's display driver: version and GPU registers, in the format of {@link IntelSections}
 * or {@link IntelOldBuffer}.
 */
public final class IntelDisplayDecoder extends TagDecoder {
  /** The tag that it decodes. */
  public static final Guid TAG = Guid.constant("d00ce1f5-d60c-41c2-af75-a4370c9976a3");

  private static final String VENDOR_ID = "8086";

  public IntelDisplayDecoder() {
    super(
        "intel-display",
        1,
        "Intel's display driver: version, registers of the GPU",
        TAG,
        GraphicsTables.DRIVERS,
        GraphicsTables.REGISTERS);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    IntelWalk walk = walk(data, blob.bytes(), sink);
    sink.row(GraphicsTables.DRIVERS, driver(walk));
    MalformedException fault = walk.fault();
    if (fault != null) {
      sink.reject(fault.reason(), fault.offset(), fault.getMessage());
    }
  }

  private static IntelWalk walk(Bytes data, long claimed, RecordSink sink) {
    IntelLists.Receiver taker =
        (offset, value) -> sink.row(GraphicsTables.REGISTERS, new GpuRegister(offset, value));
    if (IntelSections.begins(data)) {
      return IntelSections.walk(data, claimed, sink, taker);
    }
    verify(
        IntelOldBuffer.is(data),
        Reason.CORRUPT,
        data.offset(),
        "the blob has neither of the known formats of Intel's data");
    return IntelOldBuffer.walk(data, claimed, sink, taker);
  }

  private static GpuDriver driver(IntelWalk walk) {
    return new GpuDriver(
        "intel",
        "tag",
        walk.version(),
        walk.date() == null ? null : walk.date().toEpochDay(),
        null,
        null,
        new PciId(VENDOR_ID, walk.deviceId()),
        PciId.UNKNOWN,
        null,
        null,
        null,
        null,
        null,
        null,
        walk.records(),
        null,
        walk.complete());
  }

  @Override
  public List<String> lines(Row row) {
    return GraphicsText.lines(row);
  }
}
