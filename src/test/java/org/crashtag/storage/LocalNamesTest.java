package org.crashtag.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.source.SourceFile;
import org.crashtag.testing.JavaProcess;
import org.crashtag.testing.Listed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose names are not valid text. */
class LocalNamesTest {
  private static final String NO_TEXT = "b\uDCFCro/x\uDC80\u00FC.dmp";

  @TempDir private Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    assumeTrue(File.separatorChar == '/', "names are bytes on Unix only");
    Path made = Path.of(URI.create("file://" + folder.toUri().getRawPath() + "b%FCro"));
    Files.createDirectory(made);
    Files.writeString(Path.of(URI.create(made.toUri() + "x%80%C3%BC.dmp")), "one");
    Files.writeString(folder.resolve("b\u00FCro.dmp"), "two");
  }

  private List<SourceFile> list() throws IOException {
    return Listed.files(
        new LocalStorage(),
        List.of(folder.toString()),
        problem -> {
          throw new AssertionError(problem.toString());
        });
  }

  @Test
  void filesAreListedAndOpenedByBytes() throws IOException {
    List<SourceFile> files = list();
    assertThat(files)
        .extracting(SourceFile::path)
        .containsExactlyInAnyOrder(folder + "/" + NO_TEXT, folder + "/b\u00FCro.dmp");
    for (SourceFile file : files) {
      assertThat(content(file)).isEqualTo(file.path().endsWith(NO_TEXT) ? "one" : "two");
    }
  }

  private static String content(SourceFile file) throws IOException {
    try (var channel = new LocalStorage().open(file.path())) {
      return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
    }
  }

  @Test
  void oneNameForOneFile() throws IOException {
    LocalStorage storage = new LocalStorage();
    String path = folder + "/" + NO_TEXT;
    assertThat(storage.canonical(path)).isEqualTo(folder.toRealPath() + "/" + NO_TEXT);
    assertThat(storage.find(path).orElseThrow().path()).isEqualTo(path);
    assertThat(storage.find(folder + "/b\uDCFDro")).isEmpty();
    storage.delete(path);
    assertThat(storage.find(path)).isEmpty();
  }

  @Test
  void nameThatNoFileCanHave() throws IOException {
    LocalStorage storage = new LocalStorage();
    assertThat(storage.find("a\0b")).isEmpty();
    assertThat(storage.list("a\0b")).isEmpty();
    assertThat(storage.canonical("a\0b")).isEqualTo("a\0b");
  }

  /** As under cron: no locale, so Java decodes file names as ASCII. */
  @Test
  void withoutALocaleTheSame() throws Exception {
    ProcessBuilder builder = JavaProcess.of(Lister.class.getName(), folder);
    builder.environment().keySet().removeIf(name -> name.equals("LANG") || name.startsWith("LC_"));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output.lines())
        .containsExactlyInAnyOrder("one " + escaped(NO_TEXT), "two b\\u00fcro.dmp");
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars()
        .forEach(c -> escaped.append(c < 0x80 ? "" + (char) c : String.format("\\u%04x", c)));
    return escaped.toString();
  }

  /** Prints the content and the name of each file below a folder. */
  static final class Lister {
    private Lister() {}

    public static void main(String... arguments) throws IOException {
      for (SourceFile file : Listed.files(new LocalStorage(), List.of(arguments), problem -> {})) {
        String name = file.path().substring(arguments[0].length() + 1);
        System.out.println(content(file) + " " + escaped(name));
      }
    }
  }
}
