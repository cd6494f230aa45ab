package org.crashtag.decode.graphics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.Row;
import org.crashtag.decode.TextLine;

/** Formats records of the graphics tables. */
public final class GraphicsText {
  private static final int ARGUMENTS = 55;
  private static final int INDENT = 4;
  private static final double MEGABYTE = 1 << 20;

  private GraphicsText() {}

  /** Formats a record of one of these tables. */
  public static List<String> lines(Row row) {
    if (row.isOf(GraphicsTables.PROCESSES)) {
      return List.of(process(row));
    }
    if (row.isOf(GraphicsTables.LOG)) {
      return log(row);
    }
    if (row.isOf(GraphicsTables.REGISTERS)) {
      return List.of(row.text("offset") + "  " + row.text("value"));
    }
    return row.isOf(GraphicsTables.ASSERTS) ? journal(row) : TextLine.each(row);
  }

  /** Formats a process: image, client, and the memory that it seems to hold. */
  static String process(Row process) {
    String numbers =
        String.format(
            Locale.ROOT,
            "%12s  %6s  %3s",
            bytes(process),
            process.isNull("allocations") ? "?" : process.get("allocations"),
            process.isNull("devices") ? "?" : process.get("devices"));
    return TextLine.of(numbers)
        .at(27, process.get("client"))
        .at(39, process.get("image"))
        .toString();
  }

  /** If allocations have no size, it is unknown. */
  private static String bytes(Row process) {
    boolean isKnown =
        !process.isNull("bytes")
            && (process.number("bytes") != 0 || process.number("allocations") == 0);
    return isKnown ? megabytes(process.number("bytes")) + " MB" : "?";
  }

  private static String megabytes(long bytes) {
    double unsigned = bytes < 0 ? bytes + Math.pow(2, Long.SIZE) : bytes;
    return String.format(Locale.ROOT, "%.1f", unsigned / MEGABYTE);
  }

  /** Formats a record of a log; arguments that don't fit its line are on separate lines. */
  static List<String> log(Row entry) {
    String line =
        TextLine.of(entry.get("ring"))
            .at(6, entry.isNull("time") ? null : ColumnType.TIMESTAMP.text(entry.get("time")))
            .at(34, entry.text("file_id") + ":" + entry.get("line"))
            .at(50, entry.isNull("gpu") ? "-" : entry.get("gpu"))
            .toString();
    String arguments = entry.text("arguments");
    if (arguments.length() <= TextLine.WIDTH - ARGUMENTS) {
      return List.of(
          arguments.isEmpty() ? line : TextLine.of(line).at(ARGUMENTS, arguments).toString());
    }
    List<String> lines = new ArrayList<>(List.of(line));
    lines.addAll(TextLine.fold(arguments, INDENT));
    return lines;
  }

  /** Formats a failed assertion. */
  static List<String> journal(Row journal) {
    TextLine first =
        TextLine.of(journal.isNull("time") ? "?" : ColumnType.TIMESTAMP.text(journal.get("time")))
            .at(30, journal.get("type"))
            .at(50, place(journal));
    List<String> lines = new ArrayList<>(List.of(first.toString()));
    TextLine more = new TextLine().put(" ".repeat(INDENT));
    more.put(journal.isNull("line") ? null : "line " + journal.get("line") + "  ");
    more.put(journal.isNull("count") ? null : "count " + journal.get("count") + "  ");
    more.put(
        journal.isNull("last_time")
            ? null
            : "last " + ColumnType.TIMESTAMP.text(journal.get("last_time")));
    if (!more.toString().isBlank()) {
      lines.add(more.toString().stripTrailing());
    }
    return lines;
  }

  private static String place(Row journal) {
    if (!journal.isNull("driver_offset")) {
      return "nvlddmkm.sys+0x" + Long.toHexString(journal.number("driver_offset"));
    }
    return journal.isNull("address") ? null : ColumnType.hex64(journal.number("address"));
  }
}
