package org.crashtag.dump;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.HeaderField;
import org.crashtag.sample.MachineKind;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DumpHeaderTest {
  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void everyFieldIsRead(MachineKind machine) {
    long top = machine.wide() ? 0xFFFFF80000000000L : 0;
    DumpBuilder builder =
        DumpBuilder.of(machine, DumpKind.FULL)
            .major(0xC)
            .build(26100)
            .processors(12)
            .bugCheck(0xD1, top | 0x80000001L, 2, 0, top | 0xFFFFFFFFL)
            .exceptionCode(0xC0000005L)
            .requiredDumpSpace(0x123456789AL)
            .systemTime(Instant.parse("2026-03-17T03:15:22.123456700Z"))
            .patch(machine.wide() ? 0xFB0 : 0x820, "made by hand\0".getBytes(US_ASCII))
            .upTime(36_000_000_001L)
            .miniDumpFields(0xFFFFFCFFL)
            .productType(3)
            .suiteMask(0x110)
            .pages(3);
    if (machine.wide()) {
      builder.attributes(7).bootId(0x80000000L);
    }
    DumpHeader header = read(builder);

    assertThat(header.format())
        .isEqualTo(machine.wide() ? DumpFormat.PAGEDU64 : DumpFormat.PAGEDUMP);
    assertThat(header.majorVersion()).isEqualTo(0xC);
    assertThat(header.build()).isEqualTo(26100);
    assertThat(header.machineType()).isEqualTo(machine.imageType());
    assertThat(header.processors()).isEqualTo(12);
    assertThat(header.bugCheckCode()).isEqualTo(0xD1);
    assertThat(header.parameters()).containsExactly(top | 0x80000001L, 2L, 0L, top | 0xFFFFFFFFL);
    assertThat(header.pages()).isEqualTo(3);
    assertThat(header.exceptionCode()).isEqualTo(0xC0000005L);
    assertThat(header.dumpType()).isEqualTo(1);
    assertThat(header.type()).contains(DumpType.FULL);
    assertThat(header.requiredDumpSpace()).isEqualTo(0x123456789AL);
    assertThat(header.crashTimeMicros()).isEqualTo(1773717322123456L);
    assertThat(header.comment()).isEqualTo("made by hand");
    assertThat(header.systemUpTime()).isEqualTo(36_000_000_001L);
    assertThat(header.uptimeSeconds()).isEqualTo(3600.0000001);
    assertThat(header.miniDumpFields()).isEqualTo(0xFFFFFCFFL);
    assertThat(header.productType()).isEqualTo(3);
    assertThat(header.suiteMask()).isEqualTo(0x110);
    assertThat(header.attributes()).isEqualTo(machine.wide() ? 7L : null);
    assertThat(header.bootId()).isEqualTo(machine.wide() ? 0x80000000L : null);
  }

  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void fieldThatNobodyWroteIsNull(MachineKind machine) {
    DumpHeader header = read(DumpBuilder.of(machine, DumpKind.HEADER));

    assertThat(header.machineType()).isEqualTo(machine.imageType());
    assertThat(header.dumpType()).isEqualTo(3);
    assertThat(header)
        .extracting(
            DumpHeader::majorVersion,
            DumpHeader::build,
            DumpHeader::processors,
            DumpHeader::bugCheckCode,
            DumpHeader::pages,
            DumpHeader::exceptionCode,
            DumpHeader::requiredDumpSpace,
            DumpHeader::systemTime,
            DumpHeader::crashTimeMicros,
            DumpHeader::comment,
            DumpHeader::systemUpTime,
            DumpHeader::uptimeSeconds,
            DumpHeader::miniDumpFields,
            DumpHeader::productType,
            DumpHeader::suiteMask,
            DumpHeader::attributes,
            DumpHeader::bootId)
        .containsOnlyNulls();
    assertThat(header.parameters()).hasSize(4).containsOnlyNulls();
  }

  @Test
  void parameterThatReadsLikeTheFillInItsLowHalfOnlyWasWritten() {
    DumpHeader header =
        read(
            DumpBuilder.of(MachineKind.X64, DumpKind.HEADER)
                .bugCheck(1, 0x45474150L, 0x4547415045474150L, 0, 0));

    assertThat(header.parameters()).containsExactly(0x45474150L, null, 0L, 0L);
  }

  @Test
  void commentEndsAtItsNulOrItsField() {
    DumpBuilder builder = DumpBuilder.of(MachineKind.X64, DumpKind.HEADER);

    assertThat(read(builder.patch(0xFB0, new byte[1])).comment()).isEmpty();
    assertThat(read(builder.patch(0xFB0, "x".repeat(128).getBytes(US_ASCII))).comment())
        .isEqualTo("x".repeat(128));
  }

  @ParameterizedTest
  @CsvSource({
    "0,                   ",
    "-1,                  ",
    "2650467743999999999, 253402300799999999",
    "2650467744000000000, "
  })
  void crashTimeIsOneThatACalendarHas(long systemTime, Long micros) {
    DumpBuilder builder =
        DumpBuilder.of(MachineKind.X64, DumpKind.HEADER).field(HeaderField.SYSTEM_TIME, systemTime);

    assertThat(read(builder).crashTimeMicros()).isEqualTo(micros);
  }

  @Test
  void negativeUptimeIsNone() {
    DumpBuilder builder = DumpBuilder.of(MachineKind.X64, DumpKind.HEADER).upTime(-1);

    assertThat(read(builder).systemUpTime()).isEqualTo(-1);
    assertThat(read(builder).uptimeSeconds()).isNull();
  }

  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void dumpIsNamedByItsHeaderPageAlone(MachineKind machine) throws Exception {
    DumpBuilder builder = DumpBuilder.of(machine, DumpKind.TRIAGE).build(22000);
    byte[] bytes = DumpBytes.of(builder);
    byte[] page = Arrays.copyOf(bytes, machine.headerBytes());
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(page);
    String id = HexFormat.of().formatHex(hash).substring(0, 32);

    assertThat(DumpHeader.read(Bytes.of(bytes)).dumpId()).isEqualTo(id);
    bytes[machine.headerBytes() + 0x70]++;
    assertThat(DumpHeader.read(Bytes.of(bytes)).dumpId()).isEqualTo(id);
    bytes[machine.headerBytes() - 1]++;
    assertThat(DumpHeader.read(Bytes.of(bytes)).dumpId()).isNotEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({
    "'',         EMPTY,      the file is empty",
    "PAG,        NOT_A_DUMP, only 3 bytes",
    "MDMP.....,  NOT_A_DUMP, user-mode minidump (MDMP)",
    "MDM,        NOT_A_DUMP, only 3 bytes",
    "some text., NOT_A_DUMP, starts with neither PAGEDU64 nor PAGEDUMP",
    "PAGEDU65,   NOT_A_DUMP, starts with neither",
    "PAGEDU64,   TRUNCATED,  8 bytes of 8192",
    "PAGEDUMP,   TRUNCATED,  8 bytes of 4096"
  })
  void whatIsNoHeaderIsRefusedByItsReason(String text, Reason reason, String message) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> DumpHeader.read(Bytes.of(text.getBytes(US_ASCII))))
        .withMessageContaining(message)
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @EnumSource(MachineKind.class)
  void headerOneByteShortIsCut(MachineKind machine) {
    byte[] bytes = DumpBytes.of(DumpBuilder.of(machine, DumpKind.HEADER));
    Bytes cut = Bytes.of(bytes, 0, machine.headerBytes() - 1, 0);

    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> DumpHeader.read(cut))
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(Reason.TRUNCATED))
        .satisfies(fault -> assertThat(fault.offset()).isEqualTo(cut.length()));
  }

  private static DumpHeader read(DumpBuilder builder) {
    return DumpHeader.read(Bytes.of(DumpBytes.of(builder)));
  }
}
