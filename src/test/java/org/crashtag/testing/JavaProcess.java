package org.crashtag.testing;

import java.io.File;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Another process of this Java, with this process's class path. */
public final class JavaProcess {
  private JavaProcess() {}

  /**
   * A process that isn't started yet.
   *
   * @param main name of the class whose main method is run
   */
  public static ProcessBuilder of(String main, Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath(),
                main));
    Stream.of(arguments).map(String::valueOf).forEach(command::add);
    return new ProcessBuilder(command);
  }

  /** This process's class path; some test launchers use their own loader for it. */
  public static String classPath() {
    return JavaProcess.class.getClassLoader() instanceof URLClassLoader loader
        ? Stream.of(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }
}
