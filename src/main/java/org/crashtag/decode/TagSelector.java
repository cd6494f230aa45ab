package org.crashtag.decode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Nearest;
import org.crashtag.tag.KnownTags;

/**
 * Resolves users' names for tags: a GUID in any format, or the name of a known tag, decoder or
 * table.
 */
public final class TagSelector {
  private final KnownTags known;
  private final Decoders decoders;
  private final Set<String> words;

  /** A selector of tags by their names, and by those of decoders and tables. */
  public TagSelector(KnownTags known, Decoders decoders) {
    this(known, decoders, Set.of());
  }

  /**
   * A selector of tags by their names, and by those of decoders and tables.
   *
   * @param words other names that the caller accepts; a message may suggest them
   */
  public TagSelector(KnownTags known, Decoders decoders, Set<String> words) {
    this.known = known;
    this.decoders = decoders;
    this.words = Set.copyOf(words);
  }

  /** A name that matches no tag. */
  public static final class UnknownTagException extends Exception {
    private static final long serialVersionUID = 1L;

    private UnknownTagException(String message) {
      super(message);
    }
  }

  /** The tags that match any of {@code names}; {@code all} matches every tag. */
  public Predicate<Guid> select(Collection<String> names) throws UnknownTagException {
    List<Predicate<Guid>> any = new ArrayList<>();
    for (String name : names) {
      any.add(select(name));
    }
    return tag -> any.stream().anyMatch(predicate -> predicate.test(tag));
  }

  private Predicate<Guid> select(String name) throws UnknownTagException {
    Optional<Guid> guid = Guid.parse(name);
    if (guid.isPresent()) {
      return guid.get()::equals;
    }
    if (name.equals("all")) {
      return tag -> true;
    }
    Set<String> names = names();
    if (!names.contains(name)) {
      names.addAll(words);
      throw new UnknownTagException(
          "\"" + name + "\" is neither a GUID nor a known tag" + Nearest.hint(name, names));
    }
    return tag ->
        known.of(tag).filter(found -> found.name().equals(name)).isPresent()
            || decoders.of(tag).filter(decoder -> isCalled(decoder, name)).isPresent();
  }

  private static boolean isCalled(Decoder decoder, String name) {
    return decoder.name().equals(name)
        || decoder.tables().stream().anyMatch(table -> table.name().equals(name));
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    known.lines().forEach(line -> names.add(line.known().name()));
    for (Decoder decoder : decoders.all()) {
      names.add(decoder.name());
      decoder.tables().forEach(table -> names.add(table.name()));
    }
    return names;
  }
}
