package org.crashtag.decode.messages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.PrivateText;

/**
 * The texts of messages of drivers. The texts of a GUID are loaded at first use, so that unused
 * texts take no memory. Safe for use by several threads.
 */
public final class MessageTexts {
  /** No sources: no message has a text. */
  public static final MessageTexts NONE = new MessageTexts("", Map.of(), Enumerations.NONE, null);

  /** Dumps of many builds of Windows have a few hundred; hostile dumps can name all of them. */
  private static final int MOST_GUIDS_HELD = 1024;

  /** Maximum number of variants of one message, because each record tries all of them. */
  private static final int MOST_VARIANTS = 64;

  private final String fingerprint;
  private final Map<Guid, int[]> blocks;
  private final Enumerations enumerations;
  private final CatalogFile catalog;
  private final Map<Guid, Map<Integer, Variants>> held = new ConcurrentHashMap<>();

  private MessageTexts(
      String fingerprint, Map<Guid, int[]> blocks, Enumerations enumerations, CatalogFile catalog) {
    this.fingerprint = fingerprint;
    this.blocks = blocks;
    this.enumerations = enumerations;
    this.catalog = catalog;
  }

  /** Opens the texts of a catalog. */
  static MessageTexts of(CatalogFile catalog) {
    CatalogDirectory directory = catalog.directory();
    return new MessageTexts(
        directory.messages(), catalog.blocks(false), directory.enumerations(), catalog);
  }

  /**
   * A record's message.
   *
   * @param text text with arguments; null if no known message fits
   * @param source file or function that wrote it; null if unknown
   * @param level name of the level; null if unknown
   * @param hides whether the arguments have a private part, which is not in the text
   */
  public record Message(String text, String source, String level, boolean hides) {
    /** The message of a record that no known message fits. */
    public static final Message NONE = new Message(null, null, null, false);

    /** The same message with another text. */
    public Message withText(String other) {
      return new Message(other, source, level, hides);
    }
  }

  /**
   * The variants of one message in the sources.
   *
   * @param first the first variant, whether or not it fits
   * @param ready the variants that can fit bytes
   */
  private record Variants(TraceMessage first, List<MessageTemplate> ready) {}

  /** Fingerprint of the messages in the versions of decoders; empty if no source was given. */
  public String fingerprint() {
    return fingerprint;
  }

  /** Whether no message has a text. */
  public boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** Creates a reader for one thread. */
  public final class Reader {
    private final MessageRenderer renderer;

    // Records of one source file come one after the other.
    private Guid lastGuid = Guid.NIL;
    private Map<Integer, Variants> ofLast = variants(Guid.NIL);

    private Reader(PrivateText privacy) {
      this.renderer = new MessageRenderer(privacy);
    }

    /**
     * The message of a record: the first that fits its arguments.
     *
     * @param arguments bytes of the record
     * @param mostOver maximum number of bytes that can remain
     * @param pointerBytes of the writer's pointers, 4 or 8
     */
    public Message message(Guid guid, int number, Bytes arguments, int mostOver, int pointerBytes) {
      if (isEmpty()) {
        return Message.NONE;
      }
      if (!guid.equals(lastGuid)) {
        ofLast = variants(guid);
        lastGuid = guid;
      }
      Variants variants = ofLast.get(number);
      if (variants != null) {
        for (MessageTemplate template : variants.ready) {
          String text = renderer.text(template, arguments, mostOver, pointerBytes);
          if (text != null) {
            TraceMessage message = template.message();
            return new Message(text, message.source(), message.levelOrNull(), renderer.hides());
          }
        }
      }
      return Message.NONE;
    }
  }

  /** A reader for one thread. */
  public Reader reader(PrivateText privacy) {
    return new Reader(privacy);
  }

  /** The format of a message, whatever its arguments; null if none is known. */
  public String format(Guid guid, int number) {
    Variants variants = variants(guid).get(number);
    return variants == null ? null : variants.first.shownFormat();
  }

  private Map<Integer, Variants> variants(Guid guid) {
    if (!blocks.containsKey(guid)) {
      return Map.of();
    }
    Map<Integer, Variants> ofGuid = held.get(guid);
    if (ofGuid == null) {
      ofGuid = read(guid);
      if (held.size() >= MOST_GUIDS_HELD) {
        held.clear();
      }
      held.put(guid, ofGuid);
    }
    return ofGuid;
  }

  private Map<Integer, Variants> read(Guid guid) {
    Map<Integer, Set<TraceMessage>> byNumber = new HashMap<>();
    try {
      for (int block : blocks.get(guid)) {
        for (TraceMessage message : MessageBlock.read(guid, catalog.block(block))) {
          Set<TraceMessage> variants =
              byNumber.computeIfAbsent(message.number(), number -> new LinkedHashSet<>());
          if (variants.size() < MOST_VARIANTS) {
            variants.add(message);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<Integer, Variants> ready = new HashMap<>();
    byNumber.forEach((number, variants) -> ready.put(number, ready(variants)));
    return ready;
  }

  private Variants ready(Set<TraceMessage> messages) {
    List<MessageTemplate> ready = new ArrayList<>();
    for (TraceMessage message : messages) {
      MessageTemplate.of(message, enumerations).ifPresent(ready::add);
    }
    return new Variants(messages.iterator().next(), List.copyOf(ready));
  }
}
