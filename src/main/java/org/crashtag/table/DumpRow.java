package org.crashtag.table;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import org.crashtag.bytes.MachineType;
import org.crashtag.bytes.Sha256;
import org.crashtag.decode.RegionFacts;
import org.crashtag.dump.BugCheck;
import org.crashtag.dump.Dump;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.Region;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.dump.stack.Verdict;

/**
 * What a row of {@link Tables#DUMPS} is made from.
 *
 * @param source path of the file
 * @param member in the archive, or null
 * @param fileBytes length of the dump; negative if it is unknown
 * @param dump its headers
 * @param stack the result of the crash analysis
 * @param region its tagged region
 */
public record DumpRow(
    String source, String member, long fileBytes, Dump dump, CrashStack stack, RegionFacts region) {
  DumpHeader header() {
    return dump.header();
  }

  Long fileBytesOrNull() {
    return fileBytes < 0 ? null : (Long) fileBytes;
  }

  /** How the faulting module was found; null if it was not. */
  String faultingBy() {
    Verdict.By by = stack.verdict().faultingBy();
    return by == null ? null : by.label();
  }

  boolean hasRegion() {
    return region.region().locator() != Region.Locator.NONE;
  }

  /** The label of the writer; null if the header doesn't contain it. */
  String machine() {
    Long type = header().machineType();
    return type == null ? null : MachineType.label(type);
  }

  Optional<BugCheck> bugCheck() {
    Long code = header().bugCheckCode();
    return code == null ? Optional.empty() : BugCheck.of(code);
  }

  /**
   * The id of the crash, which all dumps of it share: 16 bytes in hex. A header without a time
   * doesn't identify a crash; such a dump is counted as a crash by itself.
   */
  String crashId() {
    DumpHeader header = header();
    if (header.systemTime() == null || header.systemTime() == 0) {
      return header.dumpId();
    }
    String crash =
        header.machineType()
            + " "
            + header.build()
            + " "
            + header.bugCheckCode()
            + " "
            + header.parameters()
            + " "
            + header.systemTime()
            + " "
            + header.systemUpTime();
    return Sha256.shortHex(crash.getBytes(US_ASCII));
  }
}
