package org.crashtag.decode.graphics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.VendorBlobs;
import org.crashtag.testing.NamedRows;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmdDisplayDecoderTest {
  private static final String PACKAGE = "2101120434-20.10.32.06-201229a-362957C-Acme";

  private static byte[] data(String name) {
    return VendorBlobs.amdDisplay(0x116, name, 0x16361002L, 0x1E211043L);
  }

  private static Walked walk(byte[] data) throws IOException {
    return NamedRows.walk(VendorBlobs.AMD_DISPLAY, data, WalkOptions.all());
  }

  @Test
  void packageAndCardAreRead() throws IOException {
    Walked walked = walk(data(PACKAGE));

    assertThat(NamedRows.of(walked, "gpu_drivers"))
        .containsExactly(
            Map.ofEntries(
                Map.entry("vendor", "amd"),
                Map.entry("origin", "tag"),
                Map.entry("driver_version", "20.10.32.06"),
                Map.entry("driver_branch", PACKAGE),
                Map.entry("pci_vendor_id", "1002"),
                Map.entry("device_id", "1636"),
                Map.entry("subsystem_vendor_id", "1043"),
                Map.entry("subsystem_id", "1e21"),
                Map.entry("bugcheck_code", 0x116L),
                Map.entry("records", 4L),
                Map.entry("complete", true)));
    assertThat(walked.blobs().get(0).decodedBytes()).isEqualTo(164);
  }

  @ParameterizedTest
  @CsvSource({
    "2101120434-20.10.32.06, 20.10.32.06",
    "210112043-20.10.32.06-x, ",
    "2101120434-20.10.32-x, ",
    "hand made, "
  })
  void versionIsThePackagesSecondPart(String name, String version) throws IOException {
    assertThat(NamedRows.of(walk(data(name)), "gpu_drivers").get(0))
        .containsEntry("driver_branch", name)
        .satisfies(row -> assertThat(row.get("driver_version")).isEqualTo(version));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0x98, 0xA4, 0xA8, 0xAC, 0xD8})
  void headMustHold(int at) throws IOException {
    byte[] data = data(PACKAGE);
    data[at]++;
    Walked walked = walk(data);

    assertThat(walked.rows()).isEmpty();
    assertThat(walked.rejects()).singleElement().matches(r -> r.reason() == Reason.CORRUPT);
  }

  @ParameterizedTest
  @CsvSource({"247, 2, 1", "248, 3, 1", "268, 4, 0"})
  void whatFollowsTheHeadMayBeOther(int at, long records, int rejects) throws IOException {
    byte[] data = data(PACKAGE);
    data[at]++;
    Walked walked = walk(data);

    assertThat(NamedRows.of(walked, "gpu_drivers").get(0))
        .containsEntry("records", records)
        .containsEntry("complete", false);
    assertThat(walked.rejects()).hasSize(rejects);
  }
}
