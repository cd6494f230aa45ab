package org.crashtag.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.crashtag.bytes.Escape;
import org.crashtag.bytes.MachineType;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.RegionFacts;
import org.crashtag.decode.TextLine;
import org.crashtag.dump.BugCheck;
import org.crashtag.dump.Dump;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.Region;

/** A dump's header as text. */
final class HeaderText {
  private static final String NOT_WRITTEN = "(not written)";
  private static final int NAME_COLUMNS = 14;

  /** Maximum length of a value that fits a line. */
  static final int VALUE_COLUMNS = Terminal.DEFAULT_COLUMNS - NAME_COLUMNS;

  private HeaderText() {}

  /** Kind, machine, build and bug check: in one line, or in two if it is longer than this. */
  static List<String> summary(Dump dump, int columns) {
    DumpHeader header = dump.header();
    String windows =
        dump.type().label()
            + " dump, "
            + machine(header)
            + ", build "
            + orNotWritten(header.build());
    String bugCheck = (header.bugCheckCode() == null ? "bug check " : "") + bugCheck(header);
    String line = windows + ", " + bugCheck;
    return line.length() <= columns ? List.of(line) : List.of(windows, bugCheck);
  }

  private static String machine(DumpHeader header) {
    return header.machineType() == null ? NOT_WRITTEN : MachineType.label(header.machineType());
  }

  private static String orNotWritten(Object value) {
    return value == null ? NOT_WRITTEN : value.toString();
  }

  private static String processors(Long count) {
    return count == null
        ? "number of processors " + NOT_WRITTEN
        : TextLine.counted(count, "processor");
  }

  private static String bugCheck(DumpHeader header) {
    if (header.bugCheckCode() == null) {
      return NOT_WRITTEN;
    }
    String code = "0x" + Long.toHexString(header.bugCheckCode()).toUpperCase(Locale.ROOT);
    Optional<BugCheck> known = BugCheck.of(header.bugCheckCode());
    return code + known.map(bugCheck -> " " + bugCheck.name()).orElse("");
  }

  /** All fields of the header, as lines of a name and a value. */
  static void print(PrintStream out, Dump dump, RegionFacts region) {
    DumpHeader header = dump.header();
    line(out, "dump", dump.type().label() + ", " + header.format() + ", id " + header.dumpId());
    line(out, "windows", windows(header));
    line(out, "machine", machine(header) + ", " + processors(header.processors()));
    line(out, "bug check", bugCheck(header) + live(header));
    List<Long> parameters = header.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      Long value = parameters.get(i);
      line(out, "  " + (i + 1), value == null ? NOT_WRITTEN : ColumnType.hex64(value));
    }
    line(out, "crash time", time(header));
    if (header.comment() != null && !header.comment().isEmpty()) {
      line(out, "comment", header.comment());
    }
    line(out, "tags", tags(region));
  }

  /** A line of a name and a value. */
  static void line(PrintStream out, String name, String value) {
    String indented = "  " + name;
    out.println(
        indented + " ".repeat(Math.max(1, NAME_COLUMNS - indented.length())) + Escape.text(value));
  }

  private static String windows(DumpHeader header) {
    StringBuilder text = new StringBuilder("build ").append(orNotWritten(header.build()));
    if (header.majorVersion() != null && header.majorVersion() == 0xC) {
      text.append(" (checked)");
    }
    Long product = header.productType();
    if (product != null) {
      text.append(", ").append(product(product));
    }
    return text.toString();
  }

  private static String product(long type) {
    if (type == 1) {
      return "workstation";
    }
    if (type == 2) {
      return "domain controller";
    }
    return type == 3 ? "server" : "product type " + type;
  }

  private static String live(DumpHeader header) {
    boolean live =
        BugCheck.of(header.bugCheckCode() == null ? -1 : header.bugCheckCode())
            .map(BugCheck::live)
            .orElse(false);
    return live ? " (live report, not a crash)" : "";
  }

  private static String time(DumpHeader header) {
    Long micros = header.crashTimeMicros();
    String time = micros == null ? NOT_WRITTEN : ColumnType.instant(micros).toString();
    Double uptime = header.uptimeSeconds();
    return uptime == null ? time : time + ", up " + duration(uptime.longValue());
  }

  private static String duration(long seconds) {
    long days = seconds / 86_400;
    String clock =
        String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    return days == 0 ? clock : days + " d " + clock;
  }

  private static String tags(RegionFacts facts) {
    Region region = facts.region();
    if (region.locator() == Region.Locator.NONE) {
      return "no tagged region";
    }
    return facts.tags()
        + " in "
        + facts.bytes()
        + " bytes at 0x"
        + Long.toHexString(region.offset())
        + " ("
        + region.locator().label()
        + "), end: "
        + facts.end().label();
  }
}
