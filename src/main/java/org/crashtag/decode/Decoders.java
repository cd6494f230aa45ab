package org.crashtag.decode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import org.crashtag.bytes.Guid;

/** The decoders on the class path. */
public final class Decoders {
  private static final int MOST_TAGS_REMEMBERED = 4096;

  private final List<Decoder> decoders;

  /** Dumps repeat the same tags; the number of tags that hostile dumps can add is bounded. */
  private final Map<Guid, Optional<Decoder>> byTag =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Guid, Optional<Decoder>> eldest) {
              return size() > MOST_TAGS_REMEMBERED;
            }
          });

  private Decoders(List<Decoder> decoders) {
    this.decoders = List.copyOf(decoders);
  }

  /** All decoders, sorted by name. */
  public static Decoders load() {
    return load(Decoders.class.getClassLoader());
  }

  /**
   * All decoders on the class path of this loader, sorted by name.
   *
   * @throws DecoderException if a decoder cannot be used
   */
  static Decoders load(ClassLoader loader) {
    List<Decoder> found = new ArrayList<>();
    try {
      ServiceLoader.load(Decoder.class, loader).forEach(found::add);
    } catch (ServiceConfigurationError e) {
      throw new DecoderException("a decoder cannot be loaded: " + cause(e), e);
    }
    DecoderCheck.check(found);
    found.sort(Comparator.comparing(Decoder::name));
    return new Decoders(found);
  }

  private static String cause(ServiceConfigurationError error) {
    Throwable cause = error;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause == error ? error.getMessage() : error.getMessage() + ": " + cause;
  }

  /**
   * These decoders after those of {@code first}, which take precedence for a tag that both accept.
   */
  public Decoders withFirst(List<Decoder> first) {
    List<Decoder> all = new ArrayList<>(first);
    all.addAll(decoders);
    return new Decoders(all);
  }

  /** The results of {@code change} for each decoder, in the same order. */
  public Decoders map(UnaryOperator<Decoder> change) {
    return new Decoders(decoders.stream().map(change).toList());
  }

  /** The decoder of a tag: the first that accepts it. */
  public Optional<Decoder> of(Guid tag) {
    return byTag.computeIfAbsent(tag, this::find);
  }

  private Optional<Decoder> find(Guid tag) {
    return decoders.stream()
        .filter(decoder -> decoder.tags().stream().anyMatch(range -> range.contains(tag)))
        .findFirst();
  }

  /** The decoders in order of precedence. */
  public List<Decoder> all() {
    return decoders;
  }

  /** The tables that these decoders yield rows for, in the order of the decoders. */
  public List<TableSchema> tables() {
    return decoders.stream().flatMap(decoder -> decoder.tables().stream()).distinct().toList();
  }
}
