package org.crashtag.source.cab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cabinets that other programs wrote, by the MD5 of the packed content. */
class ValidCabinetsTest {
  private static final List<String> S02 = List.of("8cd09efecfcfd261a49492a564f7a7bf");
  private static final List<String> S3_AND_S18 =
      List.of("01178fa5aa6e4df39ed8bba5ae7f6fbc", "4596874ce716d62e257d265b2afdb995");

  private static final Map<String, List<String>> CONTENTS =
      Map.of(
          "f-lzx15.cab", S02,
          "f-lzx17e.cab", S02,
          "f-lzx21r.cab", S02,
          "f-mszip.cab", S02,
          "t-e8edge.cab", List.of("7cabc553d86978e1aed92165b1c97b0d"),
          "t-lzx21.cab", S3_AND_S18,
          "t-mszip.cab", S3_AND_S18);

  @Test
  void everyMemberIsReadAsItWas() {
    for (Path file : SharedCabinets.of("valid")) {
      String name = SharedCabinets.name(file);
      assertThat(CONTENTS).containsKey(name);
      assertThat(Answers.of(file)).as(name).isEqualTo(CONTENTS.get(name));
    }
  }
}
