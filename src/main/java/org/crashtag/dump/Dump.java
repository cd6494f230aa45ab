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
 * @param body what follows the header; {@link Body.Nothing} if the file ends before it says how
 *     long it is
 * @param cut what is missing where the file ends inside the sub-header; mostly empty
 */
public record Dump(DumpHeader header, DumpType type, Body body, Optional<MalformedException> cut) {
  /** Covers the header page and the sub-header of every kind in one read. */
  public static final int FIRST_READ = 0x3000;

  /**
   * Reads a dump's headers. A file that was cut after its header page is read as far as it goes.
   *
   * @throws MalformedException for anything that doesn't begin with the whole header page of a
   *     kernel dump, and for a sub-header that can't be one
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
      // Compressed data that is cut has the same reason, but no end that could be read up to.
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
            "the dump is cut: its " + type.label() + " body ends at " + end));
  }

  /** As {@link #cutAt}, going forward to where the body ends: a stream's length isn't known. */
  public Optional<MalformedException> cut(Window window) throws IOException {
    return cutAt(window.reach(regionStart().orElse(0L)));
  }

  /** Where the header says that the tagged region starts; empty where it doesn't say. */
  public Optional<Long> regionStart() {
    // A chain of instanceof, for lack of pattern switches in Java 17.
    if (body instanceof Body.Triage triage) {
      return Optional.of(triage.header().sizeOfDump());
    }
    if (body instanceof Body.Pages pages) {
      return Optional.of(pages.end());
    }
    return Optional.empty();
  }
}
