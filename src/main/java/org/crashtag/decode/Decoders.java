package org.crashtag.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.crashtag.bytes.Guid;

/** The decoders on the class path. */
public final class Decoders {
  private final List<Decoder> decoders;

  private Decoders(List<Decoder> decoders) {
    this.decoders = List.copyOf(decoders);
  }

  /** All of them, sorted by name. */
  public static Decoders load() {
    List<Decoder> found = new ArrayList<>();
    ServiceLoader.load(Decoder.class).forEach(found::add);
    found.sort(Comparator.comparing(Decoder::name));
    return new Decoders(found);
  }

  /** The decoder of a tag. */
  public Optional<Decoder> of(Guid tag) {
    for (Decoder decoder : decoders) {
      if (decoder.accepts(tag)) {
        return Optional.of(decoder);
      }
    }
    return Optional.empty();
  }

  /** Sorted by name. */
  public List<Decoder> all() {
    return decoders;
  }

  /** The tables that these decoders have rows for, in the decoders' order. */
  public List<TableSchema> tables() {
    return decoders.stream().flatMap(decoder -> decoder.tables().stream()).distinct().toList();
  }
}
