package org.crashtag.cli;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Predicate;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TagSelector;
import org.crashtag.tag.KnownTags;
import picocli.CommandLine.Option;

/** Which tags have which names. */
final class TagOptions {
  @Option(
      names = "--tags",
      paramLabel = "FILE",
      defaultValue = "${env:CRASHTAG_TAGS}",
      description =
          "File with more tag names: lines of tag, name and owner, separated by tabs. Default:"
              + " the variable CRASHTAG_TAGS.")
  private Path file;

  /** The built-in names, and the user's. */
  KnownTags known() throws IOException {
    KnownTags known = KnownTags.builtIn();
    if (file != null && !file.toString().isEmpty()) {
      try {
        known.add(new StringReader(UserText.read(file)));
      } catch (KnownTags.FaultyLineException e) {
        throw new UsageException(file + ": " + e.getMessage());
      }
    }
    return known;
  }

  /** The user's list as it stands; empty without one. */
  String moreTags() throws IOException {
    return file == null || file.toString().isEmpty() ? "" : UserText.read(file);
  }

  /** The tags that {@code names} mean. */
  static Predicate<Guid> select(KnownTags known, Decoders decoders, Collection<String> names) {
    try {
      return new TagSelector(known, decoders).select(names);
    } catch (TagSelector.UnknownTagException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
