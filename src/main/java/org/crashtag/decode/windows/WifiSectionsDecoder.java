package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.OpaqueBytes;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;
import org.crashtag.tag.TaggedBlob;

/**
 * What Intel's Wi-Fi driver notes, in sections.
 *
 * <pre>
 * 0x00 u32 size of the blob  0x04 u32 n  0x08 n bytes of header, first u16[4]: the driver's version backwards
 * section, to the blob's end: u16 type  u16 length  u16 0  data
 * </pre>
 *
 * <p>Source: measured (38 blobs). The data of type 12 can hold a network's name.
 */
public final class WifiSectionsDecoder extends WindowsDecoder {
  public static final TableSchema TABLE =
      TableSchema.ofRecords(
          "wifi_sections",
          "A section of what Intel's Wi-Fi driver notes.",
          new Column("driver_version", ColumnType.TEXT, "The driver's version: 22.250.0.4."),
          new Column("type", ColumnType.BIGINT, "Kind of the section."),
          new Column("bytes", ColumnType.BIGINT, "How long its data is."),
          new Column(
                  "data",
                  ColumnType.TEXT,
                  "The data in hex. That of type 12, which can hold a network's name, and any other"
                      + " that holds text is private.")
              .asPartlyPrivate());

  private static final int HEADER = 0x08;
  private static final int SECTION_HEADER_BYTES = 6;
  private static final int NETWORK = 12;

  public WifiSectionsDecoder() {
    super(
        "intel-wifi",
        "sections of Intel's Wi-Fi driver",
        List.of(Guid.constant("41c9ed64-e466-41c3-9726-b1a68f6ebb1c")),
        TABLE);
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    Bytes header = data.sized(4);
    String version = version(header);
    int at = HEADER + header.length();
    while (at < data.length()) {
      int type = data.u16(at);
      int length = data.u16(at + 2);
      Bytes section = data.slice(at + SECTION_HEADER_BYTES, length);
      String hex = section.hex(0, length);
      boolean isPrivate = type == NETWORK || OpaqueBytes.holdText(section);
      sink.row(
          TABLE, version, (long) type, (long) length, isPrivate ? dump.privacy().text(hex) : hex);
      at += SECTION_HEADER_BYTES + length;
    }
    long size = data.u32(0);
    verify(
        size == blob.bytes(),
        Reason.CORRUPT,
        data.offset(),
        size + " bytes announced in " + blob.bytes());
  }

  private static String version(Bytes header) {
    return header.u16(6) + "." + header.u16(4) + "." + header.u16(2) + "." + header.u16(0);
  }

  @Override
  public List<String> lines(TableSchema table, Object[] values) {
    String head =
        TextLine.of("driver ")
            .put(values[0])
            .at(24, "type ")
            .put(values[1])
            .at(34, values[2])
            .put(" bytes")
            .toString();
    List<String> lines = new ArrayList<>(List.of(head));
    lines.addAll(TextLine.fold(values[3] == null ? "private" : (String) values[3], 4));
    return lines;
  }
}
