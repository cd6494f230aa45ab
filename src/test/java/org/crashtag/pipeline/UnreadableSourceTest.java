package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.sample.Layout;
import org.crashtag.store.Manifest;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A source that can't be read affects only itself, gives no incomplete dump, and is tried again.
 */
class UnreadableSourceTest {
  private static final Layout LAYOUT = SampleDumps.minidump(0).image().layout().orElseThrow();

  /** The first byte that can't be read: in each structure of a dump, and after the last. */
  private static final Map<String, Long> OFFSETS = new LinkedHashMap<>();

  static {
    OFFSETS.put("0-not-opened.dmp", -1L);
    OFFSETS.put("1-header.dmp", 0L);
    OFFSETS.put("2-triage-header.dmp", 0x2000L);
    OFFSETS.put("3-body.dmp", LAYOUT.regionStart() - 1);
    OFFSETS.put("4-region.dmp", LAYOUT.regionStart() + 8);
    OFFSETS.put("5-second-blob.dmp", LAYOUT.blobs().get(1).headerOffset() + 4);
    OFFSETS.put("6-last-byte.dmp", LAYOUT.regionEnd() - 1);
    OFFSETS.put("7-none.dmp", LAYOUT.regionEnd());
    OFFSETS.put("8-none.dmp", Long.MAX_VALUE);
  }

  private static final int UNREADABLE = OFFSETS.size() - 2;
  private static final StorageFactory STORAGES = new UnreadableStorage.Factory(OFFSETS);

  @TempDir private Path folder;
  private SampleRun run;

  @BeforeEach
  void makeArchive() throws Exception {
    run = new SampleRun(folder, 2);
    List<String> names = new ArrayList<>(OFFSETS.keySet());
    for (int i = 0; i < names.size(); i++) {
      run.put(names.get(i), DumpBytes.of(SampleDumps.minidump(i)));
    }
  }

  private List<String> dumps() throws Exception {
    return run.ask(
        "SELECT parse_filename(source), tag_count,"
            + " (SELECT count(*) FROM tags AS t WHERE t.dump_id = d.dump_id),"
            + " (SELECT count(*) FROM kmdf_drivers AS k WHERE k.dump_id = d.dump_id),"
            + " (SELECT count(*) FROM modules AS m WHERE m.dump_id = d.dump_id)"
            + " FROM dumps AS d ORDER BY 1");
  }

  @Test
  void costsItselfOnlyAndIsTriedAgain() throws Exception {
    Manifest first = run.run(STORAGES).manifest().orElseThrow();
    assertThat(first.counts())
        .containsEntry("sources_unreadable", (long) UNREADABLE)
        .containsEntry("sources_decoded", 2L);
    assertThat(dumps()).containsExactly("7-none.dmp|3|3|2|2", "8-none.dmp|3|3|2|2");
    for (String table : List.of("tags", "kmdf_drivers", "modules")) {
      assertThat(
              run.ask(
                  "SELECT count(*) FROM %s WHERE dump_id NOT IN (SELECT dump_id FROM dumps)"
                      .formatted(table)))
          .as(table)
          .containsExactly("0");
    }
    assertThat(run.ask("SELECT parse_filename(source), stage, reason, message FROM rejects"))
        .containsExactlyInAnyOrderElementsOf(
            OFFSETS.keySet().stream()
                .limit(UNREADABLE)
                .map(name -> name + "|read|unreadable|bad sector")
                .toList());

    Manifest second = run.run(STORAGES).manifest().orElseThrow();
    assertThat(second.counts())
        .containsEntry("sources", (long) UNREADABLE)
        .containsEntry("sources_unreadable", (long) UNREADABLE);

    assertThat(run.commit().counts())
        .containsEntry("sources", (long) UNREADABLE)
        .containsEntry("sources_decoded", (long) UNREADABLE);
    assertThat(dumps())
        .isEqualTo(OFFSETS.keySet().stream().map(name -> name + "|3|3|2|2").toList());
    assertThat(run.run().manifest()).isEmpty();
  }

  @Test
  void copyTakesTheUnreadableOnesPlace() throws Exception {
    run.put("copy-of-5.dmp", DumpBytes.of(SampleDumps.minidump(5)));
    run.put("copy-of-6.dmp", DumpBytes.of(SampleDumps.minidump(6)));
    run.run(STORAGES);
    assertThat(dumps())
        .containsExactly(
            "7-none.dmp|3|3|2|2",
            "8-none.dmp|3|3|2|2",
            "copy-of-5.dmp|3|3|2|2",
            "copy-of-6.dmp|3|3|2|2");
    assertThat(run.commit().counts())
        .containsEntry("sources_known", 2L)
        .containsEntry("sources_decoded", UNREADABLE - 2L);
  }
}
