package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.crashtag.decode.Column;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Reject;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.declared.DeclaredDecoder;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.storage.Location;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.Programs;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of a driver's own log: its code compiles, and its output is read back. */
class EventLogTest {
  private static final Path PIPELINES = Path.of("pipelines");
  private static final Path PROGRAM =
      Path.of("src/test/resources/org/crashtag/pipeline/eventlog_states.c");
  private static final int HEAD_BYTES = 16;
  private static final int ENTRY_BYTES = 64;
  private static final int CAPACITY = 64;

  /** The common part of the program's entries. */
  private static final List<Object> FIXED =
      List.of("EVENTLOG_FLAG_DPC|EVENTLOG_FLAG_RETRY", 3L, 0xFFFF800000001000L);

  @TempDir Path folder;

  private static DeclaredDecoder decoder(String from, String to) throws Exception {
    Path file = PIPELINES.resolve("eventlog.yaml");
    String text = Files.readString(file, UTF_8);
    assertThat(text).contains(from);
    PipelineFile pipeline = PipelineFile.parse(file.toString(), text.replace(from, to));
    return DeclaredDecoders.of(new Location(file.toString()), pipeline, Decoders.load())
        .decoders()
        .get(0);
  }

  private static DeclaredDecoder decoder() throws Exception {
    return decoder("", "");
  }

  private static Walked walk(DeclaredDecoder decoder, byte[] log) throws IOException {
    byte[] dump =
        DumpBytes.of(
            DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                .systemTime(Instant.parse("2026-06-01T00:00:10Z"))
                .upTime(100_000_000)
                .blob(SampleBlob.of(decoder.tag(), log)));
    return Walked.through(
        ArrayContent.of(dump),
        new DumpWalker(Decoders.load().withFirst(List.of(decoder)), WalkOptions.all()));
  }

  /** The log after this many entries, written by the driver's own code. */
  private byte[] log(long first, int count, String... ending) throws IOException {
    Programs.assumeInstalled("gcc");
    Path program = folder.resolve("states");
    if (!Files.exists(program)) {
      Programs.output(
          "gcc",
          "-Wall",
          "-Wextra",
          "-Werror",
          "-pthread",
          "-I" + PIPELINES.resolve("layouts"),
          "-o",
          program.toString(),
          PROGRAM.toString());
    }
    Path file = folder.resolve("log");
    List<String> command =
        new ArrayList<>(List.of(program.toString(), file.toString(), "" + first, "" + count));
    command.addAll(List.of(ending));
    Programs.output(command.toArray(String[]::new));
    return Files.readAllBytes(file);
  }

  /** A column of all rows. */
  private static List<Object> column(DeclaredDecoder decoder, Walked walked, String name) {
    List<String> names = decoder.table().columns().stream().map(Column::name).toList();
    int at = names.indexOf(name) - TableSchema.RECORD_KEY_COLUMNS;
    return new ArrayList<>(walked.rows().stream().map(row -> row.values().get(at)).toList());
  }

  /** The entries' numbers, of which the text of the status is made. */
  private static List<Object> statuses(LongStream numbers) {
    return new ArrayList<>(numbers.mapToObj(number -> String.format("0x%08x", number)).toList());
  }

  private static List<Object> withoutNames(List<Object> statuses) {
    return new ArrayList<>(
        statuses.stream().map(status -> ((String) status).substring(0, 10)).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0, 1",
    "0, 63",
    "0, 64",
    "0, 65",
    "0, 200",
    "0xFFFFFF00, 300",
    "0xFFFFFF00, 256",
    "0xFFFFFF00, 255",
    "0x7FFFFFF0, 100"
  })
  void driversOwnCodeIsReadBack(String first, int count) throws Exception {
    DeclaredDecoder decoder = decoder();
    long start = Long.decode(first);

    Walked walked = walk(decoder, log(start, count));

    int kept = Math.min(count, CAPACITY);
    assertThat(walked.rejects()).isEmpty();
    assertThat(withoutNames(column(decoder, walked, "status")))
        .isEqualTo(statuses(LongStream.range(count - kept, count)));
    assertThat(column(decoder, walked, "sequence"))
        .isEqualTo(
            new ArrayList<>(
                LongStream.range(start + count - kept, start + count)
                    .map(number -> number & 0xFFFFFFFFL)
                    .boxed()
                    .toList()));
    assertThat(column(decoder, walked, "torn")).doesNotContain(true).hasSize(kept);
    assertThat(Collections.frequency(column(decoder, walked, "event"), "EventSend"))
        .isEqualTo(kept / 2 + (kept % 2 != 0 && count % 2 == 0 ? 1 : 0));
  }

  @Test
  void valuesAreWhatADeveloperReads() throws Exception {
    DeclaredDecoder decoder = decoder();

    Walked walked = walk(decoder, log(0, 2));

    assertThat(
            Stream.of("flags", "processor", "object")
                .map(name -> column(decoder, walked, name).get(1)))
        .isEqualTo(FIXED);
    assertThat(column(decoder, walked, "text").get(1)).isEqualTo("a text that is longer t");
    assertThat(column(decoder, walked, "status").get(1)).isEqualTo("0x00000001 STATUS_WAIT_1");
    assertThat(column(decoder, walked, "time").get(1))
        .isEqualTo(Instant.parse("2026-06-01T00:00:05Z").getEpochSecond() * 1_000_000);
  }

  /** Claimed and not finished, or claimed and not even begun: the last row is torn. */
  @ParameterizedTest
  @CsvSource({
    "0, unfinished", "30, unfinished", "64, unfinished", "200, unfinished",
    "0, claimed", "30, claimed", "64, claimed", "200, claimed"
  })
  void entryThatWasBeingWrittenIsTorn(int count, String ending) throws Exception {
    DeclaredDecoder decoder = decoder();

    Walked walked = walk(decoder, log(0, count, ending));

    List<Object> torn = column(decoder, walked, "torn");
    int kept = Math.min(count, CAPACITY - 1);
    assertThat(torn).hasSize(kept + 1);
    assertThat(torn.subList(0, kept)).doesNotContain(true);
    assertThat(torn.get(kept)).isEqualTo(true);
    assertThat(withoutNames(column(decoder, walked, "status")).subList(0, kept))
        .isEqualTo(statuses(LongStream.range(count - kept, count)));
    assertThat(walked.rejects()).isEmpty();
  }

  /** Cut by MaximumAllowed, possibly in the middle of an entry. */
  @Test
  void logThatWasCut() throws Exception {
    DeclaredDecoder decoder = decoder();
    byte[] log = log(0, 200);

    for (int length : new int[] {HEAD_BYTES, HEAD_BYTES + 1, 1000, 4000, log.length - 1}) {
      Walked walked = walk(decoder, Arrays.copyOf(log, length));
      int present = (length - HEAD_BYTES) / ENTRY_BYTES;
      assertThat(withoutNames(column(decoder, walked, "status")))
          .as("cut to " + length)
          .isEqualTo(statuses(LongStream.range(136, 200).filter(number -> number % 64 < present)));
      assertThat(walked.rejects())
          .extracting(Reject::message)
          .containsExactly("the blob ends in slot " + present + " of 64");
    }
    assertThat(walk(decoder, Arrays.copyOf(log(0, 10), 1000)).rejects()).isEmpty();
  }

  /** A log in several parts is a blob for each, and the rows go to one table. */
  @Test
  void partsAreReadOneByOne() throws Exception {
    DeclaredDecoder decoder = decoder();
    byte[] dump =
        DumpBytes.of(
            DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                .blob(SampleBlob.of(decoder.tag(), log(0, 3)))
                .blob(SampleBlob.of(decoder.tag(), log(0, 0)))
                .blob(SampleBlob.of(decoder.tag(), log(0, 2))));
    Walked walked =
        Walked.through(
            ArrayContent.of(dump),
            new DumpWalker(Decoders.load().withFirst(List.of(decoder)), WalkOptions.all()));

    assertThat(walked.rejects()).isEmpty();
    assertThat(column(decoder, walked, "sequence")).containsExactly(0L, 1L, 2L, 0L, 1L);
    assertThat(walked.rows())
        .extracting(row -> row.ordinal() + " " + row.entry())
        .containsExactly("0 0", "0 1", "0 2", "2 0", "2 1");
  }

  /** Read as the slot that comes next, the counter is out of range. */
  @Test
  void slotOutOfRange() throws Exception {
    byte[] log = log(0, 200);
    DeclaredDecoder ordered = decoder("index: counter", "index: slot");
    DeclaredDecoder unordered =
        decoder("index: counter, capacity: Capacity, order: Sequence", "index: slot");

    Walked walked = walk(ordered, log);

    assertThat(withoutNames(column(ordered, walked, "status")))
        .isEqualTo(statuses(LongStream.range(136, 200)));
    assertThat(walked.rejects())
        .extracting(Reject::message)
        .containsExactly("the index is 200, the ring has 64 slots");
    assertThat(walk(unordered, log).rows()).isEmpty();
    assertThat(walk(unordered, log).rejects()).hasSize(1);
  }

  @Test
  void threadsWriteAtOnce() throws Exception {
    DeclaredDecoder decoder = decoder();

    Walked walked = walk(decoder, log(0, 0, "threads"));

    List<Object> statuses = withoutNames(column(decoder, walked, "status"));
    statuses.sort(null);
    assertThat(statuses).isEqualTo(statuses(LongStream.range(0, 64)));
    assertThat(column(decoder, walked, "sequence"))
        .isEqualTo(new ArrayList<>(LongStream.range(0, 64).boxed().toList()));
    assertThat(column(decoder, walked, "torn")).doesNotContain(true);
  }

  /** With the headers of a driver kit that is free; as one blob, and in several parts. */
  @ParameterizedTest
  @ValueSource(strings = {"-UEVENTLOG_PARTS", "-DEVENTLOG_PARTS=4"})
  void driversCodeCompiles(String parts) throws Exception {
    Programs.assumeInstalled("x86_64-w64-mingw32-gcc");
    Path kit = Path.of("/usr/share/mingw-w64/include/ddk");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(kit), "no " + kit);
    Path object = folder.resolve("eventlog.o");

    Programs.output(
        "x86_64-w64-mingw32-gcc",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-O2",
        // Of the kit's own code, which reads the processor's segment.
        "-Wno-array-bounds",
        "-c",
        parts,
        "-isystem",
        kit.toString(),
        "-o",
        object.toString(),
        PIPELINES.resolve("layouts/eventlog.c").toString());

    assertThat(object).isNotEmptyFile();
  }
}
