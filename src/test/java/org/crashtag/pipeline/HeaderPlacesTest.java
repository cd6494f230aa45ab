package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TableSchema;
import org.crashtag.pipeline.PipelineFile.FaultException;
import org.crashtag.storage.Location;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers may be anywhere; what they include must be below their folder or the include path. */
class HeaderPlacesTest {
  @TempDir Path folder;

  @BeforeEach
  void writeHeaders() throws IOException {
    write("driver/inc/log.h", "#include \"parts/entry.h\"\n");
    write("driver/inc/parts/entry.h", "typedef struct _ENTRY { ULONG Code; } ENTRY;\n");
    write("sdk/ids.h", "#include \"deep/port.h\"\n");
    write("sdk/deep/port.h", "typedef ULONG PORT;\n");
    Files.createDirectory(folder.resolve("pipelines"));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> columns(String header, String more) throws FaultException {
    String text =
        "decode:\n"
            + "  - tag: '{3F2504E0-4F89-41D3-9A0C-0305E82C3301}'\n"
            + "    table: own\n"
            + ("    header: " + header + "\n")
            + more
            + "    record: ENTRY\n";
    Path file = folder.resolve("pipelines/p.yaml");
    return DeclaredDecoders.of(
            new Location(file.toString()), PipelineFile.parse("p.yaml", text), Decoders.load())
        .decoders()
        .get(0)
        .table()
        .columns()
        .stream()
        .skip(TableSchema.RECORD_KEY_COLUMNS)
        .map(column -> column.name())
        .toList();
  }

  @Test
  void besideAboveAndAbsolute() throws Exception {
    assertThat(columns("../driver/inc/log.h", "")).containsExactly("code");
    assertThat(columns(folder.resolve("driver/inc/log.h").toString(), "")).containsExactly("code");
  }

  @Test
  void linkLeadsToItsFolder() throws Exception {
    Files.createSymbolicLink(folder.resolve("pipelines/log.h"), folder.resolve("driver/inc/log.h"));

    assertThat(columns("log.h", "")).containsExactly("code");
  }

  @Test
  void includedFileMustBeBelowTheHeaderOrTheIncludePath() throws Exception {
    write(
        "driver/inc/log.h",
        "#include \"../../sdk/ids.h\"\ntypedef struct _ENTRY { PORT Port; } ENTRY;\n");

    assertThatThrownBy(() -> columns("../driver/inc/log.h", ""))
        .hasMessageContaining("no file \"../../sdk/ids.h\"");
    assertThat(columns("../driver/inc/log.h", "    include_path: ../sdk\n"))
        .containsExactly("port");
  }

  @Test
  void includePathIsSearchedInItsOrder() throws Exception {
    write("driver/inc/log.h", "#include \"ids.h\"\ntypedef struct _ENTRY { PORT P; } ENTRY;\n");
    write("other/ids.h", "typedef struct _PORT { UCHAR Slot; } PORT;\n");

    assertThat(columns("../driver/inc/log.h", "    include_path: [../sdk, ../other]\n"))
        .containsExactly("p");
    assertThat(columns("../driver/inc/log.h", "    include_path: [../other, ../sdk]\n"))
        .containsExactly("p_slot");
    assertThatThrownBy(() -> columns("../driver/inc/log.h", "    include_path: ../sdk/deep\n"))
        .hasMessageContaining("no file \"ids.h\"");
  }

  @Test
  void linkOutOfTheIncludePathIsNotFollowed() throws Exception {
    write("driver/inc/log.h", "#include \"ids.h\"\ntypedef struct _ENTRY { PORT P; } ENTRY;\n");
    Files.createDirectory(folder.resolve("links"));
    Files.createSymbolicLink(folder.resolve("links/ids.h"), folder.resolve("sdk/ids.h"));

    assertThatThrownBy(() -> columns("../driver/inc/log.h", "    include_path: ../links\n"))
        .hasMessageContaining("no file \"ids.h\"");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> columns("../driver/lag.h", ""))
        .hasMessageContaining("p.yaml:4:13: ")
        .hasMessageEndingWith("lag.h: no such file");
    assertThatThrownBy(() -> columns("../driver/inc/log.h", "    include_path: ../sdc\n"))
        .hasMessageContaining("p.yaml:5:19: ")
        .hasMessageEndingWith("sdc: no such folder");
    assertThatThrownBy(() -> columns("../driver", "")).hasMessageContaining("p.yaml:4:13: ");
  }
}
