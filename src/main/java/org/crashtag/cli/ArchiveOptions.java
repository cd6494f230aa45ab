package org.crashtag.cli;

import java.util.Map;
import org.crashtag.source.Limits;
import picocli.CommandLine.Option;

/** Limits after which an archive is rejected. */
final class ArchiveOptions {
  @Option(
      names = "--max-member-bytes",
      paramLabel = "N",
      description = "Maximum size of a member in bytes. Default: 274877906944.")
  private Long memberBytes;

  @Option(
      names = "--max-archive-bytes",
      paramLabel = "N",
      description = "Maximum size of all members in bytes. Default: 1099511627776.")
  private Long archiveBytes;

  @Option(
      names = "--max-ratio",
      paramLabel = "N",
      description = "Maximum compression ratio; the first 512 MiB are exempt. Default: 250.")
  private Long ratio;

  @Option(
      names = "--max-members",
      paramLabel = "N",
      description = "Maximum number of members of an archive. Default: 100000.")
  private Long members;

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      description = "Maximum nesting of archives. Default: 5.")
  private Integer depth;

  @Option(
      names = "--max-seconds",
      paramLabel = "N",
      description = "Maximum time for an archive in seconds. Default: 3600.")
  private Long seconds;

  /** The limits of the options. */
  Limits limits() {
    return limits(Map.of());
  }

  /** The limits of the options, or else those of a pipeline file. */
  Limits limits(Map<String, Long> file) {
    Limits normal = Limits.DEFAULT;
    return new Limits(
        choose("max-member-bytes", memberBytes, file, normal.memberBytes()),
        choose("max-archive-bytes", archiveBytes, file, normal.archiveBytes()),
        choose("max-ratio", ratio, file, normal.ratio()),
        choose("max-members", members, file, normal.members()),
        (int) choose("max-depth", depth, file, normal.depth()),
        choose("max-seconds", seconds, file, normal.seconds()));
  }

  private static long choose(String name, Number option, Map<String, Long> file, long normal) {
    if (option == null) {
      return file.getOrDefault(name, normal);
    }
    if (option.longValue() < 1) {
      throw new UsageException("--" + name + " expects a number of at least 1, not " + option);
    }
    return option.longValue();
  }
}
