package org.crashtag.decode.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.PrivateText;
import org.crashtag.testing.SharedMessages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Cases that were written by hand from the rules, row by row. */
class RenderCasesTest {
  @BeforeEach
  void setUp() {
    SharedMessages.assumePresent();
  }

  @TestFactory
  List<DynamicTest> cases() throws IOException {
    return tests("render_cases.tsv");
  }

  @TestFactory
  List<DynamicTest> casesWithoutPublicEvidence() throws IOException {
    return tests("render_doubtful.tsv");
  }

  private static List<DynamicTest> tests(String file) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String[] row : SharedMessages.rows(file)) {
      tests.add(
          DynamicTest.dynamicTest(
              row[0] + " " + row[1] + " " + row[2], () -> assertThat(text(row)).isEqualTo(row[5])));
    }
    assertThat(tests).hasSizeGreaterThan(20);
    return tests;
  }

  private static String text(String[] row) {
    List<String> lines = new ArrayList<>();
    lines.add("6f1d2c3b-4a59-4e0f-8a7b-1c2d3e4f5a6b prov // SRC=a.c MJ= MN=");
    lines.add(
        "#typev a_c1 10 \"" + row[0] + "\" //   LEVEL=TRACE_LEVEL_ERROR FLAGS=TRACE_X FUNC=Fn::Do");
    lines.add("{");
    String[] items = row[1].isEmpty() ? new String[0] : row[1].split(";", -1);
    for (int i = 0; i < items.length; i++) {
      lines.add("expr" + i + ", " + items[i] + " -- " + (10 + i));
    }
    lines.add("}");
    TraceMessage message = Entries.of(lines.toArray(String[]::new)).only();
    MessageRenderer renderer =
        new MessageRenderer(new PrivateText(new Privacy(Privacy.Mode.KEEP, new byte[1])));
    return MessageTemplate.of(message, Enumerations.NONE)
        .map(
            template ->
                renderer.text(
                    template,
                    Bytes.of(HexFormat.of().parseHex(row[2])),
                    Integer.parseInt(row[4]),
                    Integer.parseInt(row[3])))
        .map(text -> text.replace("\n", "\\n").replace("\t", "\\t"))
        .orElse("\\N");
  }
}
