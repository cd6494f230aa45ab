package org.crashtag.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A launcher in some folder and the environment that it is called with: only what a test sets, a
 * path on which Maven is a script that leaves a mark, and no locale.
 */
final class Installation {
  private final Path launcher;
  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();

  /**
   * @param launcher what is called
   * @param folder for what the installation needs: the mark of Maven, the output of calls
   */
  Installation(Path launcher, Path folder) throws IOException {
    this.launcher = launcher;
    this.folder = Files.createDirectories(folder);
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path maven = programs.resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\ntouch '" + mavenMark() + "'\nexit 1\n");
    maven.toFile().setExecutable(true);
    environment.put("PATH", programs + ":/usr/bin:/bin");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("CRASHTAG_CACHE", "none");
  }

  Installation with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Installation without(String variable) {
    environment.remove(variable);
    return this;
  }

  private Path mavenMark() {
    return folder.resolve("maven-was-called");
  }

  boolean calledMaven() {
    return Files.exists(mavenMark());
  }

  /** What a call printed and how long it took, in nanoseconds. */
  record Result(int exitCode, String out, String err, long nanoseconds) {}

  /** Calls the launcher in a folder other than its own. */
  Result call(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    int exitCode = builder.start().waitFor();
    long nanoseconds = System.nanoTime() - start;
    return new Result(
        exitCode, Files.readString(out, UTF_8), Files.readString(err, UTF_8), nanoseconds);
  }
}
