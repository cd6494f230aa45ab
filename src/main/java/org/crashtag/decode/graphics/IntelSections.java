package org.crashtag.decode.graphics;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.crashtag.bytes.MalformedException.verify;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Coverage;

/**
 * Intel's data as written by current drivers: a header, followed by sections.
 *
 * <pre>
 * 0x00 text of the tag's GUID, 38 characters  0x28 char signature[64]: "_000_4953_a780_0_..."
 * 0x78 u32 offset of the first section  0x7C u32 room  0x80 u32 size of the blob  0xD5 char driver[]
 * section, 20:     0x00 char name[8]  0x08 u32 size with these 20 bytes  0x0C u32  0x10 u32, then
 *   in Regs        lists of registers, see {@link IntelLists}
 *   in TRAILER     ED FE EF BE: the last section, 24 bytes
 *   in all others  parts, at least 40: 0x00 u32 size  0x04 u32 kind  0x08 char name[32]  0x28 bytes
 * part OCA_SYS_INFO: 0x41 UTF-16 "11-7-2023,31.0.101.4953": month, day, year, version
 * </pre>
 *
 * <p>Source: measured (4 blobs). The content of other parts is unknown.
 */
final class IntelSections {
  private static final String MAGIC = "{";
  private static final int SIGNATURE = 0x28;
  private static final int SIGNATURE_BYTES = 64;
  private static final int FIRST = 0x78;
  private static final int SIZE = 0x80;
  private static final int LEAST_BYTES = 0xD5;

  /**
   * Known bytes of the header: the GUID's text, the signature, three numbers and the driver's name.
   */
  private static final int KNOWN_BYTES = 38 + SIGNATURE_BYTES + 3 * 4 + 16;

  private static final int SECTION_HEAD_BYTES = 20;
  private static final int NAME_BYTES = 8;
  private static final int SECTION_SIZE = 0x08;
  private static final String REGISTERS = "Regs";
  private static final String TRAILER = "TRAILER";
  private static final int TRAILER_BYTES = 24;
  private static final int TRAILER_MARK = 0xBEEFFEED;

  private static final int PART_HEAD_BYTES = 40;
  private static final int PART_NAME = 0x08;
  private static final int PART_NAME_BYTES = 32;
  private static final String SYSTEM_PART = "OCA_SYS_INFO";

  /** Offset of the text, from the start of the part or of its bytes. */
  private static final int[] DRIVER_TEXTS = {0x41, PART_HEAD_BYTES + 0x41};

  /** Maximum size of a part's text: more than a date and a version ever need. */
  private static final int MOST_TEXT_BYTES = 128;

  private static final Pattern DEVICE =
      Pattern.compile("_[0-9A-Za-z]+_[0-9A-Za-z]+_([0-9A-Fa-f]{4})_.*");
  private static final String NO_DEVICE = "0000";
  private static final Pattern DRIVER =
      Pattern.compile("(\\d{1,2})-(\\d{1,2})-(\\d{4}),(\\d{1,5}(?:\\.\\d{1,5}){3})");

  private final Bytes blob;
  private final boolean whole;
  private final Coverage coverage;
  private final IntelLists lists;
  private String version;
  private LocalDate date;
  private long records;
  private boolean ended;
  private MalformedException fault;

  private IntelSections(Bytes blob, boolean whole, Coverage coverage, IntelLists.Receiver taker) {
    this.blob = blob;
    this.whole = whole;
    this.coverage = coverage;
    this.lists = IntelLists.current(blob, coverage, taker);
  }

  /** Whether a blob starts like this format. */
  static boolean begins(Bytes blob) {
    return blob.hasAscii(0, MAGIC);
  }

  /**
   * Walks a blob.
   *
   * @param blob the bytes that exist
   * @param claimed the size that the dump claims
   * @throws MalformedException if its header is invalid
   */
  static IntelWalk walk(Bytes blob, long claimed, Coverage coverage, IntelLists.Receiver taker) {
    blob.slice(0, LEAST_BYTES);
    verify(
        blob.u32(SIZE) == claimed,
        Reason.CORRUPT,
        blob.offset() + SIZE,
        blob.u32(SIZE) + " bytes claimed in a blob of " + claimed);
    coverage.decoded(KNOWN_BYTES);
    IntelSections sections = new IntelSections(blob, blob.length() == claimed, coverage, taker);
    sections.walk(blob.u32(FIRST));
    return new IntelWalk(
        sections.deviceId(),
        sections.version,
        sections.date,
        sections.records,
        sections.ended && sections.fault == null,
        sections.fault);
  }

  private String deviceId() {
    Matcher matcher = DEVICE.matcher(blob.text(SIGNATURE, SIGNATURE_BYTES));
    boolean known = matcher.matches() && !matcher.group(1).equals(NO_DEVICE);
    return known ? matcher.group(1).toLowerCase(Locale.ROOT) : null;
  }

  private void walk(long first) {
    long at = first;
    while (!ended && at <= blob.length() - SECTION_HEAD_BYTES) {
      long size = blob.u32((int) at + SECTION_SIZE);
      if (size < SECTION_HEAD_BYTES || size > blob.length() - at) {
        break;
      }
      take((int) at, (int) size);
      at += size;
    }
    if (!ended) {
      fault(at, "expected a section");
    }
  }

  private void take(int at, int size) {
    records++;
    coverage.decoded(SECTION_HEAD_BYTES);
    String name = blob.text(at, NAME_BYTES);
    int end = at + size;
    if (name.equals(REGISTERS)) {
      takeLists(at + SECTION_HEAD_BYTES, end);
    } else if (name.equals(TRAILER)) {
      takeTrailer(at, size);
    } else {
      takeParts(at + SECTION_HEAD_BYTES, end);
    }
  }

  private void takeLists(int start, int end) {
    int at = start;
    while (at < end) {
      int bytes = lists.bytes(at, end);
      if (bytes == 0) {
        fault(at, "expected a list of registers");
        return;
      }
      records++;
      lists.read(at, bytes);
      at += bytes;
    }
  }

  private void takeTrailer(int at, int size) {
    ended =
        whole
            && size == TRAILER_BYTES
            && at + size == blob.length()
            && blob.i32(at + SECTION_HEAD_BYTES) == TRAILER_MARK;
    coverage.decoded(ended ? TRAILER_BYTES - SECTION_HEAD_BYTES : 0);
  }

  private void takeParts(int start, int end) {
    int at = start;
    while (at < end) {
      long size = end - at < PART_HEAD_BYTES ? 0 : blob.u32(at);
      if (size < PART_HEAD_BYTES || size > end - at) {
        fault(at, "expected a part");
        return;
      }
      records++;
      coverage.decoded(PART_HEAD_BYTES);
      if (version == null && blob.text(at + PART_NAME, PART_NAME_BYTES).equals(SYSTEM_PART)) {
        for (int text : DRIVER_TEXTS) {
          takeDriver(at + text, at + (int) size);
        }
      }
      at += (int) size;
    }
  }

  private void takeDriver(int at, int end) {
    if (at >= end || version != null) {
      return;
    }
    String text = text(at, Math.min(end - at, MOST_TEXT_BYTES));
    Matcher matcher = DRIVER.matcher(text);
    if (!matcher.matches()) {
      return;
    }
    try {
      date =
          LocalDate.of(
              Integer.parseInt(matcher.group(3)),
              Integer.parseInt(matcher.group(1)),
              Integer.parseInt(matcher.group(2)));
      version = matcher.group(4);
      coverage.decoded(2L * text.length());
    } catch (DateTimeException e) {
      // A text with another meaning: there is no such date.
    }
  }

  private String text(int at, int size) {
    String all = blob.decode(at, size & ~1, UTF_16LE);
    int end = all.indexOf(0);
    return end < 0 ? all : all.substring(0, end);
  }

  private void fault(long at, String message) {
    if (whole && fault == null) {
      fault =
          new MalformedException(
              Reason.CORRUPT, blob.offset() + Math.min(at, blob.length()), message);
    }
  }
}
