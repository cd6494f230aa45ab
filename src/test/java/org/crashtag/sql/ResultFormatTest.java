package org.crashtag.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ResultFormatTest {
  private static final String DRIVERS =
      "SELECT * FROM (VALUES ('Wdf01000.sys', 1, 0.5, '0xffff8000deadbeef'),"
          + " ('a driver with a rather long name indeed.sys', 22621, NULL, NULL))"
          + " t(driver, build, share, globals)";

  private static SqlSession session;

  @BeforeAll
  static void open() throws Exception {
    session = SqlSession.open(List.of());
  }

  @AfterAll
  static void close() throws Exception {
    session.close();
  }

  @Test
  void aTableIsAligned() throws Exception {
    assertThat(printed(ResultFormat.TABLE, 80, DRIVERS))
        .isEqualTo(
            """
            driver                                       build  share  globals
            -------------------------------------------  -----  -----  ------------------
            Wdf01000.sys                                     1    0.5  0xffff8000deadbeef
            a driver with a rather long name indeed.sys  22621   NULL  NULL
            (2 rows)
            """);
  }

  @Test
  void aTableIsNarrowedToTheTerminal() throws Exception {
    String table = printed(ResultFormat.TABLE, 40, DRIVERS);
    assertThat(table)
        .isEqualTo(
            """
            driver        build  share  globals
            ------------  -----  -----  ------------
            Wdf01000.sys      1    0.5  0xffff8000d…
            a driver wi…  22621   NULL  NULL
            (2 rows)
            """);
    assertThat(table.lines()).allMatch(line -> line.length() <= 40);
  }

  @Test
  void namesThatAreWiderThanTheirValuesAreBroken() throws Exception {
    String sql =
        "SELECT 'acmenet.sys' AS module, 28 AS with_module, 75 AS with_module_elsewhere,"
            + " 377 AS others";

    assertThat(printed(ResultFormat.TABLE, 50, sql))
        .isEqualTo(
            """
                                      with_module_
            module       with_module     elsewhere  others
            -----------  -----------  ------------  ------
            acmenet.sys           28            75     377
            (1 row)
            """);
    assertThat(printed(ResultFormat.TABLE, 44, sql))
        .startsWith(
            """
                          with_  with_module_
            module       module     elsewhere  others
            """);
    assertThat(printed(ResultFormat.TABLE, 80, sql))
        .startsWith("module       with_module  with_module_elsewhere  others\n");
    assertThat(printed(ResultFormat.TABLE, ResultFormat.UNLIMITED, sql))
        .startsWith("module       with_module  with_module_elsewhere  others\n");
  }

  @Test
  void rowsOfWhichManyColumnsWouldBeCutAreBlocks() throws Exception {
    String address = "'0xfffff80000000000'";
    String two = "SELECT " + address + " AS p1, " + address + " AS p2, 1 AS crashes";
    String three = two + ", " + address + " AS p3";

    assertThat(printed(ResultFormat.TABLE, 40, two))
        .startsWith("p1              p2               crashes\n");
    assertThat(printed(ResultFormat.TABLE, 60, three))
        .isEqualTo(
            """
            -- row 1 ---------------------------------------------------
            p1       0xfffff80000000000
            p2       0xfffff80000000000
            crashes  1
            p3       0xfffff80000000000
            (1 row)
            """);
  }

  @Test
  void numbersAreNeverCut() throws Exception {
    assertThat(
            printed(
                ResultFormat.TABLE, 10, "SELECT 12345678901234567890::DECIMAL(20,0) AS n, 1 AS m"))
        .isEqualTo(
            """
            -- row 1 --
            n  12345678901234567890
            m  1
            (1 row)
            """);
  }

  @Test
  void columnsThatNoLineHoldsStandBelowOneAnother() throws Exception {
    assertThat(
            printed(
                ResultFormat.TABLE,
                24,
                "SELECT 'one text' AS first, 'another text' AS second, 3 AS the_third,"
                    + " repeat('x', 40) AS fourth UNION ALL SELECT NULL, NULL, 4, NULL"))
        .isEqualTo(
            """
            -- row 1 ---------------
            first      one text
            second     another text
            the_third  3
            fourth     xxxxxxxxxxxx…
            -- row 2 ---------------
            first      NULL
            second     NULL
            the_third  4
            fourth     NULL
            (2 rows)
            """);
  }

  @Test
  void whatATerminalWouldActOnIsEscaped() throws Exception {
    assertThat(
            printed(
                ResultFormat.TABLE,
                80,
                "SELECT 'a' || chr(10) || chr(9) || chr(13) || chr(27) || '[2J' || chr(155)"
                    + " || chr(8238) || 'b\\c' AS \"c"
                    + "\t"
                    + "d\""))
        .contains("c\\td\n", "a\\n\\t\\r\\x1b[2J\\x9b\\u{202e}b\\c\n");
  }

  @Test
  void wideCharactersTakeTwoPlaces() throws Exception {
    assertThat(
            printed(
                ResultFormat.TABLE,
                14,
                "SELECT * FROM (VALUES ('漢字', 'x'), ('漢字漢字漢字', 'y'), ('ab', 'z')) t(a, b)"))
        .isEqualTo(
            """
            a            b
            -----------  -
            漢字         x
            漢字漢字漢…  y
            ab           z
            (3 rows)
            """);
  }

  @Test
  void rowsBeyondTheMeasuredOnesAreCut() throws Exception {
    List<String> lines =
        printed(
                ResultFormat.TABLE,
                80,
                "SELECT CASE WHEN i < 1000 THEN 'short' ELSE 'a long text' END AS t, i"
                    + " FROM range(1500) r(i)")
            .lines()
            .toList();
    assertThat(lines).hasSize(1503).last().isEqualTo("(1500 rows)");
    assertThat(lines.get(2)).isEqualTo("short    0");
    assertThat(lines.get(1502 - 1)).isEqualTo("a lo…  1499");
  }

  @Test
  void noRowsAreSaid() throws Exception {
    assertThat(printed(ResultFormat.TABLE, 80, "SELECT 1 AS a WHERE false"))
        .isEqualTo("a\n-\n(0 rows)\n");
    assertThat(printed(ResultFormat.CSV, 80, "SELECT 1 AS a WHERE false")).isEqualTo("a\r\n");
    assertThat(printed(ResultFormat.JSON, 80, "SELECT 1 AS a WHERE false")).isEmpty();
  }

  @Test
  void aStatementWithoutAResultPrintsNothing() throws Exception {
    for (ResultFormat format : ResultFormat.values()) {
      assertThat(printed(format, 80, "CREATE OR REPLACE VIEW v AS SELECT 1")).isEmpty();
    }
  }

  @Test
  void csvIsQuotedWhereNeeded() throws Exception {
    assertThat(
            printed(
                ResultFormat.CSV,
                40,
                "SELECT 'a,b' AS \"x,\"\"y\", 'say \"hi\"' AS q, 'l1' || chr(10) || 'l2' AS l,"
                    + " '' AS e, NULL AS n, repeat('w', 50) AS w"))
        .isEqualTo(
            "\"x,\"\"y\",q,l,e,n,w\r\n\"a,b\",\"say \"\"hi\"\"\",\"l1\nl2\",\"\",,"
                + "w".repeat(50)
                + "\r\n");
  }

  @Test
  void timesAreUtcInEveryFormat() throws Exception {
    String sql =
        "SELECT TIMESTAMPTZ '2026-03-17 03:15:22.123456+00' AS t,"
            + " TIMESTAMP '2026-03-17 03:15:22' AS l";
    assertThat(printed(ResultFormat.TABLE, 80, sql))
        .contains("2026-03-17 03:15:22.123456  2026-03-17 03:15:22.000000\n");
    assertThat(printed(ResultFormat.CSV, 80, sql))
        .isEqualTo("t,l\r\n2026-03-17T03:15:22.123456Z,2026-03-17T03:15:22.000000\r\n");
    assertThat(printed(ResultFormat.JSON, 80, sql))
        .isEqualTo(
            """
            {"t":"2026-03-17T03:15:22.123456Z","l":"2026-03-17T03:15:22.000000"}
            """);
  }

  @Test
  void jsonIsExactAndOneObjectALine() throws Exception {
    assertThat(
            printed(
                ResultFormat.JSON,
                80,
                "SELECT 18446744073709551615::DECIMAL(20,0) AS u, 9223372036854775807 AS b,"
                    + " sum(9223372036854775807) AS h, 0.1::DOUBLE AS d, 'NaN'::DOUBLE AS n,"
                    + " '-inf'::FLOAT AS i, NULL AS z, true AS t, '\\xDE\\xAD'::BLOB AS x,"
                    + " 'q\"' AS s, [1, NULL] AS l, {'a': 'b', 'c': [0.5]} AS o, 1 AS u"
                    + " FROM range(2)"))
        .isEqualTo(
            """
            {"u":18446744073709551615,"b":9223372036854775807,"h":18446744073709551614,"d":0.1,\
            "n":null,"i":null,"z":null,"t":true,"x":"dead","s":"q\\"","l":[1,null],\
            "o":{"a":"b","c":[0.5]},"u_2":1}
            """);
  }

  @Test
  void nestedValuesAndBytesAreReadable() throws Exception {
    String sql = "SELECT [1, NULL] AS l, {'a': 'b', 'c': '\\x01\\xFF'::BLOB} AS o";
    assertThat(printed(ResultFormat.TABLE, 80, sql)).contains("[1, NULL]  {a: b, c: 01ff}\n");
    assertThat(printed(ResultFormat.CSV, 80, sql))
        .isEqualTo("l,o\r\n\"[1, NULL]\",\"{a: b, c: 01ff}\"\r\n");
  }

  private static String printed(ResultFormat format, int width, String sql) throws Exception {
    StringWriter out = new StringWriter();
    try (QueryResult result = session.query(sql)) {
      format.print(result, width, out);
    }
    return out.toString();
  }
}
