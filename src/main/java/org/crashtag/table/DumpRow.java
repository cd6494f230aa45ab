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
 * @param stack what it tells of who crashed
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

  /** How the module at fault is known; null if none is. */
  String faultingBy() {
    Verdict.By by = stack.verdict().faultingBy();
    return by == null ? null : by.label();
  }

  boolean hasRegion() {
    return region.region().locator() != Region.Locator.NONE;
  }

  /** By its label; null if the header doesn't say. */
  String machine() {
    Long type = header().machineType();
    return type == null ? null : MachineType.label(type);
  }

  Optional<BugCheck> bugCheck() {
    Long code = header().bugCheckCode();
    return code == null ? Optional.empty() : BugCheck.of(code);
  }

  /**
   * What names a crash, whichever dump of it was found: 16 bytes in hex. A header without a time
   * names no crash; such a dump stands for itself.
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
