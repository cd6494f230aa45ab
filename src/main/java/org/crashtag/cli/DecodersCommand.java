package org.crashtag.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.crashtag.bytes.Escape;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;
import org.crashtag.tag.KnownTags;
import org.crashtag.tag.TagRange;
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
      TextLine.fold("tables: " + String.join(", ", tables), 4).forEach(out::println);
    }
    out.println();
    out.println("Tags");
    for (KnownTags.Line line : known.lines()) {
      Optional<Decoder> decoder = decoders.of(line.tags().value());
      print(
          line.tags(),
          line.known().name(),
          line.known().owner() + decoder.map(found -> "; decoded by " + found.name()).orElse(""));
    }
    for (Decoder decoder : decoders.all()) {
      for (TagRange tags : decoder.tags()) {
        if (known.of(tags.value()).isEmpty()) {
          print(tags, decoder.name(), decoder.sentence() + "; decoded by " + decoder.name());
        }
      }
    }
    return ExitCode.DONE;
  }

  private void print(TagRange tags, String name, String owner) {
    terminal.out().println("  " + tags + "  " + Escape.text(name));
    terminal.out().println("    " + Escape.text(owner));
  }
}
