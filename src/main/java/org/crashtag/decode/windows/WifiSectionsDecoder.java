package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.OpaqueBytes;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.tag.TaggedBlob;

/**
 * Data of Intel's Wi-Fi driver, in sections.
 *
 * <pre>
 * 0x00 u32 size of the blob  0x04 u32 n  0x08 n bytes of header, first u16[4]: the driver's version backwards
 * section, to the blob's end: u16 type  u16 length  u16 0  data
 * </pre>
 *
 * <p>Source: measured (38 blobs). Data of type 12 can contain a network name.
 */
public final class WifiSectionsDecoder extends TagDecoder {
  /** The table {@code wifi_sections}. */
  public static final TypedTable<Section> TABLE =
      TypedTable.ofRecords(
              Section.class, "wifi_sections", "A section of the data of Intel's Wi-Fi driver.")
          .text(
              "driver_version",
              "Version of the driver, such as 22.250.0.4.",
              Section::driverVersion)
          .bigint("type", "Type of the section.", Section::type)
          .bigint("bytes", "Size of the data.", Section::length)
          .text(
              "data",
              "The data in hexadecimal. Data of type 12, which can contain a network name, and any"
                  + " other data that contains text is private.",
              Section::shownData)
          .asPartlyPrivate()
          .build();

  private static final int HEADER = 0x08;
  private static final int VERSION_BYTES = 8;
  private static final int SECTION_HEADER_BYTES = 6;
  private static final int NETWORK = 12;

  /** A section with private data replaced. */
  private record Section(String driverVersion, int type, int length, String shownData) {}

  public WifiSectionsDecoder() {
    super(
        "intel-wifi",
        2,
        "sections of Intel's Wi-Fi driver",
        Guid.constant("41c9ed64-e466-41c3-9726-b1a68f6ebb1c"),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    Bytes header = data.sized(4);
    String version = version(header);
    sink.decoded(HEADER + VERSION_BYTES);
    int at = HEADER + header.length();
    while (at < data.length()) {
      int type = data.u16(at);
      int length = data.u16(at + 2);
      Bytes section = data.slice(at + SECTION_HEADER_BYTES, length);
      String hex = section.hex(0, length);
      boolean isPrivate = type == NETWORK || OpaqueBytes.holdText(section);
      sink.row(
          TABLE, new Section(version, type, length, isPrivate ? dump.privacy().text(hex) : hex));
      sink.decoded(SECTION_HEADER_BYTES);
      sink.carried(length);
      at += SECTION_HEADER_BYTES + length;
    }
    long size = data.u32(0);
    verify(
        size == blob.bytes(),
        Reason.CORRUPT,
        data.offset(),
        size + " bytes claimed in a blob of " + blob.bytes());
  }

  private static String version(Bytes header) {
    return header.u16(6) + "." + header.u16(4) + "." + header.u16(2) + "." + header.u16(0);
  }

  @Override
  public List<String> lines(Row row) {
    String head =
        TextLine.of("driver ")
            .put(row.get("driver_version"))
            .at(24, "type ")
            .put(row.get("type"))
            .at(34, row.get("bytes"))
            .put(" bytes")
            .toString();
    List<String> lines = new ArrayList<>(List.of(head));
    lines.addAll(TextLine.fold(row.isNull("data") ? "private" : row.text("data"), 4));
    return lines;
  }
}
