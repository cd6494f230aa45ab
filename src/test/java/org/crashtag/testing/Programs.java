package org.crashtag.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Other programs, if installed, as second readers and writers. */
public final class Programs {
  private Programs() {}

  /** Skips the test, visibly, if one of the programs isn't on the path. */
  public static void assumeInstalled(String... names) {
    for (String name : names) {
      assumeTrue(isInstalled(name), name + " is not installed");
    }
  }

  private static boolean isInstalled(String name) {
    return Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  /**
   * Skips the test if processes that it starts don't hear Ctrl-C: a shell that runs the tests in
   * the background may have made them ignore the signal.
   */
  public static void assumeCtrlCIsHeard() throws IOException {
    Path status = Path.of("/proc/self/status");
    boolean heard =
        Files.exists(status)
            && Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .allMatch(
                    line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) == 0);
    assumeTrue(heard, "this process's children don't hear Ctrl-C");
  }

  /** The output of a program; if it fails, so does the test. */
  public static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), output).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return output;
  }
}
