package org.crashtag.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TableSchema;
import org.crashtag.tag.KnownTags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the tags that have a name, and what is decoded of them. */
@Command(
    name = "decoders",
    mixinStandardHelpOptions = true,
    description = "Lists the decoders with their tables, and the known tags with their owners.",
    footer = {"", "Example: crashtag decoders --tags my-tags.tsv"})
final class DecodersCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TagOptions tagOptions;

  DecodersCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    KnownTags known = tagOptions.known();
    Decoders decoders = Decoders.load();
    PrintStream out = terminal.out();
    out.println("Decoders");
    for (Decoder decoder : decoders.all()) {
      List<String> tables = decoder.tables().stream().map(TableSchema::name).toList();
      out.println("  " + decoder.name() + " " + decoder.version() + ": " + decoder.sentence());
      out.println("    tables: " + String.join(", ", tables));
    }
    out.println();
    out.println("Tags");
    for (KnownTags.Line line : known.lines()) {
      Optional<Decoder> decoder = Guid.parse(member(line.tag())).flatMap(decoders::of);
      out.println("  " + line.tag() + "  " + Escape.text(line.known().name()));
      out.println(
          "    "
              + Escape.text(line.known().owner())
              + decoder.map(found -> "; decoded by " + found.name()).orElse(""));
    }
    return ExitCode.DONE;
  }

  /** The tag itself, or a family's with zeros for what varies. */
  private static String member(String tag) {
    return tag.replaceFirst("^\\*", "0".repeat(8))
        .replaceFirst("\\*$", "0".repeat(12))
        .replace("*", "0000");
  }
}
