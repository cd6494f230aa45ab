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
 * Fields and messages of events, after their providers' manifests. The events of a provider are
 * read when one is asked for first. Safe for use by several threads.
 */
public final class EventTexts {
  /** No manifests. */
  public static final EventTexts NONE = new EventTexts(Set.of(), provider -> Map.of());

  /** Windows has some 1,200 providers with a manifest; hostile dumps name all there are. */
  private static final int MOST_PROVIDERS_HELD = 4096;

  private final Set<Guid> providers;
  private final Source source;
  private final Map<Guid, Map<Key, Optional<EventTemplate>>> held = new ConcurrentHashMap<>();

  /**
   * An event's key.
   *
   * @param id its number
   * @param version of its layout
   */
  public record Key(int id, int version) {}

  /** Where definitions are. */
  public interface Source {
    /** A provider's events. */
    Map<Key, EventDefinition> events(Guid provider) throws IOException;
  }

  /**
   * @param providers that have events
   */
  public EventTexts(Set<Guid> providers, Source source) {
    this.providers = Set.copyOf(providers);
    this.source = source;
  }

  /** Whether there are no definitions. */
  public boolean isEmpty() {
    return providers.isEmpty();
  }

  /** Reads events, for one thread. */
  public final class Reader {
    private final EventReader reader;

    private Reader(PrivateText privacy) {
      this.reader = new EventReader(privacy);
    }

    /**
     * What an event carries; {@link EventText#NONE} if its definition isn't known or doesn't fit.
     *
     * @param payload all of it
     * @param pointerBytes of the writer's pointers, 4 or 8
     */
    public EventText text(Guid provider, int id, int version, Bytes payload, int pointerBytes) {
      EventText text =
          template(provider, new Key(id, version))
              .map(template -> reader.read(template, payload, pointerBytes))
              .orElse(null);
      return text == null ? EventText.NONE : text;
    }
  }

  /** Reads for one thread. */
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
