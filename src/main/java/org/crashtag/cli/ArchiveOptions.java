package org.crashtag.cli;

import org.crashtag.source.Limits;
import picocli.CommandLine.Option;

/** What an archive may cost before it is given up. */
final class ArchiveOptions {
  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  @Option(
      names = "--max-member-bytes",
      paramLabel = "N",
      defaultValue = "274877906944",
      description = "Most bytes of an archive's member." + DEFAULT)
  private long memberBytes;

  @Option(
      names = "--max-archive-bytes",
      paramLabel = "N",
      defaultValue = "1099511627776",
      description = "Most bytes of all members together." + DEFAULT)
  private long archiveBytes;

  @Option(
      names = "--max-ratio",
      paramLabel = "N",
      defaultValue = "250",
      description = "Most bytes for each byte of the archive, 512 MiB aside." + DEFAULT)
  private long ratio;

  @Option(
      names = "--max-members",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Most members of an archive." + DEFAULT)
  private long members;

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      defaultValue = "5",
      description = "Most archives inside one another." + DEFAULT)
  private int depth;

  @Option(
      names = "--max-seconds",
      paramLabel = "N",
      defaultValue = "3600",
      description = "Most time for an archive." + DEFAULT)
  private long seconds;

  Limits limits() {
    return new Limits(memberBytes, archiveBytes, ratio, members, depth, seconds);
  }
}
