package org.crashtag.source.cab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program {@code cabextract}, if installed, as a second reader. */
final class Cabextract {
  /** The result for a member that it can't read. */
  static final String FAILED = "failed";

  private static final Pattern MEMBER =
      Pattern.compile("  (?:OK {2,}(\\p{XDigit}{32})|failed \\()");

  private Cabextract() {}

  /** Skips the test if the program is missing. */
  static void assumeInstalled() {
    boolean installed =
        List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cabextract")));
    assumeTrue(installed, "cabextract is not installed");
  }

  /** For each member its MD5 in hex or {@link #FAILED}; empty if it finds no cabinet. */
  static List<String> answers(Path cabinet) throws IOException {
    Process process =
        new ProcessBuilder("cabextract", "-t", cabinet.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    Matcher matcher = MEMBER.matcher(output);
    return matcher.results().map(it -> it.group(1) == null ? FAILED : it.group(1)).toList();
  }
}
