package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.crashtag.sample.Layout;
import org.crashtag.source.Packing;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.Manifest;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any fault of a source rejects only that source, by name; the rest is committed. */
class BoundariesTest {
  private static final Layout LAYOUT = SampleDumps.minidump(0).image().layout().orElseThrow();

  /** Faults other than an I/O error, and their reasons. */
  enum Fault {
    RUNTIME("corrupt") {
      @Override
      void strike() {
        throw new IllegalStateException("a library's bug\nin two lines");
      }
    },
    INVALID_PATH("unreadable") {
      @Override
      void strike() {
        throw new InvalidPathException("x\0", "NUL character not allowed");
      }
    },
    STACK("limit") {
      @Override
      void strike() {
        throw new StackOverflowError();
      }
    },
    LINKAGE("unsupported") {
      @Override
      void strike() {
        throw new NoClassDefFoundError("org/example/Codec");
      }
    },
    MEMORY("limit") {
      @Override
      void strike() {
        throw new OutOfMemoryError("Java heap space");
      }
    };

    private final String reason;

    Fault(String reason) {
      this.reason = reason;
    }

    abstract void strike();
  }

  /** The local storage, in which some files fail in this way from an offset on. */
  private record Faults(Fault fault, Map<String, Long> offsets) implements StorageFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public Storage get() {
      return new ForwardingStorage(new LocalStorage()) {
        @Override
        public SeekableByteChannel open(String path) throws IOException {
          Long offset = offsets.get(path.substring(path.lastIndexOf('/') + 1));
          if (offset == null) {
            return super.open(path);
          }
          if (offset < 0) {
            fault.strike();
          }
          return new ForwardingChannel(super.open(path)) {
            @Override
            public int read(ByteBuffer into) throws IOException {
              if (position() + into.remaining() > offset) {
                fault.strike();
              }
              return super.read(into);
            }
          };
        }
      };
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void faultOfASourceCostsItAlone(Fault fault) throws Exception {
    SampleRun run = new SampleRun(folder, 2);
    Map<String, Long> offsets = new TreeMap<>();
    offsets.put("a-not-opened.dmp", -1L);
    offsets.put("b-header.dmp", 0L);
    offsets.put("c-body.dmp", LAYOUT.regionStart() - 1);
    offsets.put("d-second-blob.dmp", LAYOUT.blobs().get(1).headerOffset() + 4);
    offsets.put("e-last-byte.dmp", LAYOUT.regionEnd() - 1);
    offsets.put("f.zip", 0L);
    int number = 0;
    for (String name : offsets.keySet()) {
      byte[] dump = DumpBytes.of(SampleDumps.minidump(number++));
      run.put(name, name.endsWith(".zip") ? Packing.zip(Map.of("x.dmp", dump)) : dump);
    }
    run.put("good.dmp", DumpBytes.of(SampleDumps.minidump(99)));
    run.put("copy-of-d.dmp", DumpBytes.of(SampleDumps.minidump(3)));

    Manifest manifest = run.run(new Faults(fault, offsets)).manifest().orElseThrow();
    assertThat(manifest.rejects()).isEqualTo(Map.of(fault.reason, (long) offsets.size()));
    assertThat(run.ask("SELECT parse_filename(source) FROM rejects ORDER BY 1"))
        .containsExactlyElementsOf(offsets.keySet());
    assertThat(
            run.ask("SELECT count(*) FROM rejects WHERE regexp_matches(message, '[\\x00-\\x1f]')"))
        .containsExactly("0");
    assertThat(run.ask("SELECT parse_filename(source), tag_count FROM dumps ORDER BY 1"))
        .containsExactly("copy-of-d.dmp|3", "good.dmp|3");
    for (String table : new String[] {"tags", "kmdf_drivers", "modules"}) {
      assertThat(
              run.ask(
                  "SELECT count(*) FROM %s WHERE dump_id NOT IN (SELECT dump_id FROM dumps)"
                      .formatted(table)))
          .containsExactly("0");
    }
  }

  /** A run that failed doesn't affect the next one. */
  @Test
  void runAfterOneWithFaultsEverywhereReadsWhatIsGoodThen() throws Exception {
    SampleRun run = new SampleRun(folder, 2);
    run.put("a.dmp", DumpBytes.of(SampleDumps.minidump(1)));
    run.run(new Faults(Fault.INVALID_PATH, Map.of("a.dmp", -1L)));
    assertThat(run.outcomes()).containsExactly("a.dmp|unreadable");
    run.commit();
    assertThat(run.ask("SELECT count(*) FROM dumps")).containsExactly("1");
  }
}
