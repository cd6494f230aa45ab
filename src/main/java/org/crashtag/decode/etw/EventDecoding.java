package org.crashtag.decode.etw;

import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.PrivateText;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.manifest.EventTexts;
import org.crashtag.decode.messages.DriverTexts;
import org.crashtag.decode.messages.MessageTexts;

/** What the events of a blob's loggers share: names, metadata that was read, faults. */
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

  /** Formats of messages. */
  MessageTexts messageTexts() {
    return messageTexts;
  }

  /** Puts arguments into messages. */
  MessageTexts.Reader messages() {
    return messages;
  }

  /** Reads what events carry, after manifests. */
  EventTexts.Reader events() {
    return events;
  }

  /** Of the dump's pointers: those of a writer that doesn't say otherwise. */
  int pointerBytes() {
    return pointerBytes;
  }

  /** Whether payloads that nothing describes are wanted in hex. */
  boolean withPayloads() {
    return withPayloads;
  }

  /** A part is broken, and the walk goes on behind it. */
  void broken(MalformedException fault) {
    firstFault = firstFault == null ? fault : firstFault;
    faults++;
  }

  /** One reject for all broken parts. */
  void end(RecordSink sink) {
    if (faults == 1) {
      sink.reject(firstFault.reason(), firstFault.offset(), firstFault.getMessage());
    } else if (faults > 1) {
      sink.reject(
          Reason.CORRUPT,
          firstFault.offset(),
          faults + " parts can't be decoded; the first: " + firstFault.getMessage());
    }
  }
}
