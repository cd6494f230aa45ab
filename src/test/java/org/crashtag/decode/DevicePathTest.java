package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicePathTest {
  private static final Privacy HASH = new Privacy(Privacy.Mode.HASH, new byte[] {1});
  private static final Privacy KEEP = new Privacy(Privacy.Mode.KEEP, new byte[] {1});
  private static final Privacy DROP = new Privacy(Privacy.Mode.DROP, new byte[] {1});

  @ParameterizedTest
  @CsvSource({
    "USB\\VID_413C&PID_2107\\, 5&ff9bdde&0&2, ''",
    "the device USB\\VID_0781&PID_5567\\, 20060876310E81C1, ' was removed'",
    "PCI\\VEN_8086&DEV_095A&SUBSYS_50108086&REV_59\\, F4C88AFFFF3A6B7300, ''",
    "\\??\\HID#VID_04D9&PID_1702&MI_00#, 7&3968852d&0&0000, #{884b96c3-56ef-11d1-bc8c-00a0c91405dd}",
    "\\\\?\\STORAGE#Volume#, {6ca1ab43-0000}, #{53f5630d-b6bf-11d0-94f2-00a0c91efb8b}",
    "USBSTOR\\Disk&Ven_SanDisk&Prod_Ultra&Rev_1.00\\, 4C530001230119113455&0, ''",
    "{5D624F94-8850-40C3-A3FA-A4FD2080BAF3}\\VWIFIMP_WFD\\, 5&18D4D546&0&11, ''",
    "DISPLAY\\LHCFFFF\\, 5&16100d0c&0&UID41220, ''",
    "SWD\\RADIO\\, {F87EF29E-B19A-4AF5-9CDF-E4A0A9276FAB}, ''",
    "BTHENUM\\DEV_, A1B2C3D4E5F6, ''",
    "BTHLEDEVICE\\{0000180f-0000-1000-8000-00805f9b34fb}_DEV_VID\\, 8&1c2, ''",
  })
  void instanceIsReplaced(String before, String instance, String after) {
    String path = before + instance + after;

    assertThat(DevicePath.of(path, HASH)).isEqualTo(before + HASH.hash(instance) + after);
    assertThat(DevicePath.of(path, DROP)).isEqualTo(before + "*" + after);
    assertThat(DevicePath.of(path, KEEP)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "USB\\VID_413C&PID_2107",
        "C:\\Windows\\System32\\drivers\\acmenet.sys",
        "\\Device\\HarddiskVolume3\\Windows\\explorer.exe",
        "\\??\\C:\\ProgramData\\x.dat",
        "R&D #7",
        "\\REGISTRY\\MACHINE\\Software\\Acme",
      })
  void otherPathsStay(String path) {
    assertThat(DevicePath.of(path, HASH)).isEqualTo(path);
  }

  @Test
  void manyBeginningsOfANameTakeNoTime() {
    String text = "VID_".repeat(500_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(DevicePath.of(text, HASH)).isEqualTo(text));
  }
}
