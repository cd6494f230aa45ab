package org.crashtag.decode.messages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.manifest.EventBlock;
import org.crashtag.decode.manifest.EventDefinition;
import org.crashtag.decode.manifest.EventTexts;
import org.crashtag.storage.Storage;

/**
 * The texts that a run was given for messages of drivers and events of providers, shared by all
 * workers of a process.
 */
public final class DriverTexts {
  /** Texts without sources. */
  public static final DriverTexts NONE = new DriverTexts(MessageTexts.NONE, EventTexts.NONE, "");

  /** A cache by path; paths of catalogs are unique, because they contain a random part. */
  private static final Map<String, WeakReference<DriverTexts>> OPEN = new ConcurrentHashMap<>();

  private final MessageTexts messages;
  private final EventTexts events;
  private final String fingerprint;

  private DriverTexts(MessageTexts messages, EventTexts events, String fingerprint) {
    this.messages = messages;
    this.events = events;
    this.fingerprint = fingerprint;
  }

  /** A decoder that can use texts for its records. */
  public interface Recipient {
    /** The same decoder with texts. */
    Decoder with(DriverTexts texts);
  }

  /**
   * Opens the texts of a catalog.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static DriverTexts open(Storage storage, TextCatalog catalog) {
    if (catalog.isEmpty()) {
      return NONE;
    }
    WeakReference<DriverTexts> open = OPEN.get(catalog.path());
    DriverTexts texts = open == null ? null : open.get();
    if (texts == null) {
      try {
        texts = read(CatalogFile.open(storage, catalog.path()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      OPEN.put(catalog.path(), new WeakReference<>(texts));
    }
    return texts;
  }

  private static DriverTexts read(CatalogFile file) {
    CatalogDirectory directory = file.directory();
    Map<Guid, int[]> blocks = file.blocks(true);
    EventTexts events = new EventTexts(blocks.keySet(), provider -> events(file, provider, blocks));
    String ofManifests = directory.manifests().isEmpty() ? "" : "." + directory.manifests();
    return new DriverTexts(MessageTexts.of(file), events, directory.messages() + ofManifests);
  }

  /** If an event has several definitions, the last is used. */
  private static Map<EventTexts.Key, EventDefinition> events(
      CatalogFile file, Guid provider, Map<Guid, int[]> blocks) throws IOException {
    Map<EventTexts.Key, EventDefinition> events = new HashMap<>();
    for (int block : blocks.get(provider)) {
      for (EventDefinition event : EventBlock.read(provider, file.block(block))) {
        events.put(new EventTexts.Key(event.id(), event.version()), event);
      }
    }
    return events;
  }

  /** Passes the texts to the decoders that can use them. */
  public Decoders giveTo(Decoders decoders) {
    return decoders.map(decoder -> decoder instanceof Recipient taker ? taker.with(this) : decoder);
  }

  /** The texts of trace messages. */
  public MessageTexts messages() {
    return messages;
  }

  /** The texts of providers' events. */
  public EventTexts events() {
    return events;
  }

  /** Fingerprint of all texts in the versions of decoders; empty if no source was given. */
  public String fingerprint() {
    return fingerprint;
  }

  /**
   * The label of a decoder with the fingerprint of its texts.
   *
   * @param fingerprint of the texts; empty for none
   */
  public static String label(String label, String fingerprint) {
    return fingerprint.isEmpty() ? label : label + " +" + fingerprint;
  }
}
