package org.crashtag.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.crashtag.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceKindTest {
  @ParameterizedTest
  @CsvSource({
    "5041474544553634, DUMP",
    "5041474544554D50, DUMP",
    "4D444D5093A70000, MINIDUMP",
    "4D53434600000000, CAB",
    "504B030414000000, ZIP",
    "504B050600000000, ZIP",
    "377ABCAF271C0004, SEVEN_ZIP",
    "1F8B080000000000, GZIP",
    "28B52FFD00000000, ZSTD",
    "FD377A585A000000, XZ",
    "526172211A070100, RAR",
    "526172211A070000, RAR",
    "5041474500000000, OTHER",
    "377ABCAF00000004, OTHER",
    "1F8B070000000000, OTHER",
    "7465787420666F72, OTHER"
  })
  void firstBytesTell(String hex, SourceKind kind) {
    assertThat(SourceKind.of(Bytes.of(HexFormat.of().parseHex(hex)))).isEqualTo(kind);
  }

  @Test
  void tapeArchiveIsToldByItsMarkFurtherIn() {
    byte[] start = new byte[SourceKind.SNIFFED_BYTES];
    System.arraycopy("ustar\00000".getBytes(ISO_8859_1), 0, start, 257, 8);

    assertThat(SourceKind.of(Bytes.of(start))).isEqualTo(SourceKind.TAR);
    assertThat(SourceKind.of(Bytes.of(Arrays.copyOf(start, 261)))).isEqualTo(SourceKind.OTHER);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 7})
  void fewBytesAreNoDump(int count) {
    byte[] start = "PAGEDU64".getBytes(ISO_8859_1);

    assertThat(SourceKind.of(Bytes.of(start, 0, count, 0))).isEqualTo(SourceKind.OTHER);
  }

  @Test
  void labelsAreThoseOfTheTables() {
    assertThat(SourceKind.values())
        .extracting(SourceKind::label)
        .containsExactly(
            "dump",
            "minidump",
            "cab",
            "zip",
            "7z",
            "gz",
            "zst",
            "xz",
            "bz2",
            "lzma",
            "tar",
            "rar",
            "wim",
            "other");
  }
}
