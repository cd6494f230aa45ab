package org.crashtag.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.crashtag.sql.Question.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionTest {
  private static final String FILE =
      """
      -- Which crashes had this driver? It is compared without case.
      -- param driver: File name of the driver. Default: acme.sys
      -- param since: The first day
      SELECT '$driver', "$driver", $driver /* $driver */ -- $driver
      FROM crashes WHERE day >= CAST($since AS DATE);
      """;

  @Test
  void commentSaysWhatItAnswersAndWhatItTakes() {
    Question question = Question.of(FILE);

    assertThat(question.sentence()).isEqualTo("Which crashes had this driver?");
    assertThat(question.parameters())
        .containsExactly(
            new Parameter("driver", "File name of the driver.", "acme.sys"),
            new Parameter("since", "The first day", null));
  }

  @Test
  void valuesAreQuotedAndOnlyParametersAreReplaced() {
    Map<String, String> values = Map.of("since", "2026-01-01", "driver", "a'; DROP TABLE x; --");

    assertThat(Question.of(FILE).statements(values))
        .singleElement()
        .asString()
        .endsWith(
            """
            SELECT '$driver', "$driver", 'a\''; DROP TABLE x; --' /* $driver */ -- $driver
            FROM crashes WHERE day >= CAST('2026-01-01' AS DATE)""");
  }

  @Test
  void defaultStandsForAMissingValue() {
    assertThat(Question.of(FILE).statements(Map.of("since", "x")).get(0))
        .contains("\"$driver\", 'acme.sys' /*");
  }

  @Test
  void missingAndUnknownValuesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Question.of(FILE).statements(Map.of()))
        .withMessage("the question needs --param since=VALUE: The first day");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Question.of(FILE).statements(Map.of("diver", "a", "since", "b")))
        .withMessage("the question has no parameter diver; it has driver, since");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Question.of("SELECT 1").statements(Map.of("a", "b")))
        .withMessage("the question has no parameter a; it has none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Question.of("SELECT $a").statements(Map.of()))
        .withMessage("the question needs --param a=VALUE");
  }

  @Test
  void statementsEndAtSemicolonsThatAreTheirOwn() {
    String sql =
        "SELECT ';' ; SELECT 1 AS \"a;b\"; -- c;\n /* ; /* ; */ ; */ SELECT $$;$$ || $t$;$$;$t$;;\n"
            + "SELECT E'\\';' -- last;";

    assertThat(Question.of(sql).statements(Map.of()))
        .extracting(String::strip)
        .containsExactly(
            "SELECT ';'",
            "SELECT 1 AS \"a;b\"",
            "-- c;\n /* ; /* ; */ ; */ SELECT $$;$$ || $t$;$$;$t$",
            "SELECT E'\\';' -- last;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-- nothing",
        "SELECT $1",
        "SELECT a$b FROM t",
        "SELECT 'open",
        "SELECT \"open",
        "SELECT /* open",
        "SELECT $$open",
        "SELECT $",
        "SELECT 'it''s'",
        "SELECT date'2020-01-01'",
      })
  void whatHasNoParametersStaysAsItIs(String sql) {
    Question question = Question.of(sql);

    assertThat(question.parameters()).isEmpty();
    assertThat(question.statements(Map.of())).isEqualTo(List.of(sql));
  }
}
