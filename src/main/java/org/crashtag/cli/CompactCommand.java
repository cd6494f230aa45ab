package org.crashtag.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Merges the parts of many runs. */
@Command(
    name = "compact",
    mixinStandardHelpOptions = true,
    description = {
      "Merges the files of many runs into files of about 128 MB, sorted by crash time, and removes"
          + " files that were replaced longer ago than --grace."
    },
    footer = {"", "Example: crashtag compact --output tables"})
final class CompactCommand implements Callable<Integer> {
  static final String NOTHING = "nothing to merge";

  private final Terminal terminal;

  @Mixin private UpkeepOptions upkeep;

  @Option(
      names = "--all",
      description = "Also merge runs that are much larger than all later ones together.")
  private boolean all;

  CompactCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return upkeep.run(terminal, NOTHING, (work, grace) -> work.compact(all, grace));
  }
}
