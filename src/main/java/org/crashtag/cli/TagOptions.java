package org.crashtag.cli;

import java.io.IOException;
import java.io.StringReader;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TagSelector;
import org.crashtag.storage.Location;
import org.crashtag.tag.KnownTags;
import picocli.CommandLine.Option;

/** The names of tags. */
final class TagOptions {
  @Option(
      names = "--tags",
      paramLabel = "FILE",
      defaultValue = "${env:CRASHTAG_TAGS}",
      description =
          "File with more tag names: lines of tag, name and owner, separated by tabs. Default:"
              + " the variable CRASHTAG_TAGS.")
  private Location file;

  /** The built-in names, and the user's. */
  KnownTags known() throws IOException {
    KnownTags known = KnownTags.builtIn();
    if (file != null && !file.text().isEmpty()) {
      try {
        known.add(new StringReader(UserText.read(file)));
      } catch (KnownTags.FaultyLineException e) {
        throw new UsageException(file + ": " + e.getMessage());
      }
    }
    return known;
  }

  /** The text of the user's list; empty without one. */
  String moreTags() throws IOException {
    return file == null || file.text().isEmpty() ? "" : UserText.read(file);
  }

  /** The tags named by {@code names}. */
  static Predicate<Guid> select(KnownTags known, Decoders decoders, Collection<String> names) {
    return select(known, decoders, names, Set.of());
  }

  /**
   * The tags named by {@code names}.
   *
   * @param words other names that the caller accepts; a message may suggest them
   */
  static Predicate<Guid> select(
      KnownTags known, Decoders decoders, Collection<String> names, Set<String> words) {
    try {
      return new TagSelector(known, decoders, words).select(names);
    } catch (TagSelector.UnknownTagException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
