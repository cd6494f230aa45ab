package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.MachineType;
import org.crashtag.decode.ColumnType;
import org.crashtag.testing.RealDumps;
import org.crashtag.testing.RealDumps.Expected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run over real dumps gives by SQL what an independent reader found in them. */
class RealDumpsRunTest {
  @TempDir private Path folder;

  @Test
  void tablesEqualTheIndependentReader() throws Exception {
    RealDumps.assumePresent();
    Path output = folder.resolve("tables");
    TestRuns.run(TestRuns.options(List.of(RealDumps.FOLDER + "/*.{dmp,zip,cab}"), output, 4));
    List<String> dumps = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    List<String> drivers = new ArrayList<>();
    for (Expected dump : RealDumps.everywhere()) {
      dumps.add(dumpRow(dump));
      addTags(dump, tags);
      addDrivers(dump, drivers);
    }
    assertThat(
            TestRuns.ask(
                output,
                """
                SELECT parse_filename(source) || coalesce('!' || member, ''), file_bytes, region_offset, format, os_build,
                  machine, processors, bugcheck_code, bugcheck_p1, bugcheck_p2, bugcheck_p3,
                  bugcheck_p4, dump_type,
                  strftime(crash_time AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ'),
                  round(uptime_seconds * 10000000)::BIGINT, product_type, suite_mask, tag_count,
                  region_locator
                FROM dumps\
                """))
        .containsExactlyInAnyOrderElementsOf(dumps);
    assertThat(
            TestRuns.ask(
                output,
                """
                SELECT parse_filename(source) || coalesce('!' || member, ''), ordinal, tag, tags.bytes, sha256,
                  kept_bytes = tags.bytes
                FROM tags JOIN dumps USING (dump_id)\
                """))
        .hasSizeGreaterThan(300)
        .containsExactlyInAnyOrderElementsOf(tags);
    assertThat(
            TestRuns.ask(
                output,
                """
                SELECT parse_filename(source) || coalesce('!' || member, ''), entry, driver, kmdf_version, globals
                FROM kmdf_drivers JOIN dumps USING (dump_id)\
                """))
        .hasSizeGreaterThan(300)
        .containsExactlyInAnyOrderElementsOf(drivers);
    assertThat(TestRuns.ask(output, "SELECT * FROM rejects")).isEmpty();
  }

  private static String dumpRow(Expected dump) {
    List<Long> parameters = dump.numbers("params");
    // Where the independent reader says that the region starts at the file's end, there is none.
    boolean none = dump.number("region") == dump.number("bytes");
    return String.join(
        "|",
        dump.file(),
        String.valueOf(dump.number("bytes")),
        none ? "null" : String.valueOf(dump.number("region")),
        dump.number("bits") == 64 ? "PAGEDU64" : "PAGEDUMP",
        String.valueOf(dump.number("build")),
        MachineType.label(dump.number("machine")),
        String.valueOf(dump.number("cpus")),
        String.valueOf(dump.number("code")),
        ColumnType.hex64(parameters.get(0)),
        ColumnType.hex64(parameters.get(1)),
        ColumnType.hex64(parameters.get(2)),
        ColumnType.hex64(parameters.get(3)),
        String.valueOf(dump.number("dump_type")),
        dump.text("time"),
        String.valueOf(dump.number("uptime")),
        String.valueOf(dump.number("product")),
        String.valueOf(dump.number("suite")),
        Integer.toString(dump.objects("tags").size()),
        none ? "none" : "computed");
  }

  private static void addTags(Expected dump, List<String> rows) {
    int ordinal = 0;
    for (Map<?, ?> tag : dump.objects("tags")) {
      rows.add(
          String.join(
              "|",
              dump.file(),
              Integer.toString(ordinal),
              (String) tag.get("guid"),
              tag.get("size").toString(),
              (String) tag.get("sha256"),
              String.valueOf(tag.get("whole"))));
      ordinal++;
    }
  }

  private static void addDrivers(Expected dump, List<String> rows) {
    int entry = 0;
    for (Map<?, ?> driver : dump.objects("kmdf")) {
      rows.add(
          String.join(
              "|",
              dump.file(),
              Integer.toString(entry),
              (String) driver.get("name"),
              (String) driver.get("version"),
              ColumnType.hex64((Long) driver.get("globals"))));
      entry++;
    }
  }

  @Test
  void negativesNeverPretendToBeWhole() throws Exception {
    RealDumps.assumePresent();
    Path output = folder.resolve("tables");
    TestRuns.run(TestRuns.options(List.of(RealDumps.FOLDER + "/negative"), output, 4));
    assertThat(TestRuns.ask(output, "SELECT DISTINCT region_end, tag_count FROM dumps"))
        .containsExactly("truncated|0");
    assertThat(
            TestRuns.ask(
                output,
                """
                SELECT parse_filename(source), kind, outcome, reason
                FROM sources LEFT JOIN rejects USING (source) ORDER BY 1\
                """))
        .containsExactly(
            "full-dump-header-only.dmp|dump|decoded|truncated",
            "header-only-32bit.dmp|dump|decoded|truncated",
            "header-only-64bit.dmp|dump|decoded|truncated",
            "usermode_mdmp_kdlib_target.dmp|minidump|not_a_dump|null",
            "usermode_mdmp_test.dmp|minidump|not_a_dump|null",
            "usermode_minidump.cab|cab|container|null",
            "usermode_minidump.cab|minidump|not_a_dump|null");
  }
}
