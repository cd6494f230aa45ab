package org.crashtag.decode.etw;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;

/**
 * The traces of a dump on one page: the loggers, then the last events of each in order of time, one
 * per line, newest last.
 */
final class LastEvents {
  /** Limit for each logger, so that a busy logger does not displace a quiet one. */
  private static final int MOST_OF_A_LOGGER = 40;

  private static final int LOGGER_WIDTH = 15;
  private static final int LONGEST_NAME = 31;

  /** Column at which a long text continues on the next line. */
  private static final int TEXT_INDENT = 12;

  private final List<Row> loggers;
  private final List<Row> events;
  private final List<Row> messages;
  private final int columns;
  private final List<String> page = new ArrayList<>();

  private LastEvents(Function<TableSchema, List<Row>> rows, int columns) {
    this.loggers = rows.apply(EtwTables.LOGGERS.schema());
    this.events = rows.apply(EtwTables.EVENTS.schema());
    this.messages =
        rows.apply(EtwTables.MESSAGES.schema()).stream()
            .filter(message -> !message.isNull("text"))
            .toList();
    this.columns = columns;
  }

  /** The lines of the page. */
  static List<String> page(Function<TableSchema, List<Row>> rows, int columns) {
    LastEvents last = new LastEvents(rows, columns);
    last.addLoggers();
    last.addLines(last.events, "event");
    last.addLines(last.messages, "message");
    return last.page;
  }

  private void addLoggers() {
    page.add("[ETW loggers]");
    page.add("name                             events  messages  last record");
    for (Row logger : loggers) {
      Long last = (Long) logger.get("last_time");
      page.add(
          String.format(
              Locale.ROOT,
              "%-" + LONGEST_NAME + "s  %6d  %8d  %s",
              shortened(text(logger.get("name")), LONGEST_NAME),
              (Long) logger.get("events"),
              (Long) logger.get("messages"),
              last == null ? "none" : ColumnType.TIMESTAMP.text(last)));
    }
  }

  /** The last records of a table, events or messages. */
  private void addLines(List<Row> records, String one) {
    if (records.isEmpty()) {
      return;
    }
    page.add("");
    page.add("[the last " + MOST_OF_A_LOGGER + " " + one + "s of each logger, newest last]");
    page.add("  s before  logger           " + one);
    String what = "";
    int times = 0;
    String seconds = "";
    boolean isText = false;
    for (Row record : newestOfEach(records)) {
      String next = record.isOf(EtwTables.EVENTS) ? what(record) : messageText(record);
      if (times > 0 && !next.equals(what)) {
        addLine(seconds, what, times, isText);
        times = 0;
      }
      what = next;
      isText = !record.isNull("text");
      times++;
      seconds = seconds(record);
    }
    addLine(seconds, what, times, isText);
  }

  /**
   * Repeated events share a line with the time of the last; a text has as many lines as it needs.
   */
  private void addLine(String seconds, String what, int times, boolean isText) {
    String line = String.format(Locale.ROOT, "%10s  %s", seconds, what);
    String repeated = times == 1 ? "" : "  x" + times;
    if (!isText) {
      page.add(shortened(line, columns - repeated.length()) + repeated);
      return;
    }
    String whole = line + repeated;
    int space = whole.length() <= columns ? whole.length() : whole.lastIndexOf(' ', columns);
    int end = space > TEXT_INDENT ? space : Math.min(columns, whole.length());
    page.add(whole.substring(0, end));
    if (end < whole.length()) {
      page.addAll(TextLine.fold(whole.substring(end).stripLeading(), TEXT_INDENT));
    }
  }

  private static String seconds(Row event) {
    Double seconds = (Double) event.get("seconds_before_crash");
    return seconds == null ? "?" : String.format(Locale.ROOT, "%.3f", seconds);
  }

  private static List<Row> newestOfEach(List<Row> records) {
    List<Row> byTime = new ArrayList<>(records);
    Comparator<Long> withoutTimeFirst = Comparator.nullsFirst(Comparator.naturalOrder());
    byTime.sort(Comparator.comparing(event -> (Long) event.get("time"), withoutTimeFirst));
    Map<Object, Integer> taken = new HashMap<>();
    List<Row> newest = new ArrayList<>();
    for (int i = byTime.size() - 1; i >= 0; i--) {
      Object logger = byTime.get(i).get("logger");
      if (taken.merge(logger, 1, Integer::sum) <= MOST_OF_A_LOGGER) {
        newest.add(byTime.get(i));
      }
    }
    Collections.reverse(newest);
    return newest;
  }

  /** The level if it is worth attention. */
  private static char mark(long level) {
    if (level == 1) {
      return 'C';
    }
    if (level == 2) {
      return 'E';
    }
    return level == 3 ? 'W' : ' ';
  }

  private static String messageText(Row message) {
    return String.format(
        Locale.ROOT,
        "%-" + LOGGER_WIDTH + "s %s  %s",
        shortened(text(message.get("logger")), LOGGER_WIDTH),
        text(message.get("message_source")),
        message.text("text").replace('\n', ' '));
  }

  private static String what(Row event) {
    String logger = text(event.get("logger"));
    Object name = event.get("event_name");
    Object number = event.get("event_id");
    String fields = event.text("fields");
    String words = event.text("text");
    String carried = fields == null || fields.equals("{}") ? "" : plain(fields);
    String shown = words == null ? carried : words.replace('\n', ' ');
    return String.format(
        Locale.ROOT,
        "%-" + LOGGER_WIDTH + "s %s %s %s%s",
        shortened(logger, LOGGER_WIDTH),
        mark((Long) event.get("level")),
        provider(event),
        name == null ? number : name,
        shown.isEmpty() ? "" : "  " + shown);
  }

  /** The provider's name without the company, or the start of its GUID. */
  private static String provider(Row event) {
    String name = event.text("provider_name");
    Guid guid = (Guid) event.get("provider");
    return name == null
        ? guid.toString().substring(0, 8) + "..."
        : name.replaceFirst("^Microsoft[-.]Windows[-.]", "");
  }

  /** Values of the JSON without quotes and braces; for a reported event, its strings. */
  private static String plain(String fields) {
    int strings = fields.indexOf("\"strings\":[");
    int end = fields.lastIndexOf("],\"data_bytes\":");
    String shown =
        fields.startsWith("{\"event_id\":") && strings >= 0 && end > strings
            ? fields.substring(strings + "\"strings\":[".length(), end)
            : fields.substring(1, fields.length() - 1);
    return shown.replace("\\\\", "\\").replace("\"", "").replace(",", ", ");
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 3) + "...";
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }
}
