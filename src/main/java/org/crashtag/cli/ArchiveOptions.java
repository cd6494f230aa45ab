package org.crashtag.cli;

import java.util.Map;
import org.crashtag.source.Limits;
import picocli.CommandLine.Option;

/** What an archive may cost before it is given up. */
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

  /** What the options say. */
  Limits limits() {
    return limits(Map.of());
  }

  /** What the options say, and where they don't, a pipeline file. */
  Limits limits(Map<String, Long> file) {
    Limits normal = Limits.DEFAULT;
    return new Limits(
        choose(memberBytes, file.get("max-member-bytes"), normal.memberBytes()),
        choose(archiveBytes, file.get("max-archive-bytes"), normal.archiveBytes()),
        choose(ratio, file.get("max-ratio"), normal.ratio()),
        choose(members, file.get("max-members"), normal.members()),
        choose(depth, file.get("max-depth"), normal.depth()).intValue(),
        choose(seconds, file.get("max-seconds"), normal.seconds()));
  }

  private static Long choose(Number option, Long file, long normal) {
    if (option != null) {
      return option.longValue();
    }
    return file == null ? (Long) normal : file;
  }
}
