package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.pipeline.PrivateKey;
import org.crashtag.sample.Fleet;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.OutputFolder;
import org.crashtag.testing.JavaProcess;
import org.crashtag.testing.Programs;
import org.crashtag.testing.TestKey;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is interrupted prints what is committed, and the next one does the rest. */
class InterruptionTest {
  private static final int DUMPS = 150;

  private static final Pattern LINE =
      Pattern.compile(
          "crashtag: interrupted: ([0-9]+) of 150 batches committed; the next run reads the"
              + " remaining ([0-9]+) new files?");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void saysWhatIsCommitted(String signal, int exitCode) throws Exception {
    Programs.assumeInstalled("kill");
    if (signal.equals("INT")) {
      Programs.assumeCtrlCIsHeard();
    }
    Path archive = folder.resolve("archive");
    Path tables = folder.resolve("tables");
    Fleet.write(archive, DUMPS, 3, 0, done -> {});
    ProcessBuilder run =
        JavaProcess.of(
            "org.crashtag.cli.Main", "run", "--batch=1", "--input", archive, "--output", tables);
    run.command().add(1, "-D" + PrivateKey.FOLDER_PROPERTY + "=" + TestKey.folder());
    Process process = run.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    OutputFolder output = new OutputFolder(new LocalStorage(), tables.toString());
    while (process.isAlive() && output.runs().isEmpty()) {
      Thread.sleep(50);
    }
    Programs.output("kill", "-" + signal, Long.toString(process.pid()));
    List<String> errors =
        new String(process.getErrorStream().readAllBytes(), UTF_8)
            .lines()
            .filter(line -> !line.matches("[0-9,]+ of [0-9,]+ files.*|listing .*"))
            .toList();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("%s", errors).isEqualTo(exitCode);
    assertThat(errors).singleElement().asString().matches(LINE);

    Matcher line = LINE.matcher(errors.get(0));
    assertThat(line.matches()).isTrue();
    int committed = Integer.parseInt(line.group(1));
    assertThat(committed).isPositive().isIn(output.runs().size(), output.runs().size() - 1);
    assertThat(line.group(2)).isEqualTo(Integer.toString(DUMPS - committed));

    CommandRun next =
        CommandRun.of("run", "--input", archive.toString(), "--output", tables.toString());
    assertThat(next.exitCode()).as(next.err()).isZero();
    String read = "select count(*) as files, count(distinct source) as distinct_files from sources";
    CommandRun files = CommandRun.of("sql", "--output", tables.toString(), "--format=csv", read);
    assertThat(files.outLines()).containsExactly("files,distinct_files", DUMPS + "," + DUMPS);
  }
}
