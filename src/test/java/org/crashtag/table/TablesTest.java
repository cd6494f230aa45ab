package org.crashtag.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Column;
import org.crashtag.decode.Reject.Stage;
import org.junit.jupiter.api.Test;

class TablesTest {
  private static String[] listed(String column) {
    String sentence =
        Tables.REJECTS.schema().columns().stream()
            .filter(each -> each.name().equals(column))
            .map(Column::sentence)
            .findFirst()
            .orElseThrow();
    assertThat(sentence).endsWith(".");
    return sentence.substring(0, sentence.length() - 1).split(", ", -1);
  }

  @Test
  void rejectsListEveryReasonAndStage() {
    assertThat(listed("reason"))
        .containsExactly(Arrays.stream(Reason.values()).map(Reason::label).toArray(String[]::new));
    assertThat(listed("stage"))
        .containsExactly(Stream.of(Stage.values()).map(Stage::label).toArray(String[]::new));
  }
}
