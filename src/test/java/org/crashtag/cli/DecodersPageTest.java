package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crashtag.pipeline.PrivateKey;
import org.crashtag.testing.JavaProcess;
import org.crashtag.testing.TestKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows the page about decoders, in a folder like the one that contains crashtag: saves its
 * files, then runs each command of its {@code console} blocks in a shell and compares the output.
 * With the system property {@code docs.update} the outputs in the page are replaced.
 */
class DecodersPageTest {
  private static final Path PAGE = Path.of("src/site/markdown/decoders.md");
  private static final Pattern CONSOLE = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);

  private static final Pattern SAVED =
      Pattern.compile(
          "as `(acme/[^`]+)`[^<]*<!-- all of \\S+ -->\n+```\\w*\n(.*?)```", Pattern.DOTALL);

  private static final int MOST_SECONDS = 120;

  @TempDir private Path folder;

  private final List<String> exports = new ArrayList<>();

  @Test
  void everyCommandDoesWhatIsShown() throws Exception {
    String page = Files.readString(PAGE);
    makeCrashtag();
    saveFiles(page);
    Matcher blocks = CONSOLE.matcher(page);
    StringBuilder now = new StringBuilder();
    while (blocks.find()) {
      String block = "```console\n" + run(blocks.group(1)) + "```";
      blocks.appendReplacement(now, Matcher.quoteReplacement(block));
    }
    blocks.appendTail(now);
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, now);
      return;
    }
    assertThat(now.toString()).isEqualTo(page);
  }

  /** The launcher and the jar, in the places that the page names. */
  private void makeCrashtag() throws IOException {
    List<String> java = JavaProcess.of(Main.class.getName()).command();
    int path = java.indexOf("-cp") + 1;
    Path classes =
        Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path target = Files.createDirectories(folder.resolve("target"));
    Files.createSymbolicLink(target.resolve("crashtag.jar"), classes.toAbsolutePath());
    String command =
        "#!/bin/sh\nexec '"
            + String.join("' '", java.subList(0, path))
            + "' '"
            + absolute(java.get(path))
            + "'\"${CRASHTAG_CLASSPATH:+"
            + File.pathSeparator
            + "$CRASHTAG_CLASSPATH}\" '-D"
            + PrivateKey.FOLDER_PROPERTY
            + "="
            + TestKey.folder()
            + "' "
            + Main.class.getName()
            + " \"$@\"\n";
    Path launcher = Files.writeString(folder.resolve("crashtag"), command);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String absolute(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator, -1))
        .map(element -> Path.of(element).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void saveFiles(String page) throws IOException {
    Matcher saved = SAVED.matcher(page);
    int files = 0;
    while (saved.find()) {
      Path file = folder.resolve(saved.group(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, saved.group(2));
      files++;
    }
    assertThat(files).isEqualTo(2);
  }

  private String run(String block) throws IOException, InterruptedException {
    StringBuilder shown = new StringBuilder();
    for (String line : block.lines().filter(text -> text.startsWith("$ ")).toList()) {
      shown.append(line).append('\n').append(output(line.substring(2)));
    }
    return shown.toString();
  }

  private String output(String command) throws IOException, InterruptedException {
    if (command.startsWith("export ")) {
      exports.add(command);
      return "";
    }
    List<String> lines = new ArrayList<>(exports);
    lines.add(command);
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", String.join("\n", lines)).directory(folder.toFile());
    Path javaBin = Path.of(System.getProperty("java.home"), "bin");
    builder.environment().merge("PATH", javaBin.toString(), (old, bin) -> bin + ":" + old);
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process = builder.redirectError(err.toFile()).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).as(command).isTrue();
    assertThat(process.exitValue()).as(command + "\n" + Files.readString(err, UTF_8)).isZero();
    return Files.readString(out, UTF_8);
  }
}
