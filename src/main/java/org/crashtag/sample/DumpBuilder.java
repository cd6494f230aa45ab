package org.crashtag.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.crashtag.bytes.FileTime;

/**
 * Builds one synthetic kernel dump. A header field that is never set keeps the {@code PAGE} letters
 * with which Windows fills a header. Memory pages are holes, so a dump of gigabytes takes no space.
 *
 * <pre>{@code
 * DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
 *     .build(19041)
 *     .bugCheck(0xD1, 0, 2, 0, 0)
 *     .blob(SampleBlob.of(tag, data))
 *     .image()
 *     .write(file);
 * }</pre>
 */
public final class DumpBuilder {
  /** The newer writer starts a region, and ends a minidump's body, at a multiple of this. */
  private static final int SECTOR_BYTES = 512;

  private static final int USUAL_SLACK_BYTES = 12 << 10;

  private final MachineKind machine;
  private final DumpKind kind;
  private final Map<HeaderField, Long> fields = new EnumMap<>(HeaderField.class);
  private final DumpImage.Sketch patches = new DumpImage.Sketch();

  private final List<SampleModule> modules = new ArrayList<>();
  private final List<UnloadedDriver> unloaded = new ArrayList<>();
  private Optional<SampleStack> stack = Optional.empty();
  private byte[] filler = new byte[0];
  private long bodyEndAtLeast;
  private long claimedSizeOfDump = -1;

  private long pages;
  private OptionalLong bitmapBits = OptionalLong.empty();
  private final List<PageRange> ranges = new ArrayList<>();

  private boolean hasRegion = true;
  private RegionWriter writer = RegionWriter.OLDER;
  private final List<SampleBlob> blobs = new ArrayList<>();
  private int slackZeros = USUAL_SLACK_BYTES;
  private byte[] staleSlack = new byte[0];
  private int cutFromLastBlob;
  private OptionalLong truncatedLength = OptionalLong.empty();

  private DumpBuilder(MachineKind machine, DumpKind kind) {
    this.machine = machine;
    this.kind = kind;
    field(HeaderField.MACHINE_IMAGE_TYPE, machine.imageType());
    field(HeaderField.DUMP_TYPE, kind.number());
  }

  /** A dump in which only signature, machine and dump type are set, with an empty region. */
  public static DumpBuilder of(MachineKind machine, DumpKind kind) {
    return new DumpBuilder(machine, kind);
  }

  /**
   * Sets any number in the header, truncated to the field's width.
   *
   * @throws IllegalArgumentException if the header of this machine lacks the field
   */
  public DumpBuilder field(HeaderField field, long value) {
    if (!field.existsOn(machine)) {
      throw new IllegalArgumentException(field + " is not in the header of " + machine);
    }
    fields.put(field, value);
    return this;
  }

  /** MajorVersion: 0xF for a free build, 0xC for a checked one. */
  public DumpBuilder major(long value) {
    return field(HeaderField.MAJOR_VERSION, value);
  }

  /** MinorVersion: the build of Windows, such as 19041. */
  public DumpBuilder build(long value) {
    return field(HeaderField.MINOR_VERSION, value);
  }

  /** NumberProcessors. */
  public DumpBuilder processors(long value) {
    return field(HeaderField.NUMBER_PROCESSORS, value);
  }

  /** BugCheckCode and its four parameters. */
  public DumpBuilder bugCheck(long code, long first, long second, long third, long fourth) {
    field(HeaderField.BUG_CHECK_CODE, code);
    field(HeaderField.PARAMETER_1, first).field(HeaderField.PARAMETER_2, second);
    return field(HeaderField.PARAMETER_3, third).field(HeaderField.PARAMETER_4, fourth);
  }

  /** The exception record's code, such as 0xC0000005. */
  public DumpBuilder exceptionCode(long value) {
    return field(HeaderField.EXCEPTION_CODE, value);
  }

  /** RequiredDumpSpace, bytes; often stale in files in the wild. */
  public DumpBuilder requiredDumpSpace(long value) {
    return field(HeaderField.REQUIRED_DUMP_SPACE, value);
  }

  /** SystemTime: the time of the crash. */
  public DumpBuilder systemTime(Instant value) {
    return field(HeaderField.SYSTEM_TIME, FileTime.of(value));
  }

  /** SystemUpTime, in steps of 100 ns. */
  public DumpBuilder upTime(long value) {
    return field(HeaderField.SYSTEM_UP_TIME, value);
  }

  /** MiniDumpFields, flags. */
  public DumpBuilder miniDumpFields(long value) {
    return field(HeaderField.MINI_DUMP_FIELDS, value);
  }

  /** ProductType: 1 workstation, 2 domain controller, 3 server. */
  public DumpBuilder productType(long value) {
    return field(HeaderField.PRODUCT_TYPE, value);
  }

  /** SuiteMask, flags. */
  public DumpBuilder suiteMask(long value) {
    return field(HeaderField.SUITE_MASK, value);
  }

  /** Attributes, flags; 64-bit headers only. */
  public DumpBuilder attributes(long value) {
    return field(HeaderField.ATTRIBUTES, value);
  }

  /** BootId; 64-bit headers only. */
  public DumpBuilder bootId(long value) {
    return field(HeaderField.BOOT_ID, value);
  }

  /** Adds a loaded module; minidumps only. */
  public DumpBuilder module(SampleModule module) {
    modules.add(module);
    return this;
  }

  /** Adds an unloaded driver; minidumps only. */
  public DumpBuilder unloaded(UnloadedDriver driver) {
    unloaded.add(driver);
    return this;
  }

  /** The contents of a minidump about the crashed thread. */
  public DumpBuilder stack(SampleStack crashed) {
    stack = Optional.of(crashed);
    return this;
  }

  /** Bytes that replace the memory in a minidump, after its lists. */
  public DumpBuilder filler(byte[] bytes) {
    filler = bytes.clone();
    return this;
  }

  /** Sets the minimum size of a minidump's body, including the header; the rest is a hole. */
  public DumpBuilder bodyEndAtLeast(long bytes) {
    bodyEndAtLeast = bytes;
    return this;
  }

  /** SizeOfDump that a minidump claims (u32), independent of the real end of its body. */
  public DumpBuilder claimSizeOfDump(long bytes) {
    claimedSizeOfDump = bytes;
    return this;
  }

  /** Pages of a full, bitmap or summary dump; they are also in a full dump's header. */
  public DumpBuilder pages(long count) {
    pages = count;
    return this;
  }

  /**
   * Bits of the bitmap of a bitmap or summary dump, at least its pages. Default: the number of
   * pages.
   */
  public DumpBuilder bitmapBits(long count) {
    bitmapBits = OptionalLong.of(count);
    return this;
  }

  /** Adds pages to a range dump. */
  public DumpBuilder range(long firstPage, long count) {
    ranges.add(new PageRange(firstPage, count));
    return this;
  }

  /** The program that writes the region. Default: the older one. */
  public DumpBuilder writer(RegionWriter value) {
    writer = value;
    return this;
  }

  /** Adds a blob. */
  public DumpBuilder blob(SampleBlob blob) {
    blobs.add(blob);
    return this;
  }

  /** Omits the tagged region: the file ends with its body. */
  public DumpBuilder noRegion() {
    hasRegion = false;
    return this;
  }

  /**
   * The slack that the newer writer leaves after its last blob. Default: 12 KiB of zeros.
   *
   * @param zeros zero bytes, which end the chain
   * @param stale leftovers of other files after the zeros
   */
  public DumpBuilder slack(int zeros, byte[] stale) {
    slackZeros = zeros;
    staleSlack = stale.clone();
    return this;
  }

  /** Ends the file this number of bytes before the end of the last blob's data. */
  public DumpBuilder cutLastBlob(int bytes) {
    cutFromLastBlob = bytes;
    return this;
  }

  /** Ends the file after this number of bytes, if it is longer. */
  public DumpBuilder truncate(long length) {
    truncatedLength = OptionalLong.of(length);
    return this;
  }

  /** Overwrites what the builder wrote at the offset, which counts from the file's start. */
  public DumpBuilder patch(long offset, byte[] bytes) {
    patches.draw(offset, bytes.clone());
    return this;
  }

  /** Builds the dump. */
  public DumpImage image() {
    DumpImage.Sketch sketch = new DumpImage.Sketch();
    sketch.draw(0, header());
    long bodyEnd = drawBody(sketch);
    Optional<Layout> layout =
        hasRegion ? Optional.of(drawRegion(sketch, bodyEnd)) : Optional.empty();
    long whole = layout.map(region -> drawSlack(sketch, region)).orElse(bodyEnd);
    long length = Math.min(whole, truncatedLength.orElse(whole));
    return sketch.drawAll(patches).finish(length, layout.map(region -> endingBy(length, region)));
  }

  private byte[] header() {
    int bytes = machine.headerBytes();
    Pen pen = new Pen(bytes).ascii("PAGE".repeat(bytes / 4));
    pen.at(4).ascii(machine.wide() ? "DU64" : "DUMP");
    if (kind == DumpKind.FULL) {
      HeaderField.NUMBER_OF_PAGES.draw(pen, machine, pages);
    }
    fields.forEach((field, value) -> field.draw(pen, machine, value));
    return pen.toBytes();
  }

  private long drawBody(DumpImage.Sketch sketch) {
    int start = machine.headerBytes();
    return switch (kind) {
      case FULL -> start + pages * PagesBody.PAGE_BYTES;
      case HEADER -> start;
      case SUMMARY -> drawBitmap(sketch, "SDMP", 1);
      case BITMAP_FULL -> drawBitmap(sketch, "FDMP", 0);
      case BITMAP_KERNEL, AUTOMATIC -> drawBitmap(sketch, "SDMP", 0);
      case RANGE_KERNEL, RANGE_ACTIVE, RANGE_FULL -> PagesBody.drawRanges(sketch, start, ranges);
      case TRIAGE -> drawTriage(sketch);
    };
  }

  private long drawBitmap(DumpImage.Sketch sketch, String signature, int options) {
    return PagesBody.drawBitmap(
        sketch, machine.headerBytes(), signature, options, pages, bitmapBits.orElse(pages));
  }

  private long drawTriage(DumpImage.Sketch sketch) {
    int step =
        switch (writer) {
          case OLDER -> 8;
          case NEWER -> SECTOR_BYTES;
        };
    return TriageBody.draw(
        sketch, machine, modules, unloaded, stack, filler, bodyEndAtLeast, step, claimedSizeOfDump);
  }

  private Layout drawRegion(DumpImage.Sketch sketch, long bodyEnd) {
    long build = fields.getOrDefault(HeaderField.MINOR_VERSION, 19041L);
    long major = fields.getOrDefault(HeaderField.MAJOR_VERSION, 0xFL);
    return TaggedRegion.draw(sketch, bodyEnd, (major << 28) | build, writer, blobs);
  }

  private long drawSlack(DumpImage.Sketch sketch, Layout region) {
    if (cutFromLastBlob > 0) {
      Layout.PlacedBlob last = region.blobs().get(blobs.size() - 1);
      return last.dataOffset() + blobs.get(blobs.size() - 1).data().length() - cutFromLastBlob;
    }
    return switch (writer) {
      case OLDER -> region.regionEnd();
      case NEWER -> {
        long stale = region.regionEnd() + slackZeros;
        sketch.draw(stale, staleSlack);
        yield stale + staleSlack.length;
      }
    };
  }

  private static Layout endingBy(long length, Layout region) {
    return new Layout(region.regionStart(), Math.min(region.regionEnd(), length), region.blobs());
  }
}
