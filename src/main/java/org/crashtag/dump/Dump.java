package org.crashtag.dump;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.util.Optional;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;

/**
 * A kernel dump's header and sub-header.
 *
 * @param header the header page
 * @param type the kind of dump
 * @param body what follows the header
 */
public record Dump(DumpHeader header, DumpType type, Body body) {
  /** Covers the header page and the sub-header of every kind in one read. */
  public static final int FIRST_READ = 0x3000;

  /**
   * Reads a dump's headers.
   *
   * @throws MalformedException for anything that is no whole kernel dump
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
    Dump dump = new Dump(header, type, Body.read(header, type, window));
    if (window.length() != Content.UNKNOWN_LENGTH) {
      dump.verifyReaches(window.length());
    }
    return dump;
  }

  private static String unknownType(Long number) {
    return number == null ? "DumpType was never written" : "DumpType is " + number;
  }

  /** Fails where the body is longer than the file. */
  void verifyReaches(long length) {
    long end = regionStart().orElse(0L);
    verify(
        end <= length,
        Reason.TRUNCATED,
        length,
        "the dump is cut: its " + type.label() + " body ends at " + end);
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
