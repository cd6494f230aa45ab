package org.crashtag.decode.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.PrivateText;

/**
 * Fields and messages of events, from the manifests of their providers. The events of a provider
 * are loaded at first use. Safe for use by several threads.
 */
public final class EventTexts {
  /** No manifests. */
  public static final EventTexts NONE = new EventTexts(Set.of(), provider -> Map.of());

  /** Windows has about 1,200 providers with a manifest; hostile dumps can name all of them. */
  private static final int MOST_PROVIDERS_HELD = 4096;

  private final Set<Guid> providers;
  private final Source source;
  private final Map<Guid, Map<Key, Optional<EventTemplate>>> held = new ConcurrentHashMap<>();

  /**
   * The key of an event.
   *
   * @param id event id
   * @param version version of the event
   */
  public record Key(int id, int version) {}

  /** The source of definitions. */
  public interface Source {
    /** The events of a provider. */
    Map<Key, EventDefinition> events(Guid provider) throws IOException;
  }

  /**
   * @param providers providers that have events
   */
  public EventTexts(Set<Guid> providers, Source source) {
    this.providers = Set.copyOf(providers);
    this.source = source;
  }

  /** Creates a reader for one thread. */
  public final class Reader {
    private final EventReader reader;

    private Reader(PrivateText privacy) {
      this.reader = new EventReader(privacy);
    }

    /**
     * Reads the content of an event; {@link EventText#NONE} if its definition is unknown or does
     * not match.
     *
     * @param payload the whole payload
     * @param pointerBytes size of the writer's pointers, 4 or 8
     */
    public EventText text(Guid provider, int id, int version, Bytes payload, int pointerBytes) {
      EventText text =
          template(provider, new Key(id, version))
              .map(template -> reader.read(template, payload, pointerBytes))
              .orElse(null);
      return text == null ? EventText.NONE : text;
    }
  }

  /** A reader for one thread. */
  public Reader reader(PrivateText privacy) {
    return new Reader(privacy);
  }

  private Optional<EventTemplate> template(Guid provider, Key key) {
    if (!providers.contains(provider)) {
      return Optional.empty();
    }
    Map<Key, Optional<EventTemplate>> events = held.get(provider);
    if (events == null) {
      events = read(provider);
      if (held.size() >= MOST_PROVIDERS_HELD) {
        held.clear();
      }
      held.put(provider, events);
    }
    return events.getOrDefault(key, Optional.empty());
  }

  private Map<Key, Optional<EventTemplate>> read(Guid provider) {
    Map<Key, Optional<EventTemplate>> events = new HashMap<>();
    try {
      source
          .events(provider)
          .forEach((key, definition) -> events.put(key, EventTemplate.of(definition)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return events;
  }
}
