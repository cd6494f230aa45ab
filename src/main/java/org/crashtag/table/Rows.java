package org.crashtag.table;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MachineType;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.RegionFacts;
import org.crashtag.decode.Reject;
import org.crashtag.dump.BugCheck;
import org.crashtag.dump.Dump;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.Module;
import org.crashtag.dump.Region;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.dump.stack.CrashedThread;
import org.crashtag.dump.stack.Device;
import org.crashtag.dump.stack.StackFrame;
import org.crashtag.dump.stack.Verdict;
import org.crashtag.tag.KnownTag;

/** Makes rows of the tables in {@link Tables}: values in the order of the columns. */
public final class Rows {
  private Rows() {}

  /** A row of {@link Tables#DUMPS}. */
  public static Object[] dump(
      String source,
      String member,
      long fileBytes,
      Dump dump,
      CrashStack stack,
      RegionFacts region) {
    DumpHeader header = dump.header();
    Optional<BugCheck> bugCheck =
        header.bugCheckCode() == null ? Optional.empty() : BugCheck.of(header.bugCheckCode());
    CrashedThread thread = stack.process();
    Verdict verdict = stack.verdict();
    boolean none = region.region().locator() == Region.Locator.NONE;
    return new Object[] {
      header.dumpId(),
      crashId(header),
      source,
      member,
      fileBytes,
      header.format().name(),
      header.dumpType(),
      dump.type().label(),
      region.writer(),
      header.machineType() == null ? null : MachineType.label(header.machineType()),
      header.build(),
      header.processors(),
      header.bugCheckCode(),
      bugCheck.map(BugCheck::name).orElse(null),
      bugCheck.map(BugCheck::live).orElse(null),
      header.parameters().get(0),
      header.parameters().get(1),
      header.parameters().get(2),
      header.parameters().get(3),
      header.exceptionCode(),
      header.crashTimeMicros(),
      header.uptimeSeconds(),
      header.productType(),
      header.suiteMask(),
      header.attributes(),
      header.bootId(),
      header.miniDumpFields(),
      header.comment(),
      none ? null : region.region().offset(),
      none ? null : region.bytes(),
      region.region().locator().label(),
      region.end() == null ? null : region.end().label(),
      (long) region.tags(),
      thread.processName(),
      thread.processId(),
      thread.threadId(),
      thread.onThreadStack(),
      verdict.faultStack(),
      verdict.faultingModule(),
      verdict.faultingOffset(),
      verdict.faultingBy() == null ? null : verdict.faultingBy().label(),
      verdict.suspectModule(),
      verdict.signature()
    };
  }

  /**
   * What names a crash, whichever dump of it was found: 16 bytes in hex. A header without a time
   * names no crash; such a dump stands for itself.
   */
  private static String crashId(DumpHeader header) {
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
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(crash.getBytes(US_ASCII));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A row of {@link Tables#TAGS}. */
  public static Object[] tag(String dumpId, BlobFacts facts, Optional<KnownTag> known) {
    Decoder decoder = facts.decoder();
    Bytes data = facts.data();
    return new Object[] {
      dumpId,
      (long) facts.blob().ordinal(),
      facts.blob().tag(),
      known.map(KnownTag::name).orElse(null),
      known.map(KnownTag::owner).orElse(null),
      facts.blob().dataOffset(),
      facts.blob().bytes(),
      facts.keptBytes(),
      facts.sha256(),
      decoder == null ? null : decoder.label(),
      facts.records(),
      facts.status().label(),
      data == null ? null : data.toArray()
    };
  }

  /** A row of {@link Tables#MODULES}. */
  public static Object[] module(String dumpId, int entry, Module module) {
    return new Object[] {
      dumpId,
      (long) entry,
      module.name(),
      module.base(),
      module.bytes(),
      module.timestamp(),
      module.checksum(),
      module.unloaded(),
      module.signingLevel(),
      module.windows()
    };
  }

  /** A row of {@link Tables#STACK_FRAMES}. */
  public static Object[] frame(String dumpId, int entry, StackFrame frame) {
    return new Object[] {
      dumpId,
      (long) entry,
      frame.trust().label(),
      frame.address(),
      frame.stackAddress(),
      frame.moduleName(),
      frame.moduleOffset(),
      frame.codeChecked()
    };
  }

  /** A row of {@link Tables#DEVICE_STACKS}. */
  public static Object[] device(String dumpId, int entry, Device device) {
    return new Object[] {
      dumpId, (long) entry, device.address(), device.driverObject(), device.moduleName()
    };
  }

  /** A row of {@link Tables#REJECTS}. */
  public static Object[] reject(String source, String member, String dumpId, Reject reject) {
    return new Object[] {
      source,
      member,
      dumpId,
      reject.ordinal() == null ? null : (long) reject.ordinal(),
      reject.tag(),
      reject.offset(),
      reject.stage().label(),
      reject.reason().label(),
      reject.message()
    };
  }
}
