package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleModule;
import org.crashtag.testing.Browser;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page of the demo's fleet, and one of names that mean harm, in a browser.
 *
 * <p>With the system property {@code docs.update} the picture in the README is taken again.
 */
class ReportPageTest {
  private static final Path PICTURE = Path.of("src/site/resources/crashes.png");
  private static final int MOST_PICTURE_BYTES = 100_000;
  private static final int PICTURE_HEIGHT = 760;

  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern NUMBER = Pattern.compile("-?[0-9,]+(\\.[0-9]+)?");

  private static final String OPEN_ALL =
      "document.querySelectorAll('.open[aria-expanded=false]').forEach(button => button.click()),"
          + "document.querySelectorAll('details').forEach(details => { details.open = true; })";

  @TempDir private static Path folder;

  private static Browser browser;
  private static String tables;
  private static Path page;
  private static Path narrowed;
  private static Path hostile;

  @BeforeAll
  static void makePages() throws Exception {
    browser = Browser.open();
    tables = folder.resolve("tables").toString();
    Path archive = folder.resolve("archive");
    Fleet.write(archive, 500, 1, 2, done -> {});
    run(
        "run",
        "pipelines/eventlog.yaml",
        "--messages=pipelines/messages",
        "--input=" + archive,
        "--output=" + tables);
    page = folder.resolve("crashes.html");
    run("report", "--output", tables, "-o", page.toString());
    narrowed = folder.resolve("narrowed.html");
    run(
        "report",
        "--output=" + tables,
        "-o",
        narrowed.toString(),
        "--baseline=2026-04-01",
        "--where=os_build >= 19041 OR os_build < 10000 -- the rest");
    hostile = hostilePage();
  }

  @AfterAll
  static void close() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  private static void run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  /**
   * Hostile names of drivers, in KMDF's list and of members of archives, from a fleet; in a
   * signature, in a declared record and in paths, from a dump made here.
   */
  private static Path hostilePage() throws IOException {
    Path archive = folder.resolve("hostile");
    String text = "</script><script>alert(1)</script><img src=x onerror=alert(1)>";
    Path blob = Files.writeString(folder.resolve("blob"), text + "\0".repeat(128 - text.length()));
    Path header = folder.resolve("note.h");
    Files.writeString(header, "typedef struct { char Text[128]; } NOTE;\n");
    String tag = "ac3e0001-5eed-4b0b-8a5e-0123456789ab";
    Path pipeline = folder.resolve("notes.yaml");
    Files.writeString(
        pipeline,
        "decode:\n  - tag: \""
            + tag
            + "\"\n    table: notes\n    header: note.h\n    record: NOTE\n");
    String output = folder.resolve("hostile-tables").toString();
    // Drivers with harmless names are known from an earlier run, so that the others are new.
    run("run", "--input=" + folder.resolve("archive"), "--output=" + output);
    run(
        "sample",
        archive.toString(),
        "--dumps=250",
        "--seed=7",
        "--broken=100%",
        "--blob=" + tag + "=" + blob);
    for (String name : List.of("<img src=x onerror=alert(1)>.sys", "z".repeat(251) + ".sys")) {
      long base = 0xFFFFF80000000000L;
      Files.write(
          archive.resolve(name.length() + "'\"$(x)<b>.dmp"),
          DumpBytes.of(
              DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
                  .build(19041)
                  .bugCheck(0xD1, name.length(), 2, 0, base + 0x1000)
                  .module(
                      new SampleModule(
                          "\\SystemRoot\\" + name, base, 0x8000, 0, 1_600_000_000L, 8))));
    }
    CommandRun run =
        CommandRun.of(
            "run",
            pipeline.toString(),
            "--input=" + archive,
            "--output=" + output,
            "--max-rejects=100%");
    assertThat(run.exitCode()).as(run.err()).isZero();
    Path html = folder.resolve("hostile.html");
    run("report", "--output", output, "-o", html.toString(), "--where", "'<script>' <> '\"</pre>'");
    return html;
  }

  private void show(Path file) throws IOException {
    browser.look(1280, false);
    browser.show(file);
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static List<String> texts(String expression) throws IOException {
    return texts(browser.evaluate(expression));
  }

  @ParameterizedTest
  @CsvSource({"1280, false", "1280, true", "400, false", "400, true"})
  void pageIsQuietAccessibleAndAsWideAsTheWindow(int width, boolean dark) throws IOException {
    browser.look(width, dark);
    for (Path file : List.of(page, hostile)) {
      browser.show(file);
      assertThat(browser.evaluate("document.querySelectorAll('canvas').length").asInt())
          .isEqualTo(2);
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(width);
      browser.evaluate(OPEN_ALL);
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(width);
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.requests()).containsExactly(file.toUri().toString());
      assertThat(serious()).isEmpty();
    }
  }

  /** The serious findings of axe, with the elements. */
  private static List<String> serious() throws IOException {
    try (InputStream axe = ReportPageTest.class.getResourceAsStream(AXE)) {
      browser.evaluate(new String(axe.readAllBytes(), UTF_8) + ";1");
    }
    return texts(
        "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations"
            + ".filter(one => ['serious', 'critical'].includes(one.impact))"
            + ".map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html)))");
  }

  @Test
  void pageIsSmallAndItsHeadingsAreInOrder() throws IOException {
    show(page);

    assertThat(Files.size(page)).isLessThan(400_000);
    assertThat(texts("[...document.querySelectorAll('h1, h2')].map(head => head.textContent)"))
        .containsExactly(
            "Crashes in " + tables,
            "Is it getting worse?",
            "What is new?",
            "Top signatures",
            "Drivers by build",
            "Machines",
            "Models and BIOS versions",
            "Display drivers",
            "Your own tags",
            "How good is the data?",
            "About this page");
    List<Integer> levels =
        texts("[...document.querySelectorAll('h1, h2, h3, h4')].map(head => head.tagName[1])")
            .stream()
            .map(Integer::valueOf)
            .toList();
    for (int i = 1; i < levels.size(); i++) {
      assertThat(levels.get(i)).isLessThanOrEqualTo(levels.get(i - 1) + 1);
    }
  }

  /**
   * Each table with the SQL that it links to: the rows, without what columns stand for the same in
   * both.
   */
  @ParameterizedTest
  @ValueSource(strings = {"crashes.html", "narrowed.html"})
  void numbersEqualThoseOfTheirSql(String name) throws IOException {
    show(folder.resolve(name));
    JsonNode found =
        browser.evaluate(
            "[...document.querySelectorAll('table.data:not(.groups)')].map(table => ({"
                + "id: table.dataset.sql,"
                + "sql: document.querySelector('#' + table.dataset.sql + ' code').textContent,"
                + "heads: [...table.tHead.rows[0].cells].map(cell => cell.textContent),"
                + "rows: [...table.tBodies[0].rows].map(row => [...row.cells].map("
                + "cell => cell.title || cell.textContent))}))");
    assertThat(found.size()).isGreaterThan(12);
    for (JsonNode table : found) {
      if (!table.get("id").asText().equals("sql-by-week")) {
        String sql = table.get("sql").asText();
        List<Map<String, String>> answer = ask(sql);
        List<String> columns = new ArrayList<>(answer.get(0).keySet());
        if (columns.contains("built")) {
          columns.removeAll(List.of("timestamp", "bytes"));
        }
        assertThat(table.get("heads")).as(sql).hasSize(columns.size());
        assertThat(table.get("rows").size()).isPositive().isLessThanOrEqualTo(answer.size());
        for (int row = 0; row < table.get("rows").size(); row++) {
          List<String> cells = texts(table.get("rows").get(row));
          for (int i = 0; i < cells.size(); i++) {
            assertSame(cells.get(i), columns.get(i), answer.get(row).get(columns.get(i)), sql);
          }
        }
      }
    }
  }

  private static void assertSame(String shown, String column, String value, String sql) {
    if (column.equals("built") && value.isEmpty()) {
      assertThat(shown).startsWith("0x");
    } else if (value.isEmpty()) {
      assertThat(shown).isEqualTo("–");
    } else if (NUMBER.matcher(shown).matches() && NUMBER.matcher(value).matches()) {
      assertThat(new BigDecimal(shown.replace(",", ""))).as(sql).isEqualByComparingTo(value);
    } else if (column.equals("time")) {
      assertThat(value.replace('T', ' ')).as(sql).startsWith(shown);
    } else {
      assertThat(shown).as(sql).isEqualTo(value);
    }
  }

  /** The rows of a statement, by the columns' names in their order; NULL is empty. */
  private static List<Map<String, String>> ask(String sql) throws IOException {
    Path file = Files.writeString(folder.resolve("asked.sql"), sql);
    CommandRun run = CommandRun.of("sql", "--output", tables, "--format=json", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : run.outLines()) {
      Map<String, String> row = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : JSON.readTree(line).properties()) {
        row.put(field.getKey(), field.getValue().asText("").replace("null", ""));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<Map<String, String>> askNamed(String anchor) throws IOException {
    return ask(
        browser.evaluate("document.querySelector('#" + anchor + " code').textContent").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"crashes.html", "narrowed.html"})
  void signaturesEqualTheirSql(String name) throws IOException {
    show(folder.resolve(name));
    JsonNode shown =
        browser.evaluate(
            "[...document.querySelector('table.groups').tBodies].map(group => ["
                + "group.querySelector('.name').textContent, ...[...group.rows[0].cells]"
                + ".filter(cell => cell.classList.contains('n')).map(cell => cell.textContent)])");
    List<Map<String, String>> rows = askNamed("sql-signatures");
    assertThat(shown.size()).isEqualTo(rows.size()).isGreaterThan(10);
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> row = rows.get(i);
      assertThat(texts(shown.get(i)))
          .containsExactly(
              row.get("signature"),
              row.get("crashes"),
              row.get("machines"),
              row.get("os_builds"),
              row.get("crashes_before"),
              row.get("crashes_since"));
    }
    JsonNode facts =
        browser.evaluate(
            "[...document.querySelectorAll('.facts h3 a')].map(link => ["
                + "link.closest('tbody').querySelector('.name').textContent,"
                + "link.getAttribute('href').slice(1),"
                + "[...(link.closest('h3').nextElementSibling.tBodies?.[0].rows ?? [])]"
                + ".map(row => [...row.cells].map(cell => cell.textContent))])");
    Map<String, List<Map<String, String>>> answers = new HashMap<>();
    for (JsonNode fact : facts) {
      String anchor = fact.get(1).asText();
      if (!answers.containsKey(anchor)) {
        answers.put(anchor, askNamed(anchor));
      }
      List<Map<String, String>> of =
          answers.get(anchor).stream()
              .filter(row -> row.get("signature").equals(fact.get(0).asText()))
              .toList();
      JsonNode lines = fact.get(2);
      assertThat(of).as(anchor).isNotEmpty();
      for (int i = 0; i < lines.size(); i++) {
        List<String> cells = texts(lines.get(i));
        if (anchor.equals("sql-signature-lift")) {
          assertThat(cells.get(0)).isEqualTo(of.get(i).get("kind") + " " + of.get(i).get("fact"));
          assertThat(cells.get(1)).isEqualTo(of.get(i).get("percent_here") + "\u00a0%");
          assertThat(cells.get(2)).isEqualTo(of.get(i).get("percent_elsewhere") + "\u00a0%");
        } else {
          assertThat(cells.get(1)).isEqualTo(of.get(i).get("crashes"));
        }
      }
      assertThat(lines.size()).isIn(0, of.size());
    }
    assertThat(answers)
        .containsKeys(
            "sql-signature-lift",
            "sql-signature-builds",
            "sql-signature-processes",
            "sql-signature-machines",
            "sql-signature-messages",
            "sql-signature-examples");
  }

  @Test
  void figuresAndChartsEqualTheirSql() throws IOException {
    show(page);
    Map<String, String> spans = askNamed("sql-spans").get(0);
    assertThat(texts("[...document.querySelectorAll('.figures a')].map(link => link.textContent)"))
        .containsExactly(
            spans.get("crashes_since"),
            spans.get("machines_since"),
            askNamed("sql-totals").get(0).get("crashes"));
    assertThat(browser.evaluate("document.querySelector('.lead').textContent").asText())
        .contains(
            spans.get("crashes_since") + " crashes in the last 28 days",
            spans.get("crashes_before") + " in the 28 days before");

    JsonNode data = browser.evaluate("JSON.parse(document.getElementById('data').textContent)");
    List<Map<String, String>> weeks = askNamed("sql-by-week");
    assertThat(data.get("weeks").size()).isEqualTo(data.get("crashes").size()).isGreaterThan(20);
    assertThat(sum(data.get("crashes"))).isEqualTo(sum(weeks, "crashes"));
    assertThat(sum(data.get("machines"))).isEqualTo(sum(weeks, "machines"));
    long byBuild = 0;
    for (JsonNode build : data.get("builds")) {
      byBuild += sum(build.get("crashes"));
    }
    assertThat(byBuild).isEqualTo(sum(askNamed("sql-by-week-and-build"), "crashes"));
    JsonNode rows =
        browser.evaluate(
            "[...document.querySelectorAll('.numbers table tbody tr')].map(row =>"
                + " [...row.cells].map(cell => cell.textContent))");
    for (Map<String, String> week : weeks) {
      assertThat(StreamSupport.stream(rows.spliterator(), false).map(ReportPageTest::texts))
          .anyMatch(
              row ->
                  row.subList(0, 3)
                      .equals(
                          List.of(week.get("week"), week.get("crashes"), week.get("machines"))));
    }
  }

  private static long sum(JsonNode counts) {
    return StreamSupport.stream(counts.spliterator(), false).mapToLong(JsonNode::asLong).sum();
  }

  private static long sum(List<Map<String, String>> rows, String column) {
    return rows.stream().mapToLong(row -> Long.parseLong(row.get(column))).sum();
  }

  private static List<Integer> column(int place) throws IOException {
    return texts(
            "[...document.querySelector('table.groups').tBodies].map(group =>"
                + " group.rows[0].cells["
                + place
                + "].textContent)")
        .stream()
        .map(Integer::valueOf)
        .toList();
  }

  @Test
  void tableSortsFiltersAndOpensByKeyboard() throws IOException {
    show(page);
    List<Integer> machines = column(2);
    browser.evaluate("document.querySelectorAll('table.groups thead button')[2].focus()");
    browser.press("Enter");
    assertThat(column(2)).isSortedAccordingTo((one, two) -> two - one).isNotEqualTo(machines);
    assertThat(
            texts(
                "[...document.querySelectorAll('table.groups [aria-sort]')].map("
                    + "head => head.textContent + ' ' + head.getAttribute('aria-sort'))"))
        .containsExactly("Machines descending");
    browser.press("Enter");
    assertThat(column(2)).isSorted();

    browser.evaluate("document.getElementById('filter').focus()");
    browser.type("ACMEdisk");
    assertThat(
            texts(
                "[...document.querySelectorAll('table.groups tbody:not([hidden]) .name')].map("
                    + "name => name.textContent)"))
        .isNotEmpty()
        .allMatch(name -> name.contains("acmedisk"));
    assertThat(browser.evaluate("document.getElementById('filtered').textContent").asText())
        .matches("[12] of [0-9]+");

    browser.evaluate("document.querySelector('table.groups tbody:not([hidden]) .open').focus()");
    browser.press("Enter");
    String facts = "document.querySelector('table.groups tbody:not([hidden]) .facts')";
    assertThat(browser.evaluate("document.activeElement.getAttribute('aria-expanded')").asText())
        .isEqualTo("true");
    assertThat(browser.evaluate(facts + ".checkVisibility()").asBoolean()).isTrue();
    assertThat(browser.evaluate(facts + ".textContent").asText())
        .contains("Over-represented", "acmedisk.sys of 20", "crashtag show ");
    browser.press("Enter");
    assertThat(browser.evaluate(facts + ".checkVisibility()").asBoolean()).isFalse();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void numbersAndLinksLeadToTheirSql() throws IOException {
    show(page);
    browser.evaluate("document.querySelector('#models td.n').click()");
    String isOpen =
        "new Promise(done => setTimeout(() => done(document.activeElement.closest("
            + "'details[open]')?.id ?? ''), 50))";
    assertThat(browser.evaluate(isOpen).asText()).isEqualTo("sql-models");
    browser.evaluate("document.querySelector('.figures a').click()");
    assertThat(browser.evaluate(isOpen).asText()).isEqualTo("sql-spans");
    browser.evaluate("document.querySelector('.open').click()");
    browser.evaluate("document.querySelector('.facts .to-sql').click()");
    assertThat(browser.evaluate(isOpen).asText()).isEqualTo("sql-signature-lift");
    assertThat(
            texts(
                "[...document.querySelectorAll('a[href^=\"#\"]')].map(link =>"
                    + " link.getAttribute('href')).filter(href => !document.querySelector(href))"))
        .isEmpty();

    browser.evaluate("document.querySelector('#sql-models .copy').click()");
    String label =
        "new Promise(done => setTimeout(() => done("
            + "document.querySelector('#sql-models .copy').textContent), 200))";
    assertThat(browser.evaluate(label).asText()).isIn("Copied", "Press Ctrl-C");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void hostileNamesAreOnlyText() throws IOException {
    show(hostile);
    browser.evaluate(OPEN_ALL);
    assertThat(browser.dialogs()).isEmpty();
    assertThat(browser.evaluate("document.querySelectorAll('img, b, iframe, object').length"))
        .hasToString("0");
    assertThat(browser.evaluate("document.querySelectorAll('script').length")).hasToString("3");
    assertThat(
            browser.evaluate(
                "document.querySelectorAll('[onerror], [onclick], [onmouseover]')" + ".length"))
        .hasToString("0");
    String text = browser.evaluate("document.body.innerText").asText();
    assertThat(text)
        .contains(
            "0xD1|<img src=x onerror=alert(1)>.sys",
            "\"'><script>alert(1);<!--.sys",
            "{{constructor}}${7*7}`&lt;&#60;.sys",
            "\\u{202e}gpj",
            "</script><script>alert(1)</script>")
        .doesNotContain("\u202e", "\u2066", "\u200f");
    // The shell gets the name as one word.
    assertThat(
            texts("[...document.querySelectorAll('.command code')].map(code => code.textContent)"))
        .anyMatch(command -> command.endsWith("/32'\\''\"$(x)<b>.dmp'"));
  }

  @Test
  void pagePrintsInDarkColoursOnWhite() throws IOException {
    browser.look(1280, true);
    browser.show(page);
    browser.call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            "print",
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(browser.evaluate("getComputedStyle(document.body).color").asText())
        .isEqualTo("rgb(0, 0, 0)");
    assertThat(browser.evaluate("document.querySelector('nav').checkVisibility()").asBoolean())
        .isFalse();
    assertThat(
            browser
                .evaluate("document.querySelector('#models table').checkVisibility()")
                .asBoolean())
        .isTrue();
    browser.call("Emulation.setEmulatedMedia", Map.of("media", ""));
  }

  @Test
  void pictureInTheReadmeIsSmall() throws IOException {
    if (Boolean.getBoolean("docs.update")) {
      browser.look(1000, false);
      browser.show(page);
      // The picture names the folder as the README does.
      browser.evaluate("document.querySelector('h1 bdi').textContent = 'in demo/tables'");
      Files.createDirectories(PICTURE.getParent());
      Files.write(PICTURE, browser.picture(PICTURE_HEIGHT));
    }
    assertThat(PICTURE).isRegularFile();
    assertThat(Files.size(PICTURE)).isLessThan(MOST_PICTURE_BYTES);
  }
}
