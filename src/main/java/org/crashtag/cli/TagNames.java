package org.crashtag.cli;

import java.io.File;
import java.util.Optional;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.tag.KnownTag;
import org.crashtag.tag.KnownTags;

/** What tags are called: by the lists of known tags, else by the decoder that takes them. */
final class TagNames {
  private final KnownTags known;
  private Decoders decoders;

  TagNames(KnownTags known) {
    this.known = known;
  }

  /** Name and owner of a tag; of a decoder's its name and what it decodes. */
  Optional<KnownTag> of(Guid tag) {
    Optional<KnownTag> found = known.of(tag);
    if (found.isPresent() || !mayHavePlugIns()) {
      return found;
    }
    if (decoders == null) {
      decoders = Decoders.load();
    }
    return decoders.of(tag).map(TagNames::ofDecoder);
  }

  private static KnownTag ofDecoder(Decoder decoder) {
    return new KnownTag(decoder.name(), decoder.sentence());
  }

  /**
   * Whether decoders can be there besides the built-in ones, all of whose tags are known: looking
   * for them opens every library, which costs more than listing a dump.
   */
  private static boolean mayHavePlugIns() {
    return System.getProperty("java.class.path").contains(File.pathSeparator);
  }
}
