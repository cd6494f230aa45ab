package org.crashtag.decode.etw;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.messages.DriverTexts;
import org.crashtag.dump.DumpHeader;
import org.crashtag.tag.TaggedBlob;

/**
 * The last events of the loggers that run permanently in Windows: a {@link TraceHeader}, then each
 * {@link TraceLogger} with its {@link TraceBuffer}s, which hold {@link TraceRecords}. There is no
 * count: the list ends at the end of the blob.
 */
public final class EtwDecoder extends TagDecoder implements DriverTexts.Recipient {
  /** The tag that it decodes. */
  public static final Guid TAG = Guid.constant("2b88b710-1c93-4f7c-b06c-655ecc50decc");

  /** The setting that asks for a row for each message, if it is {@link #ALL_MESSAGES}. */
  public static final String MESSAGES_SETTING = "etw.messages";

  public static final String ALL_MESSAGES = "all";

  private final DriverTexts texts;

  /** Creates a decoder without texts of messages and events. */
  public EtwDecoder() {
    this(DriverTexts.NONE);
  }

  private EtwDecoder(DriverTexts texts) {
    super(
        "etw",
        2,
        "the last events of the running ETW loggers",
        TAG,
        EtwTables.LOGGERS,
        EtwTables.EVENTS,
        EtwTables.MESSAGES);
    this.texts = texts;
  }

  @Override
  public Decoder with(DriverTexts given) {
    return new EtwDecoder(given);
  }

  @Override
  public String label() {
    return DriverTexts.label(super.label(), texts.fingerprint());
  }

  @Override
  public Map<String, List<String>> settings() {
    return Map.of("messages", List.of("counted", ALL_MESSAGES), "payloads", List.of("none", "hex"));
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    EventDecoding decoding = new EventDecoding(dump, names(dump), texts);
    try {
      TraceHeader header = TraceHeader.read(data);
      int at = TraceHeader.BYTES;
      sink.decoded(TraceHeader.BYTES);
      while (at < data.length()) {
        TraceLogger logger = TraceLogger.read(data, at);
        at = new LoggerWalk(data, header, logger, dump, sink, decoding).walk();
      }
    } finally {
      decoding.end(sink);
    }
  }

  @Override
  public List<String> page(DumpHeader header, Function<TableSchema, List<Row>> rows, int columns) {
    return LastEvents.page(rows, columns);
  }

  private static ProviderNames names(DumpContext dump) {
    try {
      return ProviderNames.with(dump.setting(ProviderNames.SETTING));
    } catch (ProviderNames.FaultyLineException e) {
      throw new IllegalArgumentException(ProviderNames.SETTING + ": " + e.getMessage(), e);
    }
  }
}
