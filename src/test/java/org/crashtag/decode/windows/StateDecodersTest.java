package org.crashtag.decode.windows;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.BlackBoxes;
import org.crashtag.sample.BlackBoxes.BootNotes;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.sample.StorageLog;
import org.crashtag.sample.WifiSections;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateDecodersTest {
  private static final Instant TIME = Instant.parse("2026-03-04T05:06:07.5Z");
  private static final long FILE_TIME = FileTime.of(TIME);
  private static final long MICROS = FileTime.epochMicros(FILE_TIME);
  private static final WalkOptions HASHING =
      WalkOptions.all().withPrivacy(new Privacy(Privacy.Mode.HASH, new byte[] {7}));

  @Test
  void requestsHaveTheirNamesAndTimes() throws IOException {
    byte[] log =
        new StorageLog("DSTP", "storport.sys")
            .add(0x2A, FILE_TIME - 20_000_000, FILE_TIME - 19_999_900, 1, 0xFFFFFFFFL)
            .add(0xC1, FILE_TIME - 5, 0, 0, 0)
            .add(0x28, 0, FILE_TIME, 1, 3)
            .toBytes();
    Walked walked =
        Walks.of(
            DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                .systemTime(TIME)
                .blob(SampleBlob.of(StorageLog.TAG, log)),
            WalkOptions.all());

    assertThat(Walks.rows(walked, "storage_requests"))
        .containsExactly(
            asList(
                "storport.sys",
                0x2AL,
                "WRITE(10)",
                "2a" + "00".repeat(15),
                MICROS - 2_000_000,
                MICROS - 1_999_990,
                2.0,
                1L,
                0L,
                0xFFFFFFFFL),
            asList(
                "storport.sys",
                0xC1L,
                null,
                "c1" + "00".repeat(15),
                MICROS - 1,
                null,
                5e-7,
                0L,
                0L,
                0L),
            asList(
                "storport.sys",
                0x28L,
                "READ(10)",
                "28" + "00".repeat(15),
                null,
                MICROS,
                0.0,
                1L,
                0L,
                3L));
    assertThat(walked.rejects()).isEmpty();
  }

  @Test
  void timesSinceBootAreTakenFromTheUptime() throws IOException {
    byte[] log = new StorageLog("DATA", "ataport.sys").add(0x35, 900, 950, 0x50, 0).toBytes();
    Walked walked =
        Walks.of(
            DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                .systemTime(TIME)
                .upTime(10_000_900)
                .blob(SampleBlob.of(StorageLog.TAG, log)),
            WalkOptions.all());

    assertThat(Walks.rows(walked, "storage_requests"))
        .singleElement()
        .satisfies(row -> assertThat(row.get(2)).isEqualTo("SYNCHRONIZE CACHE(10)"))
        .satisfies(row -> assertThat(row.get(4)).isEqualTo(FileTime.epochMicros(900)))
        .satisfies(row -> assertThat(row.get(6)).isEqualTo(1.0));
  }

  @Test
  void requestsThatAreThereStay() throws IOException {
    byte[] log = new StorageLog("DSTP", "a").add(0, 0, 0, 0, 0).toBytes();
    log[32] = 68;
    Walked walked = Walks.of(StorageLog.TAG, log);

    assertThat(Walks.rows(walked, "storage_requests")).hasSize((4060 - 36) / 60);
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.TRUNCATED);
    log[0] = 'X';
    assertThat(Walks.of(StorageLog.TAG, log).blobs().get(0).status()).isEqualTo(Status.REJECTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {136, 176, 192, 200})
  void bootStatusIsVerified(int size) throws IOException {
    byte[] notes = BlackBoxes.bootStatus(size, new BootNotes(1, 42, 41, FILE_TIME, FILE_TIME, 2));
    notes[24] = 0x15;
    notes[28] = 3;
    notes[50] = (byte) (notes[50] - 0x14 - 3);
    List<Object> row = Walks.rows(Walks.of(BlackBoxes.BOOT_STATUS, notes), "boot_status").get(0);

    assertThat(row)
        .containsExactly(
            (long) size,
            1L,
            false,
            30L,
            true,
            false,
            0L,
            true,
            false,
            true,
            false,
            1L,
            3L,
            MICROS,
            42L,
            1L,
            1L,
            42L,
            41L,
            41L,
            MICROS,
            2L,
            42L,
            0L,
            true,
            true);
  }

  @ParameterizedTest
  @CsvSource({"32, false, false", "40, false, false", "100, true, false"})
  void changedBootStatusIsTold(int place, boolean crc, boolean sum) throws IOException {
    byte[] notes = BlackBoxes.bootStatus(176, new BootNotes(1, 2, 1, FILE_TIME, 0, 0));
    notes[place]++;
    Walked walked = Walks.of(BlackBoxes.BOOT_STATUS, notes);

    assertThat(Walks.rows(walked, "boot_status").get(0)).endsWith(crc, sum);
    assertThat(walked.rejects()).as("the row itself shows the fault").isEmpty();
  }

  @Test
  void deviceIsTakenApartAndItsInstanceIsPrivate() throws IOException {
    Guid activity = Guid.constant("11111111-2222-3333-4444-555555555555");
    byte[] box = BlackBoxes.plugAndPlay(activity, FILE_TIME, 24, "USB\\VID_1&PID_2\\S\\N1");

    assertThat(pnp(box, Walks.keepingPrivate()))
        .isEqualTo(asList(activity, MICROS, 3L, false, 24L, 0L, "USB\\VID_1&PID_2", "S\\N1"));
    assertThat(pnp(box, HASHING).get(7)).isEqualTo(HASHING.privacy().hash("S\\N1"));
    assertThat(pnp(box, WalkOptions.all()).get(7)).isNull();
  }

  @Test
  void deviceWithoutAnInstanceIsWhole() throws IOException {
    byte[] box = BlackBoxes.plugAndPlay(Guid.NIL, 0, 0, "HTREE");

    assertThat(pnp(box, HASHING)).isEqualTo(asList(null, null, 3L, false, 0L, 0L, "HTREE", null));
  }

  private static List<Object> pnp(byte[] box, WalkOptions options) throws IOException {
    return Walks.rows(Walks.of(BlackBoxes.PLUG_AND_PLAY, box, options), "pnp_state").get(0);
  }

  @Test
  void logonStepIsText() throws IOException {
    byte[] box = BlackBoxes.logon("WluiRequestCredentials", true);

    assertThat(Walks.rows(Walks.of(BlackBoxes.LOGON, box), "logon_state"))
        .containsExactly(List.of(1L, true, "WluiRequestCredentials"));
  }

  @Test
  void usersNameInAPathIsPrivate() throws IOException {
    byte[] box = BlackBoxes.process("\\Device\\HarddiskVolume3\\Users\\jane\\a.exe");

    assertThat(process(box, Walks.keepingPrivate()))
        .containsExactly("a.exe", "\\Device\\HarddiskVolume3\\Users\\jane\\a.exe");
    assertThat(process(box, WalkOptions.all()))
        .containsExactly("a.exe", "\\Device\\HarddiskVolume3\\Users\\*\\a.exe");
    assertThat(process(box, HASHING).get(1).toString())
        .contains("\\Users\\" + HASHING.privacy().hash("jane") + "\\a.exe");
  }

  private static List<Object> process(byte[] box, WalkOptions options) throws IOException {
    return Walks.rows(Walks.of(BlackBoxes.PROCESS, box, options), "crashed_processes").get(0);
  }

  @Test
  void residueOfCodeIntegrityIsNeverShown() throws IOException {
    byte[] box = BlackBoxes.codeIntegrity(486, 3, 0x16, FILE_TIME, "secret");

    assertThat(Walks.rows(Walks.of(BlackBoxes.CODE_INTEGRITY, box), "code_integrity"))
        .containsExactly(List.of(3L, 0x16L, MICROS));
  }

  @Test
  void hypervisorIsNamed() throws IOException {
    byte[] box = BlackBoxes.hypervisor("AcmeVisor 01", 0x40000006L);

    assertThat(Walks.rows(Walks.of(BlackBoxes.HYPERVISOR, box), "hypervisors"))
        .containsExactly(List.of("AcmeVisor 01", "Hv#1", 0x40000006L));
  }

  @Test
  void sizeThatContradictsTheBlobIsRejected() throws IOException {
    byte[] logon = BlackBoxes.logon("Step", false);
    byte[] process = BlackBoxes.process("a");
    byte[] hypervisor = BlackBoxes.hypervisor("AcmeVisor 01", 1);
    for (byte[] box : List.of(logon, process, hypervisor)) {
      box[4]++;
    }
    byte[] integrity = BlackBoxes.codeIntegrity(470, 2, 0, 0, "");
    integrity[0]++;

    for (Walked walked :
        List.of(
            Walks.of(BlackBoxes.LOGON, logon),
            Walks.of(BlackBoxes.PROCESS, process),
            Walks.of(BlackBoxes.HYPERVISOR, hypervisor),
            Walks.of(BlackBoxes.CODE_INTEGRITY, integrity))) {
      assertThat(walked.rows()).hasSize(1);
      assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.CORRUPT);
      assertThat(walked.blobs().get(0).status()).isEqualTo(Status.PARTIAL);
    }
  }

  @Test
  void networkOfTheWifiDriverIsPrivate() throws IOException {
    byte[] sections =
        new WifiSections(22, 250, 0, 4)
            .add(1, new byte[] {1, 2})
            .add(12, new byte[] {'h', 'o', 'm', 'e'})
            .add(7, new byte[0])
            .toBytes();

    assertThat(wifi(sections, Walks.keepingPrivate()))
        .containsExactly(
            List.of("22.250.0.4", 1L, 2L, "0102"),
            List.of("22.250.0.4", 12L, 4L, "686f6d65"),
            List.of("22.250.0.4", 7L, 0L, ""));
    assertThat(wifi(sections, WalkOptions.all()).get(1))
        .isEqualTo(asList("22.250.0.4", 12L, 4L, null));
    assertThat(wifi(sections, HASHING).get(1)).endsWith(HASHING.privacy().hash("686f6d65"));
  }

  private static List<List<Object>> wifi(byte[] sections, WalkOptions options) throws IOException {
    return Walks.rows(Walks.of(WifiSections.TAG, sections, options), "wifi_sections");
  }

  @Test
  void wifiSectionsBeforeAFaultStay() throws IOException {
    byte[] sections =
        new WifiSections(1, 2, 3, 4).add(1, new byte[8]).add(2, new byte[8]).toBytes();
    Walked walked = Walks.of(WifiSections.TAG, Arrays.copyOf(sections, sections.length - 1));

    assertThat(Walks.rows(walked, "wifi_sections")).hasSize(1);
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.TRUNCATED);
  }
}
