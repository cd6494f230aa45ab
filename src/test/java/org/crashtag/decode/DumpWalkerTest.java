package org.crashtag.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.decode.Reject.Stage;
import org.crashtag.decode.kmdf.KmdfDriversDecoder;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.Region;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.KmdfDriver;
import org.crashtag.sample.KmdfList;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RegionWriter;
import org.crashtag.sample.SampleBlob;
import org.crashtag.sample.SampleModule;
import org.crashtag.tag.BlobChain.End;
import org.crashtag.tag.TaggedBlob;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.CustomBlob;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.DumpsOfEachKind;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DumpWalkerTest {
  private static final Guid UNKNOWN = Guid.constant("11111111-2222-3333-4444-555555555555");
  private static final byte[] FIVE = {'f', 'i', 'v', 'e', '!'};
  private static final byte[] LIST =
      new KmdfList(MachineKind.X64)
          .add(new KmdfDriver("Wdf01000", 1, 31, 0, 0))
          .add(new KmdfDriver("acme", 1, 15, 0, 0x10))
          .toBytes();

  @ParameterizedTest
  @EnumSource(RegionWriter.class)
  void everyBlobHasItsStatus(RegionWriter writer) throws IOException {
    Walked walked =
        Walked.through(
            DumpBytes.of(
                minidump()
                    .writer(writer)
                    .blob(SampleBlob.of(KmdfList.TAG, LIST))
                    .blob(SampleBlob.of(UNKNOWN, FIVE))
                    .blob(SampleBlob.of(KmdfList.TAG, new byte[0]))
                    .blob(SampleBlob.of(KmdfList.TAG, Arrays.copyOf(LIST, 60)))
                    .blob(SampleBlob.of(KmdfList.TAG, FIVE))
                    .blob(SampleBlob.of(Guid.NIL, new byte[0]))));

    assertThat(walked.blobs())
        .extracting(BlobFacts::status)
        .containsExactly(
            Status.DECODED,
            Status.UNKNOWN,
            Status.EMPTY,
            Status.PARTIAL,
            Status.REJECTED,
            Status.EMPTY);
    assertThat(walked.blobs())
        .extracting(BlobFacts::records)
        .containsExactly(2L, 0L, 0L, 1L, 0L, 0L);
    assertThat(walked.rejects()).extracting(Reject::ordinal).containsExactly(3, 4);
    assertThat(walked.rejects())
        .allMatch(reject -> reject.stage() == Stage.DECODE)
        .allMatch(reject -> reject.tag().equals(KmdfList.TAG));
    assertThat(walked.region().tags()).isEqualTo(6);
    assertThat(walked.region().writer()).isEqualToIgnoringCase(writer.name());
  }

  @Test
  void onlyWantedTagsAreDecoded() throws IOException {
    Walked walked =
        Walked.through(
            content(
                minidump()
                    .blob(SampleBlob.of(KmdfList.TAG, LIST))
                    .blob(SampleBlob.of(UNKNOWN, FIVE))),
            WalkOptions.all().withTags(UNKNOWN::equals));

    assertThat(walked.blobs())
        .extracting(BlobFacts::status)
        .containsExactly(Status.SKIPPED, Status.UNKNOWN);
    assertThat(walked.blobs()).extracting(BlobFacts::decoder).containsOnlyNulls();
    assertThat(walked.rows()).isEmpty();
  }

  @Test
  void onlyWhatIsReadIsHashedUnlessAllIs() throws Exception {
    DumpBuilder builder =
        minidump()
            .blob(SampleBlob.of(KmdfList.TAG, LIST))
            .blob(SampleBlob.of(UNKNOWN, FIVE))
            .blob(SampleBlob.of(UNKNOWN, new byte[0]));
    Walked read = Walked.through(content(builder), WalkOptions.all());
    Walked all = Walked.through(content(builder), Walked.hashingAll());

    assertThat(read.blobs())
        .extracting(BlobFacts::sha256)
        .containsExactly(sha256(LIST), null, null);
    assertThat(all.blobs())
        .extracting(BlobFacts::sha256)
        .containsExactly(sha256(LIST), sha256(FIVE), sha256(new byte[0]));
  }

  @Test
  void keptBlobsHaveTheirBytes() throws Exception {
    Walked walked =
        Walked.through(
            content(
                minidump()
                    .blob(SampleBlob.of(KmdfList.TAG, LIST))
                    .blob(SampleBlob.of(UNKNOWN, FIVE))),
            Walked.keeping(WalkOptions.all().withTags(tag -> false), UNKNOWN::equals));

    assertThat(walked.blobs().get(0).data()).isNull();
    assertThat(walked.blobs().get(1).data().toArray()).isEqualTo(FIVE);
    assertThat(walked.blobs().get(1).sha256()).isEqualTo(sha256(FIVE));
  }

  @Test
  void modulesComeOnlyWhereTheyAreWanted() throws IOException {
    DumpBuilder builder = minidump().module(new SampleModule("acme.sys", 1, 2, 3, 4));

    assertThat(Walked.through(content(builder), WalkOptions.all()).modules()).hasSize(1);
    assertThat(Walked.through(content(builder), WalkOptions.all().withoutModules()).modules())
        .isEmpty();
  }

  @Test
  void faultOfADecoderCostsItsBlobOnly() throws IOException {
    Walked walked =
        throughThrowing(
            DumpBytes.of(
                minidump()
                    .blob(SampleBlob.of(ThrowingDecoder.TAG, text("malformed")))
                    .blob(SampleBlob.of(ThrowingDecoder.TAG, text("runtime")))
                    .blob(SampleBlob.of(ThrowingDecoder.TAG, text("partial")))
                    .blob(SampleBlob.of(ThrowingDecoder.TAG, text("x")))
                    .blob(SampleBlob.of(ThrowingDecoder.TAG, text("good")))
                    .blob(SampleBlob.of(KmdfList.TAG, LIST))));

    assertThat(walked.blobs())
        .extracting(BlobFacts::status)
        .containsExactly(
            Status.PARTIAL,
            Status.PARTIAL,
            Status.PARTIAL,
            Status.REJECTED,
            Status.DECODED,
            Status.DECODED);
    assertThat(walked.rejects())
        .extracting(Reject::reason)
        .containsExactly(Reason.CORRUPT, Reason.DECODER, Reason.LIMIT, Reason.UNSUPPORTED);
    assertThat(walked.rows()).hasSize(4 + 2);
  }

  @ParameterizedTest
  @CsvSource({
    "runtime, java.lang.IllegalStateException: a fault of the program",
    "io, java.io.UncheckedIOException: java.io.IOException: a resource is gone",
    "linkage, java.lang.NoClassDefFoundError: com/acme/Missing",
    "stack, java.lang.StackOverflowError",
    "out of memory, java.lang.OutOfMemoryError: Java heap space",
    "klass, throwing.length: a value of class java.lang.String in a column of type BIGINT",
    "number, throwing: a row of 1 values for 2 columns",
    "unnamed, throwing_unnamed: a row of a table that the decoder does not declare",
    "Waits, java.lang.IllegalStateException: it can't wait",
  })
  void whateverADecoderThrowsIsOneRejectThatNamesIt(String blob, String words) throws IOException {
    Walked walked =
        throughThrowing(
            DumpBytes.of(
                minidump()
                    .blob(SampleBlob.of(ThrowingDecoder.TAG, text(blob)))
                    .blob(SampleBlob.of(ThrowingDecoder.TAG, text("good")))));

    assertThat(walked.rejects()).hasSize(1);
    Reject reject = walked.rejects().get(0);
    assertThat(reject.stage()).isEqualTo(Stage.DECODE);
    assertThat(reject.reason()).isEqualTo(Reason.DECODER);
    assertThat(reject.tag()).isEqualTo(ThrowingDecoder.TAG);
    assertThat(reject.ordinal()).isZero();
    assertThat(reject.message()).isEqualTo("decoder throwing failed: " + words);
    assertThat(walked.blobs().get(1).status()).isEqualTo(Status.DECODED);
    assertThat(walked.rows())
        .filteredOn(row -> row.ordinal() == 1)
        .extracting(Walked.Row::values)
        .containsExactly(List.of("good", 4L));
  }

  @Test
  void messageOfADecoderIsOneBoundedLine() throws IOException {
    Walked walked =
        throughThrowing(
            DumpBytes.of(minidump().blob(SampleBlob.of(ThrowingDecoder.TAG, text("control")))));

    assertThat(walked.rejects().get(0).message())
        .startsWith("decoder throwing failed: java.lang.IllegalStateException: two lines  [31mxxx")
        .hasSizeLessThan(600)
        .matches("\\P{Cntrl}*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"good", "hiding faults"})
  void failureToWriteRowsIsNoFaultOfTheBlob(String blob) {
    byte[] dump = DumpBytes.of(minidump().blob(SampleBlob.of(ThrowingDecoder.TAG, text(blob))));
    Decoders decoders = Decoders.load().withFirst(List.of(new ThrowingDecoder()));
    String failing = blob.equals("good") ? "throwing" : "throwing_second";
    Walked full =
        new Walked() {
          @Override
          public void row(TaggedBlob at, TableSchema table, long entry, Object[] values) {
            if (table.name().equals(failing)) {
              throw new UncheckedIOException(new IOException("the disk is full"));
            }
          }
        };

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () -> new DumpWalker(decoders, WalkOptions.all()).walk(ArrayContent.of(dump), full))
        .withMessageContaining("the disk is full");
  }

  @Test
  void eachTableCountsItsOwnEntries() throws IOException {
    Walked walked =
        throughThrowing(
            DumpBytes.of(
                minidump()
                    .blob(SampleBlob.of(ThrowingDecoder.TAG, text("two")))
                    .blob(SampleBlob.of(ThrowingDecoder.TAG, text("two")))));

    assertThat(walked.rows())
        .extracting(row -> row.ordinal() + " " + row.table() + " " + row.entry())
        .containsExactly(
            "0 throwing 0",
            "0 throwing_second 0",
            "0 throwing 1",
            "0 throwing_second 1",
            "1 throwing 0",
            "1 throwing_second 0",
            "1 throwing 1",
            "1 throwing_second 1");
  }

  @Test
  void blobAboveTheLimitIsListedAndHashedButNotDecoded() throws Exception {
    byte[] large = new byte[DumpWalker.MOST_DECODED_BYTES + 1];
    DumpBuilder builder =
        minidump()
            .blob(SampleBlob.of(KmdfList.TAG, large))
            .blob(SampleBlob.of(UNKNOWN, FIVE))
            .blob(SampleBlob.of(KmdfList.TAG, LIST));
    Walked walked = Walked.through(content(builder), Walked.hashingAll());

    assertThat(walked.blobs())
        .extracting(BlobFacts::status)
        .containsExactly(Status.REJECTED, Status.UNKNOWN, Status.DECODED);
    assertThat(walked.blobs().get(0).sha256()).isEqualTo(sha256(large));
    assertThat(walked.rejects()).extracting(Reject::reason).containsExactly(Reason.LIMIT);
    assertThat(walked.rows()).hasSize(2);
  }

  @Test
  void blobAtTheLimitIsDecoded() throws IOException {
    int entries = DumpWalker.MOST_DECODED_BYTES / 56;
    DumpBuilder builder =
        minidump().blob(SampleBlob.of(KmdfList.TAG, new byte[DumpWalker.MOST_DECODED_BYTES]));
    Walked walked = Walked.through(content(builder), WalkOptions.all());

    assertThat(walked.rows()).hasSize(entries);
  }

  @Test
  void cutBlobKeepsItsWholeRecords() throws Exception {
    Walked walked =
        Walked.through(
            DumpBytes.of(
                minidump()
                    .blob(SampleBlob.of(UNKNOWN, FIVE))
                    .blob(SampleBlob.of(KmdfList.TAG, LIST))
                    .cutLastBlob(1)));

    assertThat(walked.rows()).hasSize(1);
    assertThat(walked.blobs().get(1).status()).isEqualTo(Status.PARTIAL);
    assertThat(walked.blobs().get(1).keptBytes()).isEqualTo(111);
    assertThat(walked.blobs().get(1).sha256()).isEqualTo(sha256(Arrays.copyOf(LIST, 111)));
    assertThat(walked.region().end()).isEqualTo(End.TRUNCATED);
    assertThat(walked.rejects())
        .extracting(Reject::stage)
        .containsExactly(Stage.DECODE, Stage.REGION);
  }

  @Test
  void blobCutBetweenRecordsIsStillPartial() throws IOException {
    Walked walked =
        Walked.through(
            DumpBytes.of(minidump().blob(SampleBlob.of(KmdfList.TAG, LIST)).cutLastBlob(56)));

    assertThat(walked.rows()).hasSize(1);
    assertThat(walked.blobs().get(0).status()).isEqualTo(Status.PARTIAL);
    assertThat(walked.rejects()).extracting(Reject::stage).containsExactly(Stage.REGION);
  }

  @Test
  void blobThatClaimsFourGigabytesCostsNothing() throws IOException {
    ArrayContent content =
        content(
            minidump().blob(CustomBlob.claiming(0xFFFFFFFFL, SampleBlob.of(KmdfList.TAG, LIST))));
    Walked walked = Walked.through(content, Walked.hashingAll());

    assertThat(walked.blobs().get(0).status()).isEqualTo(Status.REJECTED);
    assertThat(walked.blobs().get(0).keptBytes()).isEqualTo(112);
    assertThat(walked.rejects())
        .extracting(Reject::reason)
        .containsExactly(Reason.LIMIT, Reason.TRUNCATED);
    assertThat(content.largestRead()).isLessThanOrEqualTo(1 << 16);
  }

  static List<Arguments> cutDumps() {
    List<Arguments> dumps = new ArrayList<>();
    for (MachineKind machine : MachineKind.values()) {
      for (DumpKind kind : DumpKind.values()) {
        if (kind != DumpKind.HEADER) {
          dumps.add(Arguments.of(machine, kind));
        }
      }
    }
    return dumps;
  }

  /** The header page is intact: its fields are used, and the missing part is reported once. */
  @ParameterizedTest
  @MethodSource("cutDumps")
  void dumpCutAfterItsHeaderPageHasItsHeaderFacts(MachineKind machine, DumpKind kind)
      throws IOException {
    DumpBuilder builder = DumpsOfEachKind.builder(machine, kind).blob(SampleBlob.of(UNKNOWN, FIVE));
    byte[] bytes = DumpBytes.of(builder);
    long regionStart = builder.image().layout().orElseThrow().regionStart();
    DumpHeader header = Walked.through(bytes).dump().header();
    DumpWalker walker = new DumpWalker(Decoders.load(), WalkOptions.all());
    IntStream lengths =
        IntStream.rangeClosed(machine.headerBytes(), (int) regionStart + 15)
            .filter(n -> n != regionStart)
            .filter(n -> n < machine.headerBytes() + 0x50 || n > regionStart - 2 || n % 97 == 0);
    for (int length : lengths.toArray()) {
      for (ArrayContent content :
          List.of(
              ArrayContent.of(bytes).cutTo(length),
              ArrayContent.of(bytes).cutTo(length).streamed())) {
        Walked walked = Walked.through(content, walker);
        assertThat(walked.dump().header()).isEqualTo(header);
        assertThat(walked.region().end()).as("cut to %d", length).isEqualTo(End.TRUNCATED);
        assertThat(walked.region().isCut()).isEqualTo(length < regionStart);
        assertThat(walked.region().tags()).isZero();
        assertThat(walked.rejects().stream().filter(reject -> reject.stage() != Stage.MODULES))
            .singleElement()
            .satisfies(
                reject -> {
                  assertThat(reject.reason()).isEqualTo(Reason.TRUNCATED);
                  assertThat(reject.message()).contains("cut");
                });
      }
    }
  }

  @Test
  void dumpWithoutARegionIsWhole() throws IOException {
    Walked walked = Walked.through(DumpBytes.of(minidump().noRegion()));

    assertThat(walked.region().region()).isEqualTo(Region.NO_REGION);
    assertThat(walked.region().end()).isNull();
    assertThat(walked.blobs()).isEmpty();
    assertThat(walked.rejects()).isEmpty();
  }

  @Test
  void bytesWithoutARegionAreAReject() throws IOException {
    DumpBuilder builder = minidump().blob(SampleBlob.of(UNKNOWN, FIVE));
    long start = builder.image().layout().orElseThrow().regionStart();
    Walked walked = Walked.through(DumpBytes.of(builder.patch(start, FIVE)));

    assertThat(walked.region().region()).isEqualTo(Region.NO_REGION);
    assertThat(walked.rejects())
        .containsExactly(
            new Reject(
                Stage.REGION,
                null,
                null,
                start,
                Reason.CORRUPT,
                "bytes follow the dump, but they contain no tagged region"));
  }

  @Test
  void whatIsNoDumpGivesNothing() {
    Walked sink = new Walked();
    DumpWalker walker = new DumpWalker(Decoders.load(), WalkOptions.all());

    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> walker.walk(ArrayContent.of(text("no dump")), sink));
    assertThat(sink.dump()).isNull();
    assertThat(sink.region()).isNull();
  }

  @Test
  void newerWriterIsToldByTheHeaderOrTheChain() throws IOException {
    assertThat(
            Walked.through(
                DumpBytes.of(minidump().miniDumpFields(0xDFF).blob(SampleBlob.of(UNKNOWN, FIVE)))))
        .extracting(walked -> walked.region().writer())
        .isEqualTo("newer");
    assertThat(Walked.through(DumpBytes.of(minidump().miniDumpFields(0xCFF).noRegion())))
        .extracting(walked -> walked.region().writer())
        .isEqualTo("older");
    assertThat(Walked.through(DumpBytes.of(minidump().noRegion())))
        .extracting(walked -> walked.region().writer())
        .isNull();
  }

  @Test
  void walkerIsAsGoodAsNewAfterAReadFailed() throws Exception {
    DumpBuilder builder =
        minidump()
            .blob(SampleBlob.of(UNKNOWN, new byte[300_000]))
            .blob(SampleBlob.of(UNKNOWN, FIVE));
    DumpWalker walker = new DumpWalker(Decoders.load(), Walked.hashingAll());
    Content failing = new FailingContent(content(builder), 200_000);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> walker.walk(failing, new Walked()));
    assertThat(Walked.through(content(builder), walker).blobs())
        .extracting(BlobFacts::sha256)
        .isEqualTo(List.of(sha256(new byte[300_000]), sha256(FIVE)));
  }

  @Test
  void streamGivesWhatAFileGives() throws IOException {
    DumpBuilder builder =
        minidump()
            .module(new SampleModule("acme.sys", 1, 2, 3, 4))
            .blob(SampleBlob.of(KmdfList.TAG, LIST))
            .blob(SampleBlob.of(UNKNOWN, new byte[100_000]))
            .blob(SampleBlob.of(KmdfList.TAG, LIST));
    Walked file = Walked.through(content(builder), Walked.hashingAll());
    Walked stream = Walked.through(content(builder).streamed(), Walked.hashingAll());

    assertThat(stream.rows()).isEqualTo(file.rows()).hasSize(4);
    assertThat(stream.modules()).isEqualTo(file.modules()).hasSize(1);
    assertThat(stream.region()).isEqualTo(file.region());
    assertThat(stream.blobs())
        .extracting(BlobFacts::sha256)
        .isEqualTo(file.blobs().stream().map(BlobFacts::sha256).toList());
  }

  /** A file that can't be read from some offset on. */
  private record FailingContent(ArrayContent content, long from) implements Content {
    @Override
    public long length() {
      return content.length();
    }

    @Override
    public int read(long offset, byte[] into, int at, int size) throws IOException {
      if (offset + size > from) {
        throw new IOException("a bad sector");
      }
      return content.read(offset, into, at, size);
    }

    @Override
    public long reach(long offset) {
      return content.reach(offset);
    }

    @Override
    public long bytesRead() {
      return content.bytesRead();
    }

    @Override
    public void close() {}
  }

  private static Walked throughThrowing(byte[] dump) throws IOException {
    Decoders decoders = Decoders.load().withFirst(List.of(new ThrowingDecoder()));
    return Walked.through(ArrayContent.of(dump), new DumpWalker(decoders, WalkOptions.all()));
  }

  private static DumpBuilder minidump() {
    return DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE);
  }

  private static ArrayContent content(DumpBuilder builder) {
    return ArrayContent.of(DumpBytes.of(builder));
  }

  private static byte[] text(String text) {
    return text.getBytes(US_ASCII);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void decoderOfABlobIsNamed() throws IOException {
    Walked walked =
        Walked.through(DumpBytes.of(minidump().blob(SampleBlob.of(KmdfList.TAG, LIST))));

    assertThat(walked.blobs().get(0).decoder()).isInstanceOf(KmdfDriversDecoder.class);
  }
}
