package org.crashtag.decode.etw;

import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.PrivateText;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.manifest.EventTexts;
import org.crashtag.decode.messages.DriverTexts;
import org.crashtag.decode.messages.MessageTexts;

/** State shared by the events of all loggers of a blob: names, parsed metadata, faults. */
final class EventDecoding {
  private final PrivateText privacy;
  private final Providers providers;
  private final EventSchemas schemas = new EventSchemas();
  private final EventPayload payload;
  private final MessageTexts messageTexts;
  private final MessageTexts.Reader messages;
  private final EventTexts.Reader events;
  private final int pointerBytes;
  private final boolean withPayloads;
  private MalformedException firstFault;
  private int faults;

  EventDecoding(DumpContext dump, ProviderNames names, DriverTexts texts) {
    privacy = new PrivateText(dump.privacy());
    providers = new Providers(names);
    payload = new EventPayload(privacy);
    messageTexts = texts.messages();
    messages = messageTexts.reader(privacy);
    events = texts.events().reader(privacy);
    pointerBytes = dump.header().format().pointerBytes();
    withPayloads = dump.setting("etw.payloads").equals("hex") && !privacy.dropsAll();
  }

  PrivateText privacy() {
    return privacy;
  }

  Providers providers() {
    return providers;
  }

  EventSchemas schemas() {
    return schemas;
  }

  EventPayload payload() {
    return payload;
  }

  /** The formats of messages. */
  MessageTexts messageTexts() {
    return messageTexts;
  }

  /** The renderer that inserts arguments into messages. */
  MessageTexts.Reader messages() {
    return messages;
  }

  /** The reader of payloads with manifests. */
  EventTexts.Reader events() {
    return events;
  }

  /** Size of the dump's pointers in bytes, used unless the writer of an event specifies another. */
  int pointerBytes() {
    return pointerBytes;
  }

  /** Whether payloads of unknown format are requested in hex. */
  boolean withPayloads() {
    return withPayloads;
  }

  /** Notes a faulty part, after which the walk continues. */
  void broken(MalformedException fault) {
    firstFault = firstFault == null ? fault : firstFault;
    faults++;
  }

  /** Reports one reject for all faulty parts. */
  void end(RecordSink sink) {
    if (faults == 1) {
      sink.reject(firstFault.reason(), firstFault.offset(), firstFault.getMessage());
    } else if (faults > 1) {
      sink.reject(
          Reason.CORRUPT,
          firstFault.offset(),
          faults + " parts cannot be decoded; the first: " + firstFault.getMessage());
    }
  }
}
