package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.Module;
import org.crashtag.dump.Region;
import org.crashtag.dump.Region.Locator;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.RealDumps;
import org.crashtag.testing.RealDumps.Expected;
import org.crashtag.testing.Walked;
import org.crashtag.testing.Walked.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads real dumps and compares the rows with an independent reader's. */
class RealDumpsTest {
  private static final int FILES = 11;

  @BeforeAll
  static void areThere() {
    RealDumps.assumePresent();
  }

  static List<Expected> expected() throws IOException {
    return RealDumps.expected();
  }

  @Test
  void noneIsForgotten() throws IOException {
    assertThat(expected()).hasSize(FILES);
  }

  @ParameterizedTest
  @MethodSource("expected")
  void headerIsRead(Expected expected) throws IOException {
    DumpHeader header = Walked.through(RealDumps.read(expected.file())).dump().header();

    assertThat(header.format().pointerBytes() * 8L).isEqualTo(expected.number("bits"));
    assertThat(header.build()).isEqualTo(expected.number("build"));
    assertThat(header.majorVersion()).isEqualTo(expected.number("major"));
    assertThat(header.machineType()).isEqualTo(expected.number("machine"));
    assertThat(header.processors()).isEqualTo(expected.number("cpus"));
    assertThat(header.bugCheckCode()).isEqualTo(expected.number("code"));
    assertThat(header.parameters()).isEqualTo(expected.numbers("params"));
    assertThat(header.dumpType()).isEqualTo(expected.number("dump_type"));
    assertThat(header.requiredDumpSpace()).isEqualTo(expected.number("required"));
    assertThat(ColumnType.instant(header.crashTimeMicros()))
        .isEqualTo(Instant.parse(expected.text("time")));
    assertThat(header.systemUpTime()).isEqualTo(expected.number("uptime"));
    assertThat(header.productType()).isEqualTo(expected.number("product"));
    assertThat(header.suiteMask()).isEqualTo(expected.number("suite"));
    assertThat(header.comment()).as("left as it was filled").isNull();
  }

  @ParameterizedTest
  @MethodSource("expected")
  void everyTagIsFound(Expected expected) throws IOException {
    byte[] bytes = RealDumps.read(expected.file());
    assertThat(bytes).hasSize((int) expected.number("bytes"));
    Walked walked = Walked.through(bytes);

    assertThat(walked.region().region())
        .isEqualTo(new Region(expected.number("region"), Locator.COMPUTED));
    assertThat(walked.blobs())
        .extracting(blob -> blob.blob().tag() + " " + blob.keptBytes() + " " + blob.sha256())
        .isEqualTo(
            expected.objects("tags").stream()
                .map(tag -> tag.get("guid") + " " + tag.get("size") + " " + tag.get("sha256"))
                .toList())
        .isNotEmpty();
    assertThat(walked.region().tags()).isEqualTo(expected.objects("tags").size());
  }

  @ParameterizedTest
  @MethodSource("expected")
  void everyKmdfEntryIsDecoded(Expected expected) throws IOException {
    Walked walked = Walked.through(RealDumps.read(expected.file()));

    assertThat(walked.rows())
        .filteredOn(row -> row.table().equals("kmdf_drivers"))
        .extracting(Row::values)
        .extracting(values -> values.get(0) + " " + values.get(1) + " " + values.get(5))
        .isEqualTo(
            expected.objects("kmdf").stream()
                .map(
                    entry ->
                        entry.get("name") + " " + entry.get("version") + " " + entry.get("globals"))
                .toList())
        .hasSizeGreaterThanOrEqualTo(21);
    assertThat(walked.blobs())
        .filteredOn(blob -> blob.decoder() != null)
        .extracting(BlobFacts::status)
        .containsOnly(Status.DECODED);
  }

  @ParameterizedTest
  @MethodSource("expected")
  void nothingIsRejectedAndModulesHaveNames(Expected expected) throws IOException {
    Walked walked = Walked.through(RealDumps.read(expected.file()));

    assertThat(walked.rejects()).isEmpty();
    assertThat(walked.modules()).hasSizeGreaterThan(50);
    assertThat(walked.modules()).extracting(Module::name).doesNotContainNull();
    assertThat(walked.modules())
        .filteredOn(module -> !module.unloaded())
        .allMatch(module -> module.bytes() > 0)
        .anyMatch(module -> module.name().startsWith("ntoskrnl"))
        .anyMatch(module -> module.name().equalsIgnoreCase("Wdf01000.sys"));
    assertThat(walked.region().writer()).isIn("older", "newer");
  }

  @ParameterizedTest
  @MethodSource("expected")
  void streamGivesWhatTheFileGives(Expected expected) throws IOException {
    byte[] bytes = RealDumps.read(expected.file());
    Walked file = Walked.through(bytes);
    Walked stream = Walked.through(ArrayContent.of(bytes).streamed(), Walked.hashingAll());

    assertThat(stream.rows()).isEqualTo(file.rows());
    assertThat(stream.modules()).isEqualTo(file.modules());
    assertThat(stream.region()).isEqualTo(file.region());
    assertThat(stream.blobs())
        .extracting(BlobFacts::sha256)
        .isEqualTo(file.blobs().stream().map(BlobFacts::sha256).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "usermode_mdmp_kdlib_target.dmp,   NOT_A_DUMP",
    "usermode_mdmp_test.dmp,           NOT_A_DUMP"
  })
  void whatIsNoDumpIsRefusedByItsReason(String file, Reason reason) throws IOException {
    byte[] bytes = RealDumps.read("negative/" + file);
    Walked sink = new Walked();
    DumpWalker walker = new DumpWalker(Decoders.load(), WalkOptions.all());

    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> walker.walk(ArrayContent.of(bytes), sink))
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(reason));
    assertThat(sink.dump()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"full-dump-header-only.dmp", "header-only-32bit.dmp", "header-only-64bit.dmp"})
  void dumpOfAHeaderOnlyGivesTheHeaderAndOneReject(String file) throws IOException {
    Walked sink = new Walked();
    new DumpWalker(Decoders.load(), WalkOptions.all())
        .walk(ArrayContent.of(RealDumps.read("negative/" + file)), sink);

    assertThat(sink.dump().header().dumpId()).isNotNull();
    assertThat(sink.region().isCut()).isTrue();
    assertThat(sink.rejects()).extracting(Reject::reason).containsExactly(Reason.TRUNCATED);
  }
}
