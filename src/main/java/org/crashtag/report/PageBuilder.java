package org.crashtag.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;
import org.crashtag.report.PageModel.Charts;
import org.crashtag.report.PageModel.Figure;
import org.crashtag.report.PageModel.Section;
import org.crashtag.report.PageModel.Series;
import org.crashtag.report.PageModel.Verdict;
import org.crashtag.report.TableModel.Cell;
import org.crashtag.report.TableModel.Head;
import org.crashtag.sql.SqlFault;

/** Asks the questions of a page and arranges the answers. */
final class PageBuilder {
  private static final int MOST_ROWS = 20;
  private static final int MOST_NEW = 12;
  private static final int MOST_OWN_TABLES = 4;
  private static final int MOST_OWN_COLUMNS = 7;

  /** The first crash may be later than the start of a span by one part in this many. */
  private static final int TOLERANCE = 10;

  /** A clock can be a little fast. */
  private static final int HOURS_OF_CLOCKS = 24;

  private final ReportScope scope;
  private final ReportSession session;
  private final Spans spans;
  private final Answer.Row totals;
  private final Answer totalsAnswer;
  private final boolean hasTimes;
  private Map<String, String> anchors = Map.of();

  PageBuilder(ReportScope scope, ReportSession session) throws ScopeException, SqlFault {
    this.scope = scope;
    this.session = session;
    Instant latest = scope.latestRun().plus(HOURS_OF_CLOCKS, ChronoUnit.HOURS);
    session.set(Map.of("latest", latest.toString()));
    OffsetDateTime last = (OffsetDateTime) session.ask("last-crash").named().get(0).value("last");
    hasTimes = last != null;
    spans =
        Spans.of(
            hasTimes ? last.toInstant() : scope.latestRun(), scope.latestRun(), scope.baseline());
    session.set(spans.parameters());
    totalsAnswer = session.ask("totals");
    totals = totalsAnswer.named().get(0);
  }

  /** The page without its style and scripts. */
  PageModel build(PageResources resources) throws SqlFault {
    if (totals.number("crashes") == 0) {
      return page(resources, "{}", nothing(), null, null, null, null, null, List.of());
    }
    Answer byWeek = session.ask("by-week");
    Answer byWeekAndBuild = session.ask("by-week-and-build");
    Weeks weeks = Weeks.of(byWeek, spans.lastDay());
    SignatureBuilder signatures = new SignatureBuilder(session, spans);
    anchors = signatures.anchors();
    List<Section> after = new ArrayList<>();
    after.add(drivers());
    after.add(machines());
    after.add(models());
    after.add(display());
    after.add(own());
    after.add(quality());
    return page(
        resources,
        data(weeks, byWeek, byWeekAndBuild),
        null,
        verdict(),
        hasTimes ? charts(weeks, byWeek, byWeekAndBuild) : null,
        signatures.table(weeks, !scope.keepsPrivate()),
        windowsBuilds(),
        news(),
        after);
  }

  private PageModel page(
      PageResources resources,
      String data,
      String nothing,
      Verdict verdict,
      Charts charts,
      PageModel.SignatureTable signatures,
      Section worse,
      Section news,
      List<Section> after) {
    return new PageModel(
        resources.policy(),
        resources.style(),
        resources.library(),
        resources.script(),
        data,
        scope.program(),
        scope.output(),
        summary(),
        scope.latestRun().truncatedTo(ChronoUnit.SECONDS).toString(),
        scope.condition().orElse(null),
        nothing,
        verdict,
        charts,
        signatures,
        worse,
        news,
        after,
        List.of(SqlModel.of(totalsAnswer)));
  }

  /** A page for an output folder in which no run was committed. */
  static PageModel ofNothing(ReportScope scope, PageResources resources) {
    return new PageModel(
        resources.policy(),
        resources.style(),
        resources.library(),
        resources.script(),
        "{}",
        scope.program(),
        scope.output(),
        null,
        null,
        scope.condition().orElse(null),
        "No run is committed in this folder. \"crashtag run\" creates one.",
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of());
  }

  private String nothing() {
    if (totals.number("dumps") == 0) {
      return scope.condition().isPresent()
          ? "No dump meets the condition."
          : "The tables hold no dump.";
    }
    return "The tables hold no crash, only "
        + Shown.counted(totals.number("live_reports"), "live kernel report", "live kernel reports")
        + ".";
  }

  private String summary() {
    String first = Shown.text(totals.value("first_crash"));
    String last = Shown.text(totals.value("last_crash"));
    long strays = totals.number("crashes_of_no_known_machine");
    return Shown.counted(totals.number("crashes"), "crash", "crashes")
        + " of "
        + Shown.counted(totals.number("machines"), "machine", "machines")
        + (hasTimes ? ", " + first + " to " + last : "")
        + ", in "
        + Shown.counted(totals.number("dumps"), "dump", "dumps")
        + (strays == 0
            ? "."
            : ". The machine of " + Shown.counted(strays, "crash", "crashes") + " is not known.");
  }

  private Verdict verdict() throws SqlFault {
    Answer answer = session.ask("spans");
    Answer.Row row = answer.named().get(0);
    long before = row.number("crashes_before");
    long since = row.number("crashes_since");
    LocalDate first = (LocalDate) totals.value("first_crash");
    boolean isWhole =
        first != null && !first.isAfter(spans.firstDay().plusDays(spans.days() / TOLERANCE));
    String trend = isWhole ? TableModel.trend(before, since) : null;
    String sql = ReportSession.anchor(answer.name());
    return new Verdict(
        sentence(before, since, trend, isWhole),
        trend,
        "The two spans are "
            + spans.firstDay()
            + " to "
            + spans.middleDay()
            + " and "
            + spans.middleDay()
            + " to "
            + spans.lastDay()
            + ". A difference counts as clear if it exceeds twice the square root of both counts"
            + " together, which chance alone rarely causes.",
        List.of(
            figure(since, before, "crash", "crashes", sql),
            figure(
                row.number("machines_since"),
                row.number("machines_before"),
                "machine that crashed",
                "machines that crashed",
                sql),
            new Figure(
                Shown.count(totals.number("crashes")),
                "crashes in all",
                ReportSession.anchor(totalsAnswer.name()))),
        SqlModel.of(answer));
  }

  private static Figure figure(long since, long before, String one, String many, String sql) {
    String label = (since == 1 ? one : many) + "; " + Shown.count(before) + " before";
    return new Figure(Shown.count(since), label, sql);
  }

  private String sentence(long before, long since, String trend, boolean isWhole) {
    String span = spans.hasBaseline() ? "since " + spans.middleDay() : "in the last 28 days";
    String other = spans.hasBaseline() ? "in as many days before" : "in the 28 days before";
    String counts =
        Shown.counted(since, "crash", "crashes") + " " + span + ", " + Shown.count(before) + " ";
    if (!isWhole) {
      return counts
          + other
          + ". The archive begins within the first span, so they can't be compared.";
    }
    if (trend == null) {
      return "No clear change: " + counts + other + ".";
    }
    long percent = Math.round(100.0 * (since - before) / Math.max(1, before));
    String words = trend.equals("up") ? "More crashes: " : "Fewer crashes: ";
    String change =
        before == 0
            ? ""
            : String.format(Locale.ROOT, " (%s%d %%)", percent < 0 ? "−" : "+", Math.abs(percent));
    return words + counts + other + change + ".";
  }

  private TableModel table(Answer answer, String caption, String note, int most, String nothing) {
    return TableModel.of(answer, spans, caption, note, most, nothing, anchors);
  }

  private Section windowsBuilds() throws SqlFault {
    return new Section(
        null,
        null,
        null,
        List.of(
            table(
                session.ask("windows-builds"),
                "By Windows build",
                null,
                MOST_ROWS,
                "No dump states its Windows build.")));
  }

  private Section news() throws SqlFault {
    List<TableModel> tables = new ArrayList<>();
    boolean hasRuns = totals.number("runs") > 1;
    String note =
        hasRuns ? null : "There has been only one run so far, so everything in it is new.";
    if (hasRuns) {
      tables.add(
          table(
              session.askShipped("new-since-last-run"),
              "Signatures new in the latest run",
              null,
              MOST_NEW,
              "No signature is new."));
      tables.add(
          table(
              session.ask("new-driver-builds"),
              "Builds of drivers new in the latest run",
              null,
              MOST_NEW,
              "No build of a driver is new."));
    }
    String week = "the week to " + spans.lastDay();
    tables.add(
        table(
            session.ask("new-signatures-of-week"),
            "Signatures first seen in " + week,
            null,
            MOST_NEW,
            "No signature is new."));
    tables.add(
        table(
            session.ask("new-driver-builds-of-week"),
            "Builds of drivers first seen in " + week,
            null,
            MOST_NEW,
            "No build of a driver is new."));
    return new Section("new", "What is new?", note, tables);
  }

  private Section drivers() throws SqlFault {
    return new Section(
        "drivers",
        "Drivers by build",
        "Drivers that aren't part of Windows and were at work in crashes, as the suspect or with"
            + " the faulting instruction. That alone doesn't make a driver guilty.",
        List.of(
            table(
                session.ask("drivers"),
                "Builds of the ten drivers most often at work",
                "“Per machine” is the number of crashes for each machine that ever had the build:"
                    + " compare it between the builds of a driver.",
                40,
                "No such driver was at work in a crash."),
            table(
                session.askShipped("crashes-after-update"),
                "What crashed within 48 hours after an update",
                "The build in the machine's dump differs from the one in its previous dump.",
                MOST_ROWS,
                "No crash followed an update.")));
  }

  private Section machines() throws SqlFault {
    return new Section(
        "machines",
        "Machines",
        "A machine is named by the first digits of its machine_id, a keyed hash.",
        List.of(
            table(
                session.ask("worst-machines"),
                "Machines that crash most",
                null,
                MOST_ROWS,
                "No machine can be identified."),
            table(
                session.ask("hardware"),
                "Machines whose hardware may be at fault",
                "They report a hardware error, or rarely crash twice in the same way.",
                MOST_ROWS,
                "No machine looks like that.")));
  }

  private Section models() throws SqlFault {
    return new Section(
        "models",
        "Models and BIOS versions",
        null,
        List.of(
            table(
                session.ask("models"),
                "Crashes by model and BIOS version",
                null,
                25,
                "No dump states the model of its machine.")));
  }

  private Section display() throws SqlFault {
    return new Section(
        "display",
        "Display drivers",
        "A display crash is a bug check 0x116, 0x117, 0x119, 0x141 or 0x1A8, live kernel reports"
            + " included.",
        List.of(
            table(
                session.ask("display-drivers"),
                "Versions of display drivers",
                "The last two columns count display crashes only.",
                MOST_ROWS,
                "No display driver recorded its version."),
            table(
                session.askShipped("wddm-by-display-crash"),
                "Display adapters by driver model",
                null,
                MOST_ROWS,
                "No dump lists a display adapter.")));
  }

  private Section own() throws SqlFault {
    List<TableModel> tables = new ArrayList<>();
    for (TableSchema table :
        scope.ownTables().subList(0, Math.min(MOST_OWN_TABLES, scope.ownTables().size()))) {
      tables.add(
          table(
              session.ask("own-tag-" + table.name(), ownTag(table)),
              "Dumps with records in " + table.name(),
              null,
              MOST_ROWS,
              "No dump has such records."));
      if (!scope.keepsPrivate()) {
        tables.add(
            table(
                session.ask("own-records-" + table.name(), ownRecords(table)),
                "Last records of the newest crash in " + table.name(),
                null,
                MOST_ROWS,
                "No dump has such records."));
      }
    }
    tables.add(
        table(
            session.ask("unknown-tags"),
            "Tags that are not decoded",
            "A pipeline file can declare the records of a tag as a table.",
            MOST_ROWS,
            "Every tag is decoded."));
    String note =
        scope.ownTables().isEmpty()
            ? "No pipeline file declared a table for a tag of your own."
            : null;
    return new Section("own", "Your own tags", note, tables);
  }

  private static String ownTag(TableSchema table) {
    return """
        -- How many dumps have the tag whose records are in %1$s, and how were its blobs
        -- read?
        SELECT
          tag,
          status,
          count(DISTINCT tags.dump_id) AS dumps,
          round(100.0 * count(DISTINCT tags.dump_id) / (SELECT count(*) FROM dumps), 1)
            AS percent_of_dumps,
          sum(records) AS records,
          CAST(min(crash_time) AS DATE) AS first_seen,
          CAST(max(crash_time) AS DATE) AS last_seen
        FROM tags
        JOIN dumps ON dumps.dump_id = tags.dump_id
        WHERE tag IN (
          SELECT tag
          FROM tags
          JOIN %2$s AS own ON own.dump_id = tags.dump_id AND own.ordinal = tags.ordinal
        )
        GROUP BY tag, status
        ORDER BY dumps DESC, tag, status
        """
        .formatted(oneLine(table.name()), ReportSession.identifier(table.name()));
  }

  private static String ownRecords(TableSchema table) {
    Set<String> leading = new LinkedHashSet<>(Set.of("dump_id", "ordinal", "entry"));
    String columns =
        table.columns().stream()
            .filter(column -> !leading.contains(column.name()) && column.type() != ColumnType.BYTES)
            .limit(MOST_OWN_COLUMNS)
            .map(Column::name)
            .map(ReportSession::identifier)
            .map(name -> ",\n  own." + name)
            .collect(Collectors.joining());
    return """
        -- What are the last records in %1$s of the newest crash that has some?
        SELECT
          own.entry%2$s
        FROM %3$s AS own
        WHERE own.dump_id = (
          SELECT max_by(dump_id, crash_time)
          FROM dumps
          WHERE NOT coalesce(live, FALSE)
            AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE)
            AND dump_id IN (SELECT dump_id FROM %3$s)
        )
        ORDER BY own.ordinal DESC, own.entry DESC
        LIMIT 8
        """
        .formatted(oneLine(table.name()), columns, ReportSession.identifier(table.name()));
  }

  /** A name for a comment, which it can't end. */
  private static String oneLine(String name) {
    return name.replaceAll("\\R", " ");
  }

  private Section quality() throws SqlFault {
    return new Section(
        "quality",
        "How good is the data?",
        quality(totals),
        List.of(
            table(
                session.ask("rejects"),
                "Rejects by reason and folder",
                scope.condition().isPresent()
                    ? "These are the rejects of all dumps: --where can't apply to a dump that was"
                        + " not read."
                    : null,
                MOST_ROWS,
                "Nothing was rejected."),
            table(
                session.askShipped("decoded-share"),
                "Decoded share of what drivers wrote",
                null,
                MOST_ROWS,
                "No dump has a tagged blob."),
            table(
                session.ask("regions"),
                "Tagged regions by type of dump",
                null,
                MOST_ROWS,
                "There is no dump.")));
  }

  private static String quality(Answer.Row totals) {
    List<String> words = new ArrayList<>();
    long live = totals.number("live_reports");
    if (live > 0) {
      words.add(
          Shown.counted(
                  live, "live kernel report isn't a crash", "live kernel reports aren't crashes")
              + " and left out of this page.");
    }
    long strays = totals.number("crashes_of_no_credible_time");
    if (strays > 0) {
      words.add(
          Shown.counted(strays, "crash has", "crashes have")
              + " no time, or one that is later than the newest run.");
    }
    return words.isEmpty() ? null : String.join(" ", words);
  }

  private Charts charts(Weeks weeks, Answer byWeek, Answer byWeekAndBuild) {
    List<Series> builds = new ArrayList<>();
    for (String build : buildNames(byWeekAndBuild)) {
      builds.add(new Series(build, builds.size() + 1));
    }
    long[] crashes = weeks.counts(byWeek.named(), "crashes");
    long[] machines = weeks.counts(byWeek.named(), "machines");
    Map<String, long[]> byBuild = byBuild(weeks, byWeekAndBuild);
    List<Head> heads = new ArrayList<>();
    heads.add(new Head("Week of", false));
    heads.add(new Head("Crashes", true));
    heads.add(new Head("Machines", true));
    byBuild.keySet().forEach(build -> heads.add(new Head(build, true)));
    List<List<Cell>> rows = new ArrayList<>();
    List<LocalDate> days = weeks.days();
    for (int i = days.size() - 1; i >= 0; i--) {
      List<Cell> row = new ArrayList<>();
      row.add(new Cell(days.get(i).toString(), null, false, true, null, null));
      row.add(number(crashes[i]));
      row.add(number(machines[i]));
      for (long[] counts : byBuild.values()) {
        row.add(number(counts[i]));
      }
      rows.add(row);
    }
    String alternative =
        "Bar chart: crashes by week from "
            + days.get(0)
            + " to "
            + spans.lastDay()
            + ". The numbers are in the table below.";
    return new Charts(
        alternative,
        builds,
        new TableModel(
            byWeek.name(),
            "The charts' numbers",
            null,
            heads,
            rows,
            null,
            null,
            SqlModel.of(byWeek)),
        SqlModel.of(byWeekAndBuild));
  }

  private static Cell number(long count) {
    return new Cell(Shown.count(count), null, true, false, null, null);
  }

  /** The builds in the order of their numbers; all other builds, as one, come last. */
  private static List<String> buildNames(Answer byWeekAndBuild) {
    return byWeekAndBuild.by("os_build").keySet().stream()
        .sorted(
            (one, two) ->
                one.equals(OTHER) || two.equals(OTHER)
                    ? Boolean.compare(one.equals(OTHER), two.equals(OTHER))
                    : Long.compare(Long.parseLong(one), Long.parseLong(two)))
        .toList();
  }

  private static final String OTHER = "other";

  private static Map<String, long[]> byBuild(Weeks weeks, Answer byWeekAndBuild) {
    Map<String, List<Answer.Row>> rows = byWeekAndBuild.by("os_build");
    Map<String, long[]> counts = new LinkedHashMap<>();
    for (String build : buildNames(byWeekAndBuild)) {
      counts.put(build, weeks.counts(rows.get(build), "crashes"));
    }
    return counts;
  }

  /**
   * The charts' numbers.
   *
   * <pre>
   * {"weeks": [seconds since 1970], "crashes": [...], "machines": [...],
   *  "builds": [{"name": "19041", "crashes": [...]}]}
   * </pre>
   */
  private static String data(Weeks weeks, Answer byWeek, Answer byWeekAndBuild) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      long[] seconds =
          weeks.days().stream()
              .mapToLong(day -> day.atStartOfDay(ZoneOffset.UTC).toEpochSecond())
              .toArray();
      json.writeFieldName("weeks");
      json.writeArray(seconds, 0, seconds.length);
      for (String series : List.of("crashes", "machines")) {
        long[] counts = weeks.counts(byWeek.named(), series);
        json.writeFieldName(series);
        json.writeArray(counts, 0, counts.length);
      }
      json.writeArrayFieldStart("builds");
      for (Map.Entry<String, long[]> build : byBuild(weeks, byWeekAndBuild).entrySet()) {
        json.writeStartObject();
        json.writeStringField("name", build.getKey());
        json.writeFieldName("crashes");
        json.writeArray(build.getValue(), 0, build.getValue().length);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // No text in it can end the element.
    return text.toString().replace("<", "\\u003c");
  }
}
