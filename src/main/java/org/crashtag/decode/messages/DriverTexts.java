package org.crashtag.decode.messages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.storage.Storage;

/**
 * The texts that a run was given: those of drivers' messages. All workers of a process share them.
 */
public final class DriverTexts {
  /** Of no sources. */
  public static final DriverTexts NONE = new DriverTexts(MessageTexts.NONE);

  /** No two catalogs have the same path: a part of it is random. */
  private static final Map<String, WeakReference<DriverTexts>> OPEN = new ConcurrentHashMap<>();

  private final MessageTexts messages;

  private DriverTexts(MessageTexts messages) {
    this.messages = messages;
  }

  /** A decoder that says in words what records say in numbers, if it is given the words. */
  public interface Taker {
    /** This decoder with texts. */
    Decoder with(DriverTexts texts);
  }

  /**
   * Those of a catalog.
   *
   * @throws UncheckedIOException if it can't be read
   */
  public static DriverTexts open(Storage storage, TextCatalog catalog) {
    if (catalog.isEmpty()) {
      return NONE;
    }
    WeakReference<DriverTexts> open = OPEN.get(catalog.path());
    DriverTexts texts = open == null ? null : open.get();
    if (texts == null) {
      try {
        texts = new DriverTexts(MessageTexts.of(CatalogFile.open(storage, catalog.path())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      OPEN.put(catalog.path(), new WeakReference<>(texts));
    }
    return texts;
  }

  /** Gives the texts to the decoders that take some. */
  public Decoders giveTo(Decoders decoders) {
    return decoders.map(decoder -> decoder instanceof Taker taker ? taker.with(this) : decoder);
  }

  public MessageTexts messages() {
    return messages;
  }

  /** Stands for all texts in the versions of decoders; empty if no source was given. */
  public String fingerprint() {
    return messages.fingerprint();
  }

  /**
   * A decoder's label with what its texts add.
   *
   * @param fingerprint of the texts; empty for none
   */
  public static String label(String label, String fingerprint) {
    return fingerprint.isEmpty() ? label : label + " +" + fingerprint;
  }
}
