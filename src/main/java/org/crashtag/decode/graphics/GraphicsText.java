package org.crashtag.decode.graphics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.Row;
import org.crashtag.decode.TextLine;

/** Formats records of the graphics tables. */
public final class GraphicsText {
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
    return TextLine.of(String.format(Locale.ROOT, "%12s", bytes(process)))
        .at(14, process.isNull("allocations") ? "?" : process.get("allocations"))
        .at(22, process.get("devices"))
        .at(26, process.get("client"))
        .at(38, process.get("image"))
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

  /** Formats a record of a log, with its arguments on separate lines. */
  static List<String> log(Row entry) {
    String line =
        TextLine.of(entry.get("ring"))
            .at(6, entry.isNull("time") ? null : ColumnType.TIMESTAMP.text(entry.get("time")))
            .at(36, entry.text("file_id") + ":" + entry.get("line"))
            .at(52, entry.isNull("gpu") ? null : "gpu " + entry.get("gpu"))
            .toString();
    List<String> lines = new ArrayList<>(List.of(line));
    if (!entry.text("arguments").isEmpty()) {
      lines.addAll(TextLine.fold(entry.text("arguments"), INDENT));
    }
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
