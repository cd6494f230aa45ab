package org.crashtag.decode.ring;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.messages.DriverTexts;
import org.crashtag.decode.messages.MessageTexts;
import org.crashtag.tag.TagRange;
import org.crashtag.tag.TaggedBlob;

/**
 * WPP recorder logs, with two rings each, and blobs that name the component. Their tags form a
 * family: the control GUID of the component with the number of the log added to Data2; number 0 is
 * the name. The name can come after the logs, so logs wait for it.
 *
 * <pre>
 * name, 68 bytes (36 in build 17134): char name[64] (char[32])  u32 version
 * log, 64-bit:       builds 19041 and later             build 17134
 *   LogIdentifier    0x00 char[16]                      0x00 char[32]
 *   "WPLg"           0x1C                               0x20
 *   error ring       0x80 u64 Base, u32 Size, u16 Current, u16 Previous
 *                                                       0x78 the same
 *   normal ring      0x90 the same                      0x88 the same
 *   rings' bytes     0xA8                               0xA0
 * </pre>
 *
 * <p>The bytes of the normal ring come first; those of the error ring follow at the distance
 * between the two Bases. Source: measured on the logs of real dumps, all 64-bit.
 */
public final class WppLogDecoder extends TagDecoder implements DriverTexts.Recipient {
  /** Its arguments contain names of networks and addresses of access points. */
  private static final TagRange WDIWIFI = TagRange.constant("21ba7b61-*-41f1-9048-c09493dcfe38");

  /** Control GUIDs of known components; for AmdPPM only the first field is known. */
  private static final List<TagRange> FAMILIES =
      List.of(
          TagRange.constant("335d5e04-*-4e58-aa36-7ed1cfe76fd6"),
          TagRange.constant("0f81ec00-*-48e6-b899-eb3bbeede741"),
          WDIWIFI,
          TagRange.constant("67fc721a-*-*-*-*"));

  private static final String SIGNATURE = "WPLg";
  private static final int VERSION_BYTES = 4;

  /** Offsets of the parts of a log in one edition of Windows. */
  private record Layout(int identifierBytes, int signature, int errorRing, int rings) {
    private static final Layout SINCE_19041 = new Layout(16, 0x1C, 0x80, 0xA8);
    private static final Layout OF_17134 = new Layout(32, 0x20, 0x78, 0xA0);
    private static final int RING_HEADER_BYTES = 0x10;

    int normalRing() {
      return errorRing + RING_HEADER_BYTES;
    }

    /** Size of the identifier, the signature and the headers of the rings. */
    int knownBytes() {
      return identifierBytes + SIGNATURE.length() + 2 * RING_HEADER_BYTES;
    }

    /** The layout of a log; null if the bytes are not a log. */
    static Layout of(Bytes data) {
      if (data.hasAscii(SINCE_19041.signature, SIGNATURE)) {
        return SINCE_19041;
      }
      return data.hasAscii(OF_17134.signature, SIGNATURE) ? OF_17134 : null;
    }
  }

  /** Names of the components in a dump, by family. */
  private static final class Names {
    private final Map<Guid, String> byFamily = new HashMap<>();
  }

  private final MessageTexts texts;

  /** Creates a decoder without texts of messages. */
  public WppLogDecoder() {
    this(MessageTexts.NONE);
  }

  private WppLogDecoder(MessageTexts texts) {
    super(
        "wpp-log",
        2,
        "WPP recorder logs of win32k, wdiwifi and AmdPPM",
        FAMILIES,
        RingTables.LOGS,
        RingTables.RECORDS);
    this.texts = texts;
  }

  @Override
  public Decoder with(DriverTexts given) {
    return new WppLogDecoder(given.messages());
  }

  @Override
  public String label() {
    return DriverTexts.label(super.label(), texts.fingerprint());
  }

  @Override
  public boolean waits(Bytes data) {
    return Layout.of(data) != null;
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    Map<Guid, String> names = dump.memory(Names.class, Names::new).byFamily;
    Guid family = blob.tag().withData2(0);
    Layout layout = Layout.of(data);
    if (layout == null) {
      names.put(family, componentName(data));
      sink.decoded(data.length() - VERSION_BYTES);
    } else {
      verify(
          dump.header().format().pointerBytes() == 8,
          Reason.UNSUPPORTED,
          data.offset(),
          "32-bit WPP recorder logs are not supported");
      boolean allPrivate = WDIWIFI.contains(blob.tag());
      rings(
          data, layout, names.get(family), sink, ring -> ring.emit(texts, allPrivate, dump, sink));
    }
  }

  private static String componentName(Bytes data) {
    int bytes = data.length() - VERSION_BYTES;
    verify(
        bytes == 32 || bytes == 64,
        Reason.CORRUPT,
        data.offset(),
        () -> data.length() + " bytes are neither a WPP recorder log nor a component's name");
    return data.text(0, bytes);
  }

  /** Yields the normal ring before reading the error ring, which may be faulty. */
  private static void rings(
      Bytes data,
      Layout layout,
      String component,
      RecordSink sink,
      Consumer<RingTables.Log> taker) {
    Bytes rings = data.slice(layout.rings, Math.max(0, data.length() - layout.rings));
    long normalBase = data.i64(layout.normalRing());
    long errorStart = data.i64(layout.errorRing) - normalBase;
    String identifier = data.text(0, layout.identifierBytes);
    String log = identifier.isBlank() ? null : identifier;
    sink.decoded(layout.knownBytes());
    taker.accept(
        log(data, layout.normalRing(), part(rings, 0, data, layout.normalRing()), "normal")
            .named(component, log));
    taker.accept(
        log(data, layout.errorRing, part(rings, errorStart, data, layout.errorRing), "error")
            .named(component, log));
  }

  /** The existing bytes of the ring whose header is at {@code header}. */
  private static Bytes part(Bytes rings, long start, Bytes data, int header) {
    long size = data.u32(header + 0x08);
    if (size == 0) {
      return rings.slice(0, 0);
    }
    verify(
        start >= 0 && start <= rings.length() - size,
        Reason.CORRUPT,
        data.offset() + header,
        () ->
            "a ring of "
                + size
                + " bytes at +"
                + start
                + " extends beyond the blob's "
                + rings.length());
    return rings.slice((int) start, (int) size);
  }

  private static RingTables.Log log(Bytes data, int header, Bytes ring, String name) {
    return new RingTables.Log(
        RingKind.WPP,
        name,
        null,
        null,
        ring,
        data.u32(header + 0x08),
        data.u16(header + 0x0C),
        data.u16(header + 0x0E),
        null);
  }

  @Override
  public List<String> lines(Row row) {
    return RingTables.lines(row);
  }
}
