package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.source.Packing;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a bucket is done again because of dumps that fail after they have given rows. */
class BucketAttemptsTest {
  /** The attempts that began a part; static, because Beam copies its steps. */
  private static final Set<String> ATTEMPTS = ConcurrentHashMap.newKeySet();

  @TempDir private Path folder;
  private SampleRun run;

  /** Counts attempts, and has no memory to begin a part of one table. */
  private record Counting(String table) implements StorageFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public Storage get() {
      return new ForwardingStorage(new LocalStorage()) {
        @Override
        public OutputStream create(String path) throws IOException {
          if (path.endsWith(".parquet")) {
            ATTEMPTS.add(path.substring(path.lastIndexOf('-')));
          }
          if (path.contains("/" + table + "/run=")) {
            throw new OutOfMemoryError("Java heap space");
          }
          return super.create(path);
        }
      };
    }
  }

  @BeforeEach
  void begin() throws IOException {
    run = new SampleRun(folder, 1);
    ATTEMPTS.clear();
    run.put("good.dmp", DumpBytes.of(SampleDumps.minidump(1)));
  }

  /** An archive with one dump, whose checksum is wrong. */
  private static byte[] damagedCopy(byte[] dump) throws IOException {
    byte[] zip = Packing.storedZip(Map.of("x.dmp", dump));
    // The local header has 30 bytes and the name.
    zip[30 + "x.dmp".length() + dump.length - 30] ^= 1;
    return zip;
  }

  @Test
  void anyNumberOfBadCopiesTakesTwoAttempts() throws Exception {
    byte[] dump = DumpBytes.of(SampleDumps.minidump(2));
    for (int i = 0; i < 7; i++) {
      run.put("bad" + i + ".zip", damagedCopy(dump));
    }
    assertThat(run.run(new Counting("")).manifest()).isPresent();
    assertThat(ATTEMPTS).hasSize(2);
    assertThat(run.ask("SELECT reason, count(*) FROM rejects GROUP BY 1"))
        .containsExactly("checksum|7");
    assertThat(run.ask("SELECT parse_filename(source) FROM dumps")).containsExactly("good.dmp");
  }

  @Test
  void goodCopyAfterBadOnesIsFound() throws Exception {
    byte[] dump = DumpBytes.of(SampleDumps.minidump(2));
    for (int i = 0; i < 3; i++) {
      run.put("bad" + i + ".zip", damagedCopy(dump));
      run.put("other" + i + ".zip", damagedCopy(DumpBytes.of(SampleDumps.minidump(3))));
    }
    run.put("whole.zip", Packing.zip(Map.of("x.dmp", dump)));
    assertThat(run.run(new Counting("")).manifest()).isPresent();
    assertThat(ATTEMPTS).hasSize(2);
    assertThat(run.ask("SELECT parse_filename(source), tag_count FROM dumps ORDER BY 1"))
        .containsExactly("good.dmp|3", "whole.zip|3");
    assertThat(
            run.ask(
                "SELECT outcome, count(*) FROM sources WHERE kind = 'dump' GROUP BY 1 ORDER BY 1"))
        .containsExactly("decoded|2", "rejected|6");
  }

  /** Only the one dump has rows of the table. */
  @Test
  void dumpWhoseRowsNeedTooMuchMemoryIsRejectedAlone() throws Exception {
    run.put(
        "plain.dmp",
        DumpBytes.of(DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).bugCheck(0xD1, 7, 2, 0, 4)));
    assertThat(run.run(new Counting("kmdf_drivers")).manifest()).isPresent();
    assertThat(ATTEMPTS).hasSize(2);
    assertThat(run.ask("SELECT parse_filename(source), reason, message FROM rejects"))
        .containsExactly("good.dmp|limit|there is not enough memory to read it");
    assertThat(run.ask("SELECT parse_filename(source) FROM dumps")).containsExactly("plain.dmp");
  }

  @Test
  void lackOfMemoryForAnyDumpEndsTheRun() throws Exception {
    for (int i = 2; i < 9; i++) {
      run.put(i + ".dmp", DumpBytes.of(SampleDumps.minidump(i)));
    }
    assertThatThrownBy(() -> run.run(new Counting("dumps")))
        .isInstanceOf(IOException.class)
        .hasMessage("there is not enough memory to write the tables' parts");
    assertThat(ATTEMPTS).hasSize(4);
    assertThat(TestRuns.everything(run.output())).isEmpty();
  }
}
