package org.crashtag.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.sample.Fleet;
import org.crashtag.testing.JavaProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which storage a path belongs to, and that others aren't loaded for it. */
class LazyStoragesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"list", "show"})
  void localFilesLoadNoClassesOfTheSdkOrOfIceberg(String command) throws Exception {
    Fleet.write(folder.resolve("dumps"), 1, 1, 0, done -> {});
    ProcessBuilder builder =
        JavaProcess.of("org.crashtag.cli.Main", command, folder.resolve("dumps"));
    builder.command().add(1, "-Xlog:class+load:file=" + folder.resolve("classes.log"));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    List<String> classes = Files.readAllLines(folder.resolve("classes.log"));
    assertThat(classes)
        .anyMatch(line -> line.contains("org.crashtag.storage.Storages "))
        .noneMatch(line -> line.contains("software.amazon."))
        .noneMatch(line -> line.contains("org.apache.iceberg."))
        .noneMatch(line -> line.contains("org.crashtag.storage.s3."));
  }

  @Test
  void pathsAreLocalUnlessTheyBeginWithAScheme() throws Exception {
    for (String path : List.of("a.dmp", "/a", "C:/x", "C:\\x", "s3:/a", "./s3://a", "")) {
      assertThat(Storages.isUri(path)).as(path).isFalse();
      assertThat(Storages.of(path)).as(path).isInstanceOf(LocalStorage.class);
    }
    assertThat(Storages.isUri("s3://bucket/x")).isTrue();
    assertThat(Storages.of("S3://bucket/x")).isSameAs(Storages.of("s3://bucket/y"));
    assertThatThrownBy(() -> Storages.of("abfss://x/y"))
        .hasMessage("abfss://x/y: no storage for abfss://; supported: local paths and s3://");
  }

  @Test
  void whatAFileNamesIsRelativeToIt() {
    assertThat(new Location("s3://b/config/a.yaml").sibling("h/x.h").text())
        .isEqualTo("s3://b/config/h/x.h");
    assertThat(new Location("s3://b/config/a.yaml").sibling("../x.h").text())
        .isEqualTo("s3://b/x.h");
    assertThat(new Location("s3://b/a.yaml").sibling("../../x.h").text()).isEqualTo("s3://b/x.h");
    assertThat(new Location("s3://b/a.yaml").sibling("s3://c/k").text()).isEqualTo("s3://c/k");
    assertThat(new Location("s3://b/a.yaml").sibling("/etc/k").text()).isEqualTo("/etc/k");
    assertThat(new Location("conf/a.yaml").sibling("x.h").text())
        .isEqualTo(Path.of("conf", "x.h").toString());
    assertThat(new Location("conf/a.yaml").sibling("s3://c/k").text()).isEqualTo("s3://c/k");
  }
}
