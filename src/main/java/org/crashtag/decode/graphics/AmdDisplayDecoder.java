package org.crashtag.decode.graphics;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.text.TextBytes;
import org.crashtag.tag.TaggedBlob;

/**
 * Data of AMD's display driver: driver package and card.
 *
 * <pre>
 * 0x00 u32 0xA8  0x18 u64 bug check code  0x30 char package[60]  0x98 u64 size of the blob  0xA4 "ENDD"
 * 0xA8 "OSST"  0xAC u32 52  0xB4 u32 device &lt;&lt; 16 | vendor  0xC0 u32 subsystem &lt;&lt; 16 | subsystem vendor
 * 0xD4 u32 n  0xD8 "ENDS"
 * 0xDC n bytes, the last 4 "ENDS"
 * then "ALOG"  u32 20  u32  u32  "ENDA"
 * then "ENDA" and the end of the blob, or data of unknown meaning
 * </pre>
 *
 * <p>Source: measured (6 blobs).
 */
public final class AmdDisplayDecoder extends TagDecoder {
  /** The tag that it decodes. */
  public static final Guid TAG = Guid.constant("a5d4cd4e-c8ea-4f88-9e21-a73170a76a06");

  private static final int HEAD_BYTES = 0xA8;
  private static final int BUG_CHECK = 0x18;
  private static final int PACKAGE = 0x30;
  private static final int PACKAGE_BYTES = 60;
  private static final int SIZE = 0x98;
  private static final int HEAD_END = 0xA4;
  private static final int SYSTEM = 0xA8;
  private static final int SYSTEM_BYTES = 52;
  private static final int DEVICE = 0xB4;
  private static final int SUBSYSTEM = 0xC0;
  private static final int SECTION_BYTES = 0xD4;
  private static final int SYSTEM_END = 0xD8;
  private static final int SECTION = 0xDC;
  private static final int MARK_BYTES = 4;
  private static final int LOG_BYTES = 20;

  /** Known bytes of the header: size, bug check code, package, size of the blob, end mark. */
  private static final int KNOWN_HEAD_BYTES = 4 + 8 + PACKAGE_BYTES + 8 + MARK_BYTES;

  private static final Pattern VERSION =
      Pattern.compile("\\d{10}-(\\d+\\.\\d+\\.\\d+\\.\\d+)(?:-.*)?");

  /**
   * The part after the header.
   *
   * @param records number of parts found
   * @param complete whether the parts are complete up to the end of the blob
   */
  private record Rest(long records, boolean complete) {}

  public AmdDisplayDecoder() {
    super("amd-display", 1, "AMD's display driver: package and card", TAG, GraphicsTables.DRIVERS);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    verifyHead(blob, data);
    sink.decoded(KNOWN_HEAD_BYTES + SYSTEM_BYTES);
    sink.row(GraphicsTables.DRIVERS, driver(data, rest(data, blob.bytes(), sink)));
  }

  private static GpuDriver driver(Bytes data, Rest rest) {
    String name = PlainText.of(TextBytes.beforeNul(data.slice(PACKAGE, PACKAGE_BYTES)));
    Matcher version = VERSION.matcher(name == null ? "" : name);
    return new GpuDriver(
        "amd",
        "tag",
        version.matches() ? version.group(1) : null,
        null,
        name,
        null,
        PciId.of(data.u32(DEVICE)),
        PciId.of(data.u32(SUBSYSTEM)),
        null,
        null,
        null,
        data.i64(BUG_CHECK),
        null,
        null,
        rest.records,
        null,
        rest.complete);
  }

  private static void verifyHead(TaggedBlob blob, Bytes data) {
    data.slice(0, SECTION);
    boolean isHead =
        data.u32(0) == HEAD_BYTES
            && data.hasAscii(HEAD_END, "ENDD")
            && data.hasAscii(SYSTEM, "OSST")
            && data.u32(SYSTEM + MARK_BYTES) == SYSTEM_BYTES
            && data.hasAscii(SYSTEM_END, "ENDS");
    verify(
        isHead,
        Reason.CORRUPT,
        data.offset(),
        "the blob does not start like data of AMD's display driver");
    verify(
        data.i64(SIZE) == blob.bytes(),
        Reason.CORRUPT,
        data.offset() + SIZE,
        Long.toUnsignedString(data.i64(SIZE)) + " bytes claimed in a blob of " + blob.bytes());
  }

  private static Rest rest(Bytes data, long claimed, RecordSink sink) {
    boolean whole = data.length() == claimed;
    long records = 2;
    long end = SECTION + data.u32(SECTION_BYTES);
    boolean isSection =
        end >= SECTION + MARK_BYTES
            && end <= data.length()
            && data.hasAscii((int) end - MARK_BYTES, "ENDS");
    if (!isSection) {
      return stopped(data, whole, SECTION, records, sink);
    }
    records++;
    sink.decoded(MARK_BYTES);
    int log = (int) end;
    if (!isLog(data, log)) {
      return stopped(data, whole, log, records, sink);
    }
    records++;
    sink.decoded(LOG_BYTES);
    int tail = log + LOG_BYTES;
    boolean complete = whole && tail + MARK_BYTES == data.length() && data.hasAscii(tail, "ENDA");
    sink.decoded(complete ? MARK_BYTES : 0);
    return new Rest(records, complete);
  }

  private static boolean isLog(Bytes data, int at) {
    return data.length() - at >= LOG_BYTES
        && data.hasAscii(at, "ALOG")
        && data.u32(at + MARK_BYTES) == LOG_BYTES
        && data.hasAscii(at + LOG_BYTES - MARK_BYTES, "ENDA");
  }

  private static Rest stopped(Bytes data, boolean whole, int at, long records, RecordSink sink) {
    if (whole) {
      sink.reject(Reason.CORRUPT, data.offset() + at, "a part does not end with its end mark");
    }
    return new Rest(records, false);
  }

  @Override
  public List<String> lines(Row row) {
    return GraphicsText.lines(row);
  }
}
