package org.crashtag.decode.graphics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;

/**
 * The data of NVIDIA's driver in a dump on one page: driver and card, the time of writing relative
 * to the crash, the processes by the memory that they seem to hold, failed assertions, and the last
 * records of the logs.
 */
final class GraphicsPage {
  /** Maximum for all rings together. */
  private static final int MOST_LOG_RECORDS = 20;

  private static final int MOST_PROCESSES = 20;
  private static final double MICROS_PER_SECOND = 1e6;

  private final Function<TableSchema, List<Row>> rows;
  private final Long crashMicros;
  private final int columns;
  private final List<String> page = new ArrayList<>();

  /**
   * @param crashMicros time of the crash in microseconds since 1970; null if unknown
   * @param columns maximum length of a line
   */
  GraphicsPage(Function<TableSchema, List<Row>> rows, Long crashMicros, int columns) {
    this.rows = rows;
    this.crashMicros = crashMicros;
    this.columns = columns;
  }

  /** The lines of the page. */
  List<String> lines() {
    all(GraphicsTables.DRIVERS).forEach(this::addDriver);
    addProcesses();
    addAsserts();
    addLog();
    return page;
  }

  private List<Row> all(TypedTable<?> table) {
    return new ArrayList<>(rows.apply(table.schema()));
  }

  private void addDriver(Row driver) {
    page.add("[display driver, " + driver.text("vendor") + "]");
    add("driver", joined(driver.get("driver_version"), date(driver), driver.get("driver_branch")));
    add("card", joined(id(driver, "pci_vendor_id", "device_id"), driver.get("gpu_uuid")));
    add("board", id(driver, "subsystem_vendor_id", "subsystem_id"));
    add("Windows build", driver.get("windows_build"));
    add(
        "bug check",
        driver.isNull("bugcheck_code")
            ? null
            : "0x" + Long.toHexString(driver.number("bugcheck_code")).toUpperCase(Locale.ROOT));
    add("written", written(driver));
    if (!driver.flag("complete")) {
      add("complete", "no: not all of the data could be read");
    }
  }

  private void add(String name, Object value) {
    if (value != null) {
      page.add(shortened(TextLine.of("  " + name).at(18, value).toString()));
    }
  }

  private static String joined(Object... parts) {
    StringBuilder joined = new StringBuilder();
    for (Object part : parts) {
      if (part != null) {
        joined.append(joined.isEmpty() ? "" : "  ").append(part);
      }
    }
    return joined.isEmpty() ? null : joined.toString();
  }

  private static String date(Row driver) {
    return driver.isNull("driver_date")
        ? null
        : "of " + ColumnType.DATE.text(driver.get("driver_date"));
  }

  private static String id(Row driver, String vendor, String device) {
    return driver.isNull(vendor) || driver.isNull(device)
        ? null
        : driver.text(vendor) + ":" + driver.text(device);
  }

  private String written(Row driver) {
    if (driver.isNull("dump_time")) {
      return null;
    }
    String time = ColumnType.TIMESTAMP.text(driver.get("dump_time"));
    if (crashMicros == null) {
      return time;
    }
    double seconds = (crashMicros - driver.number("dump_time")) / MICROS_PER_SECOND;
    return String.format(
        Locale.ROOT,
        "%s, %.3f s %s the crash",
        time,
        Math.abs(seconds),
        seconds < 0 ? "after" : "before");
  }

  private void addProcesses() {
    List<Row> processes = all(GraphicsTables.PROCESSES);
    if (processes.isEmpty()) {
      return;
    }
    Comparator<Row> leastFirst =
        Comparator.comparing(
            process -> (Long) process.get("bytes"), Comparator.nullsFirst(Long::compareUnsigned));
    processes.sort(leastFirst.reversed());
    page.add("");
    page.add("[processes, by what they seem to hold]");
    page.add("       bytes  allocs  dev  client      image");
    processes.stream()
        .limit(MOST_PROCESSES)
        .forEach(process -> page.add(shortened(GraphicsText.process(process))));
    addRest(processes.size() - MOST_PROCESSES);
  }

  private void addAsserts() {
    List<Row> asserts = all(GraphicsTables.ASSERTS);
    if (!asserts.isEmpty()) {
      page.add("");
      page.add("[asserts]");
      asserts.forEach(journal -> GraphicsText.journal(journal).forEach(this::addLine));
    }
  }

  private void addLog() {
    List<Row> log = all(GraphicsTables.LOG);
    if (log.isEmpty()) {
      return;
    }
    log.sort(
        Comparator.comparing(
            entry -> (Long) entry.get("time"), Comparator.nullsFirst(Comparator.naturalOrder())));
    int first = Math.max(0, log.size() - MOST_LOG_RECORDS);
    page.add("");
    page.add("[the last " + (log.size() - first) + " of " + log.size() + " log records]");
    page.add("ring  time                        file:line       gpu  arguments");
    log.subList(first, log.size()).forEach(entry -> GraphicsText.log(entry).forEach(this::addLine));
  }

  private void addRest(int rest) {
    if (rest > 0) {
      page.add("  and " + rest + " more");
    }
  }

  private void addLine(String line) {
    page.add(shortened(line));
  }

  private String shortened(String line) {
    return line.length() <= columns ? line : line.substring(0, columns - 3) + "...";
  }
}
