package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserPathTest {
  private static final Privacy DROP = privacy(Privacy.Mode.DROP);
  private static final Privacy HASH = privacy(Privacy.Mode.HASH);

  @ParameterizedTest
  @CsvSource({
    "\\Device\\HarddiskVolume3\\Users\\jane\\a.exe, \\Device\\HarddiskVolume3\\Users\\*\\a.exe",
    "C:\\USERS\\Jane Doe, C:\\USERS\\*",
    "C:\\Users\\jane\\users\\joe\\x, C:\\Users\\*\\users\\*\\x",
    "\\users\\\u0130\u0130\\x, \\users\\*\\x"
  })
  void nameIsDropped(String path, String shown) {
    assertThat(UserPath.of(path, DROP)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "C:\\Windows\\System32\\svchost.exe",
        "C:\\Users\\Public\\x",
        "C:\\Users\\All Users\\x",
        "C:\\Users\\",
        "C:\\Users\\\\x",
        "C:\\Users"
      })
  void pathThatNamesNobodyStays(String path) {
    assertThat(UserPath.of(path, DROP)).isEqualTo(path);
    assertThat(UserPath.of(path, HASH)).isEqualTo(path);
  }

  @Test
  void hashStandsForTheNameAlone() {
    assertThat(UserPath.of("C:\\Users\\jane\\a.exe", HASH))
        .isEqualTo("C:\\Users\\" + HASH.hash("jane") + "\\a.exe");
  }

  @Test
  void nameIsKeptWhereAsked() {
    assertThat(UserPath.of("C:\\Users\\jane\\a.exe", privacy(Privacy.Mode.KEEP)))
        .isEqualTo("C:\\Users\\jane\\a.exe");
    assertThat(UserPath.of(null, DROP)).isNull();
  }

  @Test
  void manyNamesInOneLineTakeNoTime() {
    int names = 500_000;
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThat(UserPath.of("\\users\\me".repeat(names), DROP))
                .isEqualTo("\\users\\*".repeat(names)));
  }

  private static Privacy privacy(Privacy.Mode mode) {
    return new Privacy(mode, new byte[] {1, 2, 3});
  }
}
