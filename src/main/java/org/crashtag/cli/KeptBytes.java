package org.crashtag.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.crashtag.bytes.Escape;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.Privacy;
import org.crashtag.tag.KnownTags;

/** Blobs' bytes hold what private columns hide: such blobs are kept only with the columns. */
final class KeptBytes {
  private static final String ALL = "all";

  private KeptBytes() {}

  /**
   * Refuses tags that were named and may not be kept; says what {@code all} leaves out.
   *
   * @param kept names as they were given
   * @param mode hash, keep or drop
   */
  static void check(
      Terminal terminal, KnownTags known, Decoders decoders, List<String> kept, String mode) {
    if (kept.isEmpty() || mode.equals(Privacy.Mode.KEEP.label())) {
      return;
    }
    for (String name : kept) {
      Optional<Decoder> refused =
          decoders(known, decoders, name).filter(Decoder::hasPrivateColumns).findFirst();
      if (refused.isPresent()) {
        throw new UsageException(
            "--keep " + name + " needs --private keep, because its bytes contain private values");
      }
    }
    if (kept.contains(ALL)) {
      List<String> left =
          decoders.all().stream()
              .filter(Decoder::hasPrivateColumns)
              .map(Decoder::name)
              .distinct()
              .toList();
      terminal
          .err()
          .println(
              "crashtag: without --private keep, the bytes of these private tags are not kept:");
      left.forEach(name -> terminal.err().println("  " + Escape.text(name)));
    }
  }

  /** The decoders that a name means; none for all. */
  private static Stream<Decoder> decoders(KnownTags known, Decoders decoders, String name) {
    if (name.equals(ALL)) {
      return Stream.empty();
    }
    Stream<Guid> tags =
        known.lines().stream()
            .filter(line -> line.known().name().equals(name))
            .map(line -> line.tags().value());
    Stream<Decoder> named =
        decoders.all().stream()
            .filter(
                decoder ->
                    decoder.name().equals(name)
                        || decoder.tables().stream().anyMatch(table -> table.name().equals(name)));
    return Stream.concat(
        Stream.concat(tags, Guid.parse(name).stream()).flatMap(tag -> decoders.of(tag).stream()),
        named);
  }
}
