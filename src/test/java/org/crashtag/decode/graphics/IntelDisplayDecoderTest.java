package org.crashtag.decode.graphics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.IntelDisplayData;
import org.crashtag.testing.NamedRows;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntelDisplayDecoderTest {
  private static final String SIGNATURE = "_000_4953_a780_0_0_0";

  private static Walked walk(byte[] data) throws IOException {
    return NamedRows.walk(IntelDisplayData.TAG, data, WalkOptions.all());
  }

  private static Map<String, Object> driver(Walked walked) {
    return NamedRows.of(walked, "gpu_drivers").get(0);
  }

  private static Map<String, Object> register(String offset, String value) {
    return Map.of("section", "Regs", "offset", offset, "value", value);
  }

  private static IntelDisplayData today() {
    return IntelDisplayData.today(SIGNATURE)
        .section("SYSINFO")
        .part("OTHER", new byte[7])
        .driver("11-7-2023,31.0.101.4953")
        .section("Regs")
        .pairs(0x2030, 1, 0x2034, -2)
        .row(0x100000, 3, 4)
        .emptyRow(0x5000, 9)
        .section("FBD");
  }

  @Test
  void todaysDataHaveDriverAndRegisters() throws IOException {
    byte[] data = today().toBytes();
    Walked walked = walk(data);

    assertThat(NamedRows.of(walked, "gpu_registers"))
        .containsExactly(
            register("0x00002030", "0x00000001"),
            register("0x00002034", "0xfffffffe"),
            register("0x00100000", "0x00000003"),
            register("0x00100004", "0x00000004"));
    assertThat(driver(walked))
        .isEqualTo(
            Map.of(
                "vendor", "intel",
                "origin", "tag",
                "driver_version", "31.0.101.4953",
                "driver_date", LocalDate.of(2023, 11, 7).toEpochDay(),
                "pci_vendor_id", "8086",
                "device_id", "a780",
                "records", 9L,
                "complete", true));
    assertThat(walked.rejects()).isEmpty();
    assertThat(walked.blobs().get(0).decodedBytes())
        .isEqualTo(130 + 4 * 20 + 4 + 2 * 40 + 46 + 36 + 28 + 20);
  }

  @ParameterizedTest
  @CsvSource({
    "_000_4953_a780_0_, a780",
    "_000_4953_A78F_0_, a78f",
    "_000_4953_0000_0_, ",
    "_000_4953_a7801_0_, ",
    "something else, "
  })
  void deviceIsTheSignaturesThirdPart(String signature, String device) throws IOException {
    assertThat(driver(walk(IntelDisplayData.today(signature).toBytes())).get("device_id"))
        .isEqualTo(device);
  }

  @ParameterizedTest
  @ValueSource(strings = {"31.0.101.4953", "11-7-2023,31.0.101", "2-30-2023,31.0.101.4953", ""})
  void textOfAnotherShapeSaysNothing(String text) throws IOException {
    byte[] data = IntelDisplayData.today(SIGNATURE).section("SYSINFO").driver(text).toBytes();

    assertThat(driver(walk(data)))
        .containsEntry("complete", true)
        .doesNotContainKeys("driver_version", "driver_date");
  }

  @Test
  void brokenListEndsItsSectionOnly() throws IOException {
    byte[] data =
        IntelDisplayData.today(SIGNATURE)
            .section("Regs")
            .pairs(1, 2)
            .part("NO LIST", new byte[4])
            .section("Regs")
            .pairs(3, 4)
            .toBytes();
    Walked walked = walk(data);

    assertThat(NamedRows.of(walked, "gpu_registers")).hasSize(2);
    assertThat(driver(walked)).containsEntry("complete", false).containsEntry("records", 5L);
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.CORRUPT);
  }

  /** A buffer that has wrapped: lists to 0x1028, the signature, lists from {@code goesOn}. */
  private static byte[] before(int goesOn) {
    return IntelDisplayData.before()
        .pairs(0x2030, 5)
        .rowsUpTo(0x1020)
        .signature(0x1020, goesOn)
        .row(0x44000, 6, 7)
        .pairs(0x44010, 8)
        .toBytes();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x1088, 0x1090})
  void listsUnderTheSignatureOfFormerDataAreLost(int goesOn) throws IOException {
    Walked walked = walk(before(goesOn));
    List<Map<String, Object>> registers = NamedRows.of(walked, "gpu_registers");

    assertThat(registers.get(0)).isEqualTo(register("0x00002030", "0x00000005"));
    assertThat(registers.subList(registers.size() - 3, registers.size()))
        .containsExactly(
            register("0x00044000", "0x00000006"),
            register("0x00044004", "0x00000007"),
            register("0x00044010", "0x00000008"));
    assertThat(driver(walked))
        .containsEntry("complete", true)
        .containsEntry("pci_vendor_id", "8086")
        .doesNotContainKeys("device_id", "driver_version");
    assertThat(walked.rejects()).isEmpty();
  }

  @Test
  void formerBytesAreKnownButForWhatIsLost() throws IOException {
    byte[] data = before(0x1088);
    BlobFacts facts = walk(data).blobs().get(0);

    int unused = 740 - (data.length - 4096);
    assertThat(facts.decodedBytes()).isEqualTo(data.length - unused - (0x1088 - 0x1020));
  }

  @Test
  void listsThatGoOnNowhereEndTheWalk() throws IOException {
    byte[] data =
        IntelDisplayData.before()
            .rowsUpTo(0x1020)
            .signature(0x1020, 0x10A0)
            .row(0x44000, 6)
            .toBytes();
    Walked walked = walk(data);

    assertThat(driver(walked)).containsEntry("complete", false);
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.CORRUPT);
  }

  @Test
  void dataThatAreNeitherOrOfAnotherSizeAreRejected() throws IOException {
    byte[] longer = Arrays.copyOf(today().toBytes(), 2000);
    byte[] formerLonger = Arrays.copyOf(before(0x1088), 5000);

    for (byte[] data : List.of(new byte[800], longer, formerLonger)) {
      Walked walked = walk(data);
      assertThat(walked.rows()).isEmpty();
      assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.CORRUPT);
    }
  }
}
