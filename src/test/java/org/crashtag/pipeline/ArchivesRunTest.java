package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.decode.TableSchema;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.SampleDump;
import org.crashtag.source.Packing;
import org.crashtag.source.cab.CabinetBuilder;
import org.crashtag.source.cab.FolderEncoder;
import org.crashtag.source.cab.LzxEncoder;
import org.crashtag.source.cab.MszipEncoder;
import org.crashtag.testing.DumpBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same dumps in any archive give the same tables. */
class ArchivesRunTest {
  private static final int DUMPS = 24;

  @TempDir private Path folder;
  private Map<String, byte[]> dumps;
  private List<String> rows;

  @BeforeEach
  void runOverPlainFiles() throws Exception {
    Path plain = Files.createDirectories(folder.resolve("plain"));
    dumps = new LinkedHashMap<>();
    Fleet fleet = new Fleet(9, 0);
    for (int index = 0; dumps.size() < DUMPS; index++) {
      SampleDump dump = fleet.dump(index);
      if (dump.copyOf().isEmpty() && dump.image().length() < (1 << 20)) {
        byte[] bytes = DumpBytes.of(dump.image());
        dumps.put("crashes/" + index + ".dmp", bytes);
        Files.write(plain.resolve(index + ".dmp"), bytes);
      }
    }
    rows = rowsOf(plain);
    assertThat(rows).hasSizeGreaterThan(1_000);
  }

  /** All rows except the names of sources and members. */
  private List<String> rowsOf(Path archive) throws Exception {
    Path output = folder.resolve("tables-of-" + archive.getFileName());
    TestRuns.run(TestRuns.options(List.of(archive.toString()), output, 4));
    List<TableSchema> tables =
        TestRuns.tables().stream().filter(table -> !table.name().equals("sources")).toList();
    return TestRuns.everything(
        output, tables, table -> table.equals("dumps") ? "run, source, member" : "run");
  }

  private byte[] pack(String format) throws IOException {
    return switch (format) {
      case "zip" -> Packing.zip(dumps);
      case "cab" -> cabinet(new MszipEncoder());
      case "lzx.cab" -> cabinet(new LzxEncoder(17, 1 << 16, LzxEncoder.Block.VERBATIM));
      case "7z" -> Packing.sevenZip(dumps);
      case "tar" -> Packing.tar(dumps);
      case "tar.gz" -> Packing.gzip(Packing.tar(dumps));
      case "tar.zst" -> Packing.zstd(Packing.tar(dumps));
      case "tar.xz" -> Packing.xz(Packing.tar(dumps));
      default -> throw new IllegalArgumentException(format);
    };
  }

  private byte[] cabinet(FolderEncoder encoder) throws IOException {
    CabinetBuilder cabinet = new CabinetBuilder().folder(encoder);
    dumps.forEach(cabinet::file);
    return cabinet.toBytes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "cab", "lzx.cab", "7z", "tar", "tar.gz", "tar.zst", "tar.xz"})
  void archiveGivesTheSameTables(String format) throws Exception {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    Files.write(archive.resolve("all." + format), pack(format));
    assertThat(rowsOf(archive)).isEqualTo(rows);
    Path output = folder.resolve("tables-of-archive");
    assertThat(TestRuns.ask(output, "SELECT outcome, count(*) FROM sources GROUP BY 1 ORDER BY 1"))
        .containsExactly("container|1", "decoded|" + DUMPS);
    assertThat(TestRuns.ask(output, "SELECT member FROM dumps"))
        .containsExactlyInAnyOrderElementsOf(dumps.keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "cab", "7z", "tar", "tar.gz"})
  void nestedTwiceGivesTheSameTables(String format) throws Exception {
    byte[] inner = pack(format);
    byte[] middle = Packing.zip(Map.of("inner." + format, inner));
    Path archive = Files.createDirectories(folder.resolve("nested"));
    Files.write(archive.resolve("outer.zip"), Packing.zip(Map.of("middle.zip", middle)));
    assertThat(rowsOf(archive)).isEqualTo(rows);
    assertThat(
            TestRuns.ask(
                folder.resolve("tables-of-nested"),
                "SELECT DISTINCT parse_path(member)[1] FROM dumps"))
        .containsExactly("middle.zip!inner." + format + "!crashes");
  }

  @Test
  void singleCompressedDumps() throws Exception {
    Path archive = Files.createDirectories(folder.resolve("single"));
    int number = 0;
    for (byte[] dump : dumps.values()) {
      byte[] packed =
          switch (number % 3) {
            case 0 -> Packing.gzip(dump);
            case 1 -> Packing.zstd(dump);
            default -> Packing.xz(dump);
          };
      Files.write(archive.resolve(number + ".dmp.packed"), packed);
      number++;
    }
    // How long such a dump is isn't known before it is decompressed to its end, nor is it needed.
    assertThat(rowsOf(archive)).hasSameSizeAs(rows);
    assertThat(TestRuns.ask(folder.resolve("tables-of-single"), "SELECT * FROM rejects")).isEmpty();
  }

  @Test
  void archiveTwiceIsKnown() throws Exception {
    Path archive = Files.createDirectories(folder.resolve("twice"));
    Files.write(archive.resolve("a.zip"), Packing.zip(dumps));
    Path output = folder.resolve("output");
    RunOptions options = TestRuns.options(List.of(archive.toString()), output, 4);
    TestRuns.run(options);
    assertThat(TestRuns.run(options).manifest()).isEmpty();
    Files.write(archive.resolve("b.tar"), Packing.tar(dumps));
    assertThat(TestRuns.run(options).manifest().orElseThrow().counts())
        .containsEntry("sources_known", (long) DUMPS)
        .containsEntry("sources_container", 1L);
    assertThat(TestRuns.ask(output, "SELECT count(*) FROM dumps")).containsExactly("" + DUMPS);
  }
}
