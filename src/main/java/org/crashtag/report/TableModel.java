package org.crashtag.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.crashtag.sql.QueryResult;

/**
 * A table of a page: an answer with headings for people.
 *
 * @param id of the table's caption
 * @param more how many more rows the answer has; null for none
 * @param nothing what the page says instead of the table; null if it has rows
 */
record TableModel(
    String id,
    String caption,
    String note,
    List<Head> heads,
    List<List<Cell>> rows,
    String more,
    String nothing,
    SqlModel sql) {

  private static final int MOST_UNBROKEN = 24;

  /** Below this many crashes in both spans, no difference is called clear. */
  private static final int FEW = 8;

  /** Columns that distinguish two builds of the same day; the page shows only the day. */
  private static final Set<String> HIDDEN = Set.of("timestamp", "bytes");

  private static final String BUILT = "built";

  /** Columns whose numbers identify something. */
  private static final Set<String> NAMES =
      Set.of("os_build", "header_build", "windows_build", "bugcheck_code", "place");

  private static final Map<String, String> HEADINGS =
      Map.ofEntries(
          Map.entry("bugcheck_name", "Bug check"),
          Map.entry("os_build", "Windows build"),
          Map.entry("os_builds", "Windows builds"),
          Map.entry("built", "Built"),
          Map.entry("machine_id", "Machine"),
          Map.entry("product", "Model"),
          Map.entry("bios_version", "BIOS"),
          Map.entry("loaded_in", "Loaded in crashes"),
          Map.entry("crashes_per_machine", "Per machine"),
          Map.entry("codes", "Bug checks"),
          Map.entry("reported_by_hardware", "Hardware errors"),
          Map.entry("in_display", "Display crashes"),
          Map.entry("display_crashes", "Display crashes"),
          Map.entry("all_crashes", "Crashes"),
          Map.entry("wddm", "WDDM"),
          Map.entry("average_bytes", "Bytes each"));

  /**
   * A heading.
   *
   * @param text what it says
   * @param numeric whether the column's values are numbers
   */
  record Head(String text, boolean numeric) {}

  /**
   * A value.
   *
   * @param text as shown
   * @param full the whole text, if {@code text} is a part of it; else null
   * @param numeric whether it is a number
   * @param isFirst whether it names the row
   * @param href the target of its link; null if it has none
   * @param trend up, down or null
   */
  record Cell(
      String text, String full, boolean numeric, boolean isFirst, String href, String trend) {
    /** Whether it must be broken over lines if there is little room. */
    boolean isLong() {
      return !numeric && text.length() > MOST_UNBROKEN;
    }

    boolean isUp() {
      return "up".equals(trend);
    }

    boolean isDown() {
      return "down".equals(trend);
    }
  }

  /**
   * The table of an answer.
   *
   * @param most how many rows are shown
   * @param empty what the page says if there are none
   * @param anchors of the signatures in this page
   */
  static TableModel of(
      Answer answer,
      Spans spans,
      String caption,
      String note,
      int most,
      String empty,
      Map<String, String> anchors) {
    List<Integer> places = new ArrayList<>();
    int built = -1;
    for (int i = 0; i < answer.columns().size(); i++) {
      if (answer.columns().get(i).name().equals(BUILT)) {
        built = i;
      }
    }
    for (int i = 0; i < answer.columns().size(); i++) {
      if (built < 0 || !HIDDEN.contains(answer.columns().get(i).name())) {
        places.add(i);
      }
    }
    List<Head> heads =
        places.stream()
            .map(place -> answer.columns().get(place))
            .map(column -> new Head(heading(column.name(), spans), isCount(column)))
            .toList();
    int[] decimals = decimals(answer);
    List<List<Cell>> rows = new ArrayList<>();
    for (Answer.Row row : answer.named().subList(0, Math.min(most, answer.rows().size()))) {
      List<Cell> cells = new ArrayList<>();
      for (int place : places) {
        QueryResult.ResultColumn column = answer.columns().get(place);
        cells.add(cell(row, column, decimals[place], cells.isEmpty(), anchors));
      }
      rows.add(cells);
    }
    int left = answer.rows().size() - rows.size();
    return new TableModel(
        answer.name(),
        caption,
        note,
        heads,
        rows,
        left == 0 ? null : Shown.counted(left, "more row", "more rows"),
        rows.isEmpty() ? empty : null,
        SqlModel.of(answer));
  }

  /** For each column, the most decimals that one of its numbers needs. */
  private static int[] decimals(Answer answer) {
    int[] decimals = new int[answer.columns().size()];
    for (Object[] row : answer.rows()) {
      for (int i = 0; i < row.length; i++) {
        if (Shown.isDecimal(row[i])) {
          decimals[i] = Math.max(decimals[i], Shown.decimals(row[i]));
        }
      }
    }
    return decimals;
  }

  /** Whether a column's values are numbers that don't identify something. */
  private static boolean isCount(QueryResult.ResultColumn column) {
    return column.isNumber() && !NAMES.contains(column.name());
  }

  private static String heading(String column, Spans spans) {
    if (column.equals("crashes_before")) {
      return spans.beforeLabel();
    }
    if (column.equals("crashes_since")) {
      return spans.sinceLabel();
    }
    String plain = column.replace('_', ' ');
    return HEADINGS.getOrDefault(
        column, plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1));
  }

  private static Cell cell(
      Answer.Row row,
      QueryResult.ResultColumn column,
      int decimals,
      boolean isFirst,
      Map<String, String> anchors) {
    Object value = row.value(column.name());
    String name = column.name();
    boolean numeric = isCount(column);
    if (name.equals(BUILT) && value == null && row.value("timestamp") != null) {
      return plain(String.format(Locale.ROOT, "0x%08x", row.number("timestamp")), false, isFirst);
    }
    if (Shown.isDecimal(value)) {
      return plain(Shown.decimal(value, decimals), numeric, isFirst);
    }
    if (numeric && isWhole(value)) {
      String trend =
          name.equals("crashes_since")
              ? trend(row.number("crashes_before"), row.number("crashes_since"))
              : null;
      return new Cell(Shown.count(((Number) value).longValue()), null, true, isFirst, null, trend);
    }
    String text = Shown.text(value);
    String shown = name.equals("machine_id") ? machine(text) : Shown.shortened(text);
    String href = name.equals("signature") ? anchors.get(value) : null;
    return new Cell(
        shown,
        shown.equals(text) ? null : text,
        numeric,
        isFirst,
        href == null ? null : href,
        null);
  }

  private static boolean isWhole(Object value) {
    return value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte
        || value instanceof java.math.BigInteger;
  }

  private static Cell plain(String text, boolean numeric, boolean isFirst) {
    return new Cell(text, null, numeric, isFirst, null, null);
  }

  /** The beginning of a machine's id, which is enough to distinguish the machines of a page. */
  static String machine(String id) {
    return id.length() <= 8 ? id : id.substring(0, 8);
  }

  /**
   * Whether a count rose or fell by more than chance explains: by more than twice the square root
   * of the sum of both, the standard deviation of their difference if nothing changed.
   *
   * @return up, down, or null
   */
  static String trend(long before, long since) {
    long difference = since - before;
    boolean isClear =
        before + since >= FEW && Math.abs(difference) > 2 * Math.sqrt((double) before + since);
    if (!isClear) {
      return null;
    }
    return difference > 0 ? "up" : "down";
  }
}
