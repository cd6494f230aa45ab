package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this program, as the build wrote it. Each run's manifest names it. */
final class Version implements IVersionProvider {
  private static final String FILE = "version.properties";

  /** For example {@code 0.2.0}. */
  static String text() {
    try (InputStream stream = Version.class.getResourceAsStream(FILE)) {
      Properties properties = new Properties();
      properties.load(new InputStreamReader(stream, UTF_8));
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " of the program cannot be read", e);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {"crashtag " + text()};
  }
}
