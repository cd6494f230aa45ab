package org.crashtag.cli;

import java.io.File;
import java.util.Optional;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.tag.KnownTag;
import org.crashtag.tag.KnownTags;

/** Names of tags: from the lists of known tags, or else from the decoder of the tag. */
final class TagNames {
  private final KnownTags known;
  private Decoders decoders;

  TagNames(KnownTags known) {
    this.known = known;
  }

  /**
   * Name and owner of a tag. If only a decoder knows the tag, these are the decoder's name and its
   * description.
   */
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
   * Whether there can be decoders besides the built-in ones, whose tags are all known. Looking for
   * decoders opens every library, which takes longer than listing a dump.
   */
  private static boolean mayHavePlugIns() {
    return System.getProperty("java.class.path").contains(File.pathSeparator);
  }
}
