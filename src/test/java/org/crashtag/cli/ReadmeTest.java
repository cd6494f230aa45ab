package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.pipeline.PrivateKey;
import org.crashtag.testing.TestKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the README's commands and compares what they print. A block of {@code console} shows a
 * command and its output, one of {@code sh} only commands, which must end with 0.
 */
class ReadmeTest {
  private static final Path README = Path.of("README.md");

  private static final Pattern BLOCK = Pattern.compile("```(console|sh)\n(.*?)```", Pattern.DOTALL);

  private static final Pattern COMMAND =
      Pattern.compile("\\$ \\./crashtag ((?:[^\"\n]|\"[^\"]*\")*)\n");

  /** One of the demo's, of a machine that loads acmenet. */
  private static final String A_DUMP = "2026-01-14-063714-0002.dmp";

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  static {
    System.setProperty(PrivateKey.FOLDER_PROPERTY, TestKey.folder().toString());
  }

  @TempDir private Path folder;

  /** The user's copy of the shipped file. */
  @BeforeEach
  void makeNightlyFile() throws IOException {
    Files.writeString(
        folder.resolve("nightly.yaml"),
        "source: " + folder + "/demo/archive\noutput: " + folder + "/tables\n");
  }

  @Test
  void commandsPrintWhatIsShown() throws IOException {
    String readme = Files.readString(README);
    String now = withTables(withOutputs(readme));
    if (Boolean.getBoolean("readme.update")) {
      Files.writeString(README, now);
    }
    assertThat(steady(now)).isEqualTo(steady(readme));
    assertThat(COMMAND.matcher(readme).results().count()).isGreaterThan(5);
  }

  /** What differs from run to run. */
  private static String steady(String text) {
    return text.replaceAll("r[0-9]{8}T[0-9]{9}Z", "RUN").replaceAll("(time +)[0-9.]+ s", "$1");
  }

  private String withOutputs(String readme) {
    Matcher blocks = BLOCK.matcher(readme);
    StringBuilder now = new StringBuilder();
    while (blocks.find()) {
      String block = blocks.group(2);
      String shown = blocks.group(1).equals("console") ? console(block) : sh(block);
      blocks.appendReplacement(
          now, Matcher.quoteReplacement("```" + blocks.group(1) + "\n" + shown + "```"));
    }
    return blocks.appendTail(now).toString();
  }

  private String console(String block) {
    Matcher command = COMMAND.matcher(block);
    assertThat(command.lookingAt()).as(block).isTrue();
    return command.group() + run(words(command.group(1)));
  }

  private String sh(String block) {
    COMMAND
        .matcher(block)
        .results()
        .forEach(command -> run(words(command.group(1).replaceFirst("  +#.*", ""))));
    return block;
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words;
  }

  private String run(List<String> words) {
    List<String> arguments = new ArrayList<>();
    for (String word : words) {
      arguments.add(
          word.replaceAll(
                  "^(demo/|own-tables$|tables$|nightly.yaml$|report.json$)",
                  Matcher.quoteReplacement(folder + "/") + "$1")
              .replaceAll(
                  "^MEMORY.DMP$",
                  Matcher.quoteReplacement(folder + "/demo/archive/machine-0002/" + A_DUMP))
              .replaceAll("^/mnt/crashes", Matcher.quoteReplacement(folder + "/demo/archive")));
    }
    if (arguments.equals(List.of("demo"))) {
      arguments.add(folder + "/demo");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = Main.run(terminal(out, err), arguments.toArray(String[]::new));
    assertThat(exitCode).as(arguments + "\n" + err.toString(UTF_8)).isEqualTo(ExitCode.DONE);
    return out.toString(UTF_8).replace(folder + "/", "");
  }

  private static Terminal terminal(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Terminal(
        new PrintStream(out, false, UTF_8),
        new PrintStream(err, true, UTF_8),
        false,
        Terminal.DEFAULT_COLUMNS);
  }

  private static String withTables(String readme) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Main.run(terminal(out, out), "tables", "--markdown");
    return readme.replaceAll(
        "(?s)(<!-- tables -->\n).*(<!-- end of tables -->)",
        "$1" + Matcher.quoteReplacement(out.toString(UTF_8)) + "$2");
  }
}
