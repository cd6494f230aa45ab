package org.crashtag.cli;

import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes old rows. */
@Command(
    name = "expire",
    mixinStandardHelpOptions = true,
    description = {
      "Removes the rows of dumps that crashed before a day, and of other files that last changed"
          + " before it. The files stay known: later runs don't read them again."
    },
    footer = {"", "Example: crashtag expire --before 2024-01-01 --output tables"})
final class ExpireCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private UpkeepOptions upkeep;

  @Option(
      names = "--before",
      paramLabel = "DATE",
      required = true,
      description = "First day to keep (UTC), for example 2024-01-01.")
  private String before;

  ExpireCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    LocalDate day;
    try {
      day = LocalDate.parse(before);
    } catch (DateTimeParseException e) {
      throw new UsageException("--before expects a day such as 2024-01-01, not " + before);
    }
    return upkeep.run(
        terminal, "no rows from before " + day, (work, grace) -> work.expire(day, grace));
  }
}
