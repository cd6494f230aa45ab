package org.crashtag.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.crashtag.bytes.Escape;
import org.crashtag.report.SignatureModel.Detail;
import org.crashtag.report.TableModel.Cell;
import org.crashtag.report.TableModel.Head;
import org.crashtag.sql.SqlFault;

/** The table of the most frequent signatures, with what is known about the crashes of each. */
final class SignatureBuilder {
  /** The questions about signatures ask for as many signatures as this. */
  private static final int MOST = 50;

  private final ReportSession session;
  private final Spans spans;
  private final Answer signatures;
  private final List<Answer> asked = new ArrayList<>();

  SignatureBuilder(ReportSession session, Spans spans) throws SqlFault {
    this.session = session;
    this.spans = spans;
    this.signatures = ask("signatures");
  }

  private Answer ask(String name) throws SqlFault {
    Answer answer = session.ask(name);
    asked.add(answer);
    return answer;
  }

  private List<Answer.Row> top() {
    List<Answer.Row> all = signatures.named();
    return all.subList(0, Math.min(MOST, all.size()));
  }

  /** The links to the rows of signatures. */
  Map<String, String> anchors() {
    Map<String, String> anchors = new HashMap<>();
    for (Answer.Row row : top()) {
      anchors.put(row.text("signature"), "#signature-" + (anchors.size() + 1));
    }
    return anchors;
  }

  /**
   * Asks everything else about them.
   *
   * @param weeks of the sparklines
   * @param withMessages whether the drivers' messages may be shown
   */
  PageModel.SignatureTable table(Weeks weeks, boolean withMessages) throws SqlFault {
    Map<String, List<Answer.Row>> byWeek = ask("signature-weeks").by("signature");
    Map<String, List<Answer.Row>> examples = ask("signature-examples").by("signature");
    List<Facts> facts = new ArrayList<>();
    facts.add(lift());
    facts.add(builds());
    facts.add(processes());
    facts.add(machines());
    if (withMessages) {
      facts.add(messages());
    }
    List<SignatureModel> models = new ArrayList<>();
    for (Answer.Row row : top()) {
      String signature = row.text("signature");
      Sparkline line =
          byWeek.containsKey(signature)
              ? Sparkline.of(weeks.counts(byWeek.get(signature), "crashes"))
              : null;
      Optional<Answer.Row> example =
          Optional.ofNullable(examples.get(signature)).map(found -> found.get(0));
      List<Detail> details =
          facts.stream()
              .map(fact -> fact.of(signature))
              .filter(detail -> !detail.rows().isEmpty())
              .toList();
      models.add(model(row, models.size() + 1, line, weeks.first().toString(), example, details));
    }
    return new PageModel.SignatureTable(
        note(),
        spans.beforeLabel(),
        spans.sinceLabel(),
        models,
        asked.stream().map(SqlModel::of).toList());
  }

  private String note() {
    int all = signatures.rows().size();
    if (all <= MOST) {
      return Shown.counted(all, "signature", "signatures") + ".";
    }
    long crashes = signatures.named().stream().mapToLong(row -> row.number("crashes")).sum();
    long shown = top().stream().mapToLong(row -> row.number("crashes")).sum();
    return MOST
        + " of "
        + Shown.counted(all, "signature", "signatures")
        + ", with "
        + Math.round(100.0 * shown / crashes)
        + " % of the crashes that have one.";
  }

  private static SignatureModel model(
      Answer.Row row,
      int place,
      Sparkline weeks,
      String firstWeek,
      Optional<Answer.Row> example,
      List<Detail> details) {
    String full = Shown.text(row.text("signature"));
    String name = Shown.shortened(full);
    String source = example.map(found -> found.text("source")).orElse(null);
    String member = example.map(found -> found.text("member")).orElse(null);
    String path = member == null ? source : source + "!" + member;
    return new SignatureModel(
        "signature-" + place,
        name,
        name.equals(full) ? null : full,
        row.text("bugcheck_name") == null ? "" : Shown.text(row.text("bugcheck_name")),
        Shown.count(row.number("crashes")),
        Shown.count(row.number("machines")),
        Shown.count(row.number("os_builds")),
        Shown.count(row.number("crashes_before")),
        Shown.count(row.number("crashes_since")),
        TableModel.trend(row.number("crashes_before"), row.number("crashes_since")),
        Shown.text(row.value("first_seen")),
        Shown.text(row.value("last_seen")),
        weeks,
        firstWeek,
        details,
        source == null ? null : ShellCommand.show(source, member).orElse(null),
        path == null ? null : Escape.text(path));
  }

  /** The rows of an answer that belong to a signature, as a list of facts. */
  private record Facts(
      String title,
      Answer answer,
      Map<String, List<Answer.Row>> rows,
      Map<String, Boolean> heads,
      Function<Answer.Row, List<String>> values,
      String note) {
    Detail of(String signature) {
      List<Head> headings = new ArrayList<>();
      heads.forEach((text, numeric) -> headings.add(new Head(text, numeric)));
      List<List<Cell>> cells = new ArrayList<>();
      for (Answer.Row row : rows.getOrDefault(signature, List.of())) {
        List<Cell> line = new ArrayList<>();
        for (String text : values.apply(row)) {
          String shown = Shown.shortened(text);
          line.add(
              new Cell(
                  shown,
                  shown.equals(text) ? null : text,
                  headings.get(line.size()).numeric(),
                  line.isEmpty(),
                  null,
                  null));
        }
        cells.add(line);
      }
      return new Detail(title, ReportSession.anchor(answer.name()), headings, cells, note);
    }
  }

  private Facts facts(
      String title,
      String question,
      Map<String, Boolean> heads,
      String note,
      Function<Answer.Row, List<String>> values)
      throws SqlFault {
    Answer answer = ask(question);
    return new Facts(title, answer, answer.by("signature"), heads, values, note);
  }

  private static Map<String, Boolean> heads(String text, String... numeric) {
    Map<String, Boolean> heads = new LinkedHashMap<>();
    heads.put(text, false);
    for (String number : numeric) {
      heads.put(number, true);
    }
    return heads;
  }

  private Facts lift() throws SqlFault {
    return facts(
        "Over-represented",
        "signature-lift",
        heads("What", "Here", "Elsewhere", "Lift"),
        "Its share of these crashes, its share of all other crashes, and how many times as large"
            + " the first is.",
        row ->
            List.of(
                row.text("kind") + " " + Shown.text(row.text("fact")),
                percent(row.value("percent_here")),
                percent(row.value("percent_elsewhere")),
                lift(row)));
  }

  private static String percent(Object value) {
    return value == null ? Shown.NONE : Shown.decimal(value, 1) + "\u00a0%";
  }

  /**
   * The lift of a fact; for one that occurs in no other crash, it would depend only on the number
   * of crashes.
   */
  private static String lift(Answer.Row row) {
    boolean isElsewhere = row.value("percent_elsewhere") instanceof Double percent && percent > 0;
    return isElsewhere ? Shown.decimal(row.value("lift"), 1) + "×" : "only here";
  }

  private Facts builds() throws SqlFault {
    return facts(
        "Builds of the module",
        "signature-builds",
        heads("Built", "Crashes", "Loaded in"),
        "How many of these crashes have the build, and how many crashes have it loaded at all.",
        row ->
            List.of(
                row.value("built") == null
                    ? "build 0x" + Long.toHexString(row.number("timestamp"))
                    : Shown.text(row.value("built")),
                Shown.count(row.number("crashes")),
                Shown.count(row.number("loaded_in"))));
  }

  private Facts processes() throws SqlFault {
    return facts(
        "Running process",
        "signature-processes",
        heads("Process", "Crashes"),
        null,
        row -> List.of(Shown.text(row.text("process")), Shown.count(row.number("crashes"))));
  }

  private Facts machines() throws SqlFault {
    return facts(
        "Machines with most of them",
        "signature-machines",
        heads("Machine", "Crashes"),
        null,
        row ->
            List.of(
                TableModel.machine(row.text("machine_id"))
                    + (row.text("product") == null ? "" : ", " + Shown.text(row.text("product"))),
                Shown.count(row.number("crashes"))));
  }

  private Facts messages() throws SqlFault {
    return facts(
        "Last messages of drivers",
        "signature-messages",
        heads("Message", "Crashes"),
        "Of the ten newest crashes.",
        row ->
            List.of(
                Shown.text(row.text("driver")) + ": " + Shown.text(row.text("text")),
                Shown.count(row.number("crashes"))));
  }
}
