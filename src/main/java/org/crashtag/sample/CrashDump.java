package org.crashtag.sample;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.crashtag.bytes.Guid;

/** Turns the facts of a crash into a dump file, intact or broken. */
final class CrashDump {
  private static final List<DumpKind> WIDE_MEMORY_KINDS =
      List.of(
          DumpKind.FULL,
          DumpKind.BITMAP_FULL,
          DumpKind.BITMAP_KERNEL,
          DumpKind.AUTOMATIC,
          DumpKind.RANGE_KERNEL,
          DumpKind.RANGE_ACTIVE,
          DumpKind.RANGE_FULL);
  private static final List<DumpKind> NARROW_MEMORY_KINDS =
      List.of(DumpKind.FULL, DumpKind.SUMMARY);

  private static final int SLACK_ZEROS = 12 << 10;
  private static final long IMPOSSIBLE_HEADER_SIZE = 0xF00DF00DL;

  /** A made-up tag; {@link Breakage#LAST_BLOB_CUT} cuts its blob. */
  private static final Guid CUT_SHORT = Guid.constant("c07540f7-5555-4e39-9d13-3c8e6a5b7f05");

  private final SampleCrash crash;
  private final SplittableRandom draw;
  private final List<SampleBlob> usersBlobs;

  /**
   * @param usersBlobs added after those of the drivers
   */
  CrashDump(SampleCrash crash, SplittableRandom draw, List<SampleBlob> usersBlobs) {
    this.crash = crash;
    this.draw = draw;
    this.usersBlobs = usersBlobs;
  }

  private List<SampleBlob> blobs() {
    List<SampleBlob> blobs = TagContent.of(crash, draw);
    blobs.addAll(usersBlobs);
    return blobs;
  }

  DumpImage minidump() {
    return withBlobs(minidumpBody(minidumpBodyEnd()), blobs()).image();
  }

  /** A memory dump: 16 to 64 MiB of pages, all of them holes. */
  DumpImage memoryDump() {
    DumpKind kind =
        Draws.oneOf(draw, crash.machine().wide() ? WIDE_MEMORY_KINDS : NARROW_MEMORY_KINDS);
    int pages = draw.nextInt(4096, 16384);
    DumpBuilder builder = start(kind).pages(pages).bitmapBits(pages + draw.nextInt(8192));
    long firstPage = 1;
    for (int left = pages; left > 0; ) {
      int count = Math.min(left, draw.nextInt(512, 4096));
      builder.range(firstPage, count);
      firstPage += count + draw.nextInt(1, 256);
      left -= count;
    }
    return withBlobs(builder, blobs()).image();
  }

  DumpImage broken(Breakage breakage) {
    return switch (breakage) {
      case EMPTY -> DumpImage.of(new byte[0]);
      case THREE_BYTES -> DumpImage.of(ascii("PAG"));
      case USER_MINIDUMP -> DumpImage.of(userMinidump());
      case TEXT -> DumpImage.of(text());
      case HEADER_CUT -> headerCut();
      case HEADER_FF -> headerOfOnes();
      case REGION_BEYOND_END -> regionBeyondEnd();
      case LAST_BLOB_CUT -> lastBlobCut();
      case BAD_CHAIN -> badChain();
      case KMDF_PARTIAL -> kmdfPartial();
      case HOSTILE_NAMES -> minidump();
    };
  }

  private DumpBuilder start(DumpKind kind) {
    DumpBuilder builder =
        DumpBuilder.of(crash.machine(), kind)
            .major(0xF)
            .build(crash.build())
            .processors(crash.processors())
            .bugCheck(
                crash.bugCheckCode(),
                crash.parameters().get(0),
                crash.parameters().get(1),
                crash.parameters().get(2),
                crash.parameters().get(3))
            .exceptionCode(crash.exceptionCode())
            .systemTime(crash.time())
            .upTime(crash.upTime())
            .productType(crash.productType())
            .suiteMask(crash.productType() == 3 ? 0x110 : 0x100)
            .writer(crash.writer());
    // Older systems left the fill letters in both.
    return crash.machine().wide() && crash.build() >= 17134
        ? builder.attributes(crash.live() ? 0x80 : 0).bootId(crash.bootId())
        : builder;
  }

  private DumpBuilder minidumpBody(long bodyEnd) {
    DumpBuilder builder =
        start(DumpKind.TRIAGE)
            .miniDumpFields(
                switch (crash.writer()) {
                  case OLDER -> 0xCFF;
                  case NEWER -> 0xDFF;
                })
            .requiredDumpSpace(bodyEnd + draw.nextInt(1_900_000))
            .bodyEndAtLeast(bodyEnd)
            .filler(Draws.bytes(draw, 64));
    builder.stack(crash.scene().stack());
    crash.modules().forEach(builder::module);
    int unloaded = draw.nextInt(4);
    for (int i = 0; i < unloaded; i++) {
      long start = Draws.poolAddress(draw, crash.machine()) & -0x1000L;
      builder.unloaded(new UnloadedDriver("dump_stage" + i + ".sys", start, start + 0x1D000));
    }
    return builder;
  }

  /** 64 to 300 KB including what follows. */
  private int minidumpBodyEnd() {
    return draw.nextInt(48_000, 270_000);
  }

  private DumpBuilder withBlobs(DumpBuilder builder, List<SampleBlob> blobs) {
    blobs.forEach(builder::blob);
    boolean stale = draw.nextBoolean();
    return builder.slack(SLACK_ZEROS, stale ? Draws.bytes(draw, 700) : new byte[0]);
  }

  private byte[] userMinidump() {
    byte[] bytes = Draws.bytes(draw, 2048);
    byte[] start = {'M', 'D', 'M', 'P', (byte) 0x93, (byte) 0xA7, 0, 0};
    System.arraycopy(start, 0, bytes, 0, start.length);
    return bytes;
  }

  private byte[] text() {
    return ascii(
        "The dump of "
            + crash.machineName()
            + " could not be copied: access is denied.\r\n"
            + "Bug check 0x"
            + Long.toHexString(crash.bugCheckCode()).toUpperCase(Locale.ROOT)
            + "\r\n");
  }

  private DumpImage headerCut() {
    int length = draw.nextInt(0x100, crash.machine().headerBytes() - 0x100);
    return minidumpBody(minidumpBodyEnd()).truncate(length).image();
  }

  private DumpImage headerOfOnes() {
    byte[] ones = new byte[crash.machine().headerBytes() - 8];
    Arrays.fill(ones, (byte) 0xFF);
    DumpBuilder builder = minidumpBody(minidumpBodyEnd());
    return withBlobs(builder, blobs()).patch(8, ones).image();
  }

  private DumpImage regionBeyondEnd() {
    int bodyEnd = minidumpBodyEnd();
    return minidumpBody(bodyEnd).claimSizeOfDump(bodyEnd + (1 << 20)).noRegion().image();
  }

  private DumpImage lastBlobCut() {
    List<SampleBlob> blobs = blobs();
    blobs.add(SampleBlob.of(CUT_SHORT, Draws.bytes(draw, 1200)));
    return withBlobs(minidumpBody(minidumpBodyEnd()), blobs)
        .cutLastBlob(draw.nextInt(1, 1200))
        .image();
  }

  private DumpImage badChain() {
    List<SampleBlob> blobs = blobs();
    int middle = blobs.size() / 2;
    blobs.set(middle, blobs.get(middle).headerSize(IMPOSSIBLE_HEADER_SIZE));
    return withBlobs(minidumpBody(minidumpBodyEnd()), blobs).image();
  }

  private DumpImage kmdfPartial() {
    List<SampleBlob> blobs = blobs();
    byte[] whole = TagContent.kmdfList(crash, draw);
    byte[] partial = Arrays.copyOf(whole, whole.length - 20);
    blobs.replaceAll(
        blob -> blob.tag().equals(KmdfList.TAG) ? SampleBlob.of(KmdfList.TAG, partial) : blob);
    return withBlobs(minidumpBody(minidumpBodyEnd()), blobs).image();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
