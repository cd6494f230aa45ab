package org.crashtag.dump;

import java.io.IOException;
import java.util.Optional;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;

/**
 * A kernel dump's header and sub-header.
 *
 * @param header the header page
 * @param type the kind of dump
 * @param body what follows the header; {@link Body.Nothing} if the file ends before its length is
 *     known
 * @param cut what is missing if the file ends inside the sub-header; usually empty
 */
public record Dump(DumpHeader header, DumpType type, Body body, Optional<MalformedException> cut) {
  /** Covers the header page and the sub-header of every kind in one read. */
  public static final int FIRST_READ = 0x3000;

  /**
   * Reads a dump's headers. A file that was cut after its header page is read up to its end.
   *
   * @throws MalformedException if the file doesn't begin with the whole header page of a kernel
   *     dump, or if the sub-header is invalid
   */
  public static Dump read(Window window) throws IOException {
    return read(DumpHeader.read(window.peek(0, FIRST_READ)), window);
  }

  /** Reads what follows a header that was read from the same window. */
  public static Dump read(DumpHeader header, Window window) throws IOException {
    DumpType type =
        header
            .type()
            .orElseThrow(
                () ->
                    new MalformedException(
                        Reason.CORRUPT, header.format().dumpType, unknownType(header.dumpType())));
    try {
      return new Dump(header, type, Body.read(header, type, window), Optional.empty());
    } catch (MalformedException e) {
      // Truncated compressed data has the same reason, but no end up to which it can be read.
      if (e.reason() != Reason.TRUNCATED || !window.endsAt(e.offset())) {
        throw e;
      }
      return new Dump(header, type, new Body.Nothing(), Optional.of(e));
    }
  }

  private static String unknownType(Long number) {
    return number == null ? "DumpType was never written" : "DumpType is " + number;
  }

  /**
   * What is missing of the headers and the body; empty if they are whole.
   *
   * @param length of the file, in bytes
   */
  public Optional<MalformedException> cutAt(long length) {
    long end = regionStart().orElse(0L);
    if (cut.isPresent() || end <= length) {
      return cut;
    }
    return Optional.of(
        new MalformedException(
            Reason.TRUNCATED,
            length,
            "the dump is cut off: its " + type.label() + " body ends at " + end));
  }

  /**
   * As {@link #cutAt}, but reads forward to the end of the body, because a stream's length isn't
   * known.
   */
  public Optional<MalformedException> cut(Window window) throws IOException {
    return cutAt(window.reach(regionStart().orElse(0L)));
  }

  /** The start of the tagged region according to the header; empty if the header doesn't tell. */
  public Optional<Long> regionStart() {
    // A chain of instanceof, because Java 17 has no pattern switches.
    if (body instanceof Body.Triage triage) {
      return Optional.of(triage.header().sizeOfDump());
    }
    if (body instanceof Body.Pages pages) {
      return Optional.of(pages.end());
    }
    return Optional.empty();
  }
}
