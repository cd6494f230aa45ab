package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.crashtag.sql.Question;

/**
 * The questions that travel with the program, in SQL, so that they can be asked from any folder.
 */
final class Questions {
  private static final String FOLDER = "/pipelines/sql/";
  private static final String SUFFIX = ".sql";

  /** A question that is always there; its neighbours are the others. */
  private static final String ANY = "bug-checks";

  private Questions() {}

  /** Their names, sorted. */
  static List<String> names() throws IOException {
    URI place = place();
    if (!place.getScheme().equals("jar")) {
      return names(Path.of(place));
    }
    try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
      return names(jar.getPath(FOLDER + ANY + SUFFIX));
    }
  }

  private static List<String> names(Path any) throws IOException {
    try (Stream<Path> files = Files.list(any.getParent())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  private static URI place() throws IOException {
    URL url = Questions.class.getResource(FOLDER + ANY + SUFFIX);
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IOException("the program's location is not a URI: " + url, e);
    }
  }

  /**
   * A question.
   *
   * @param name one of {@link #names}
   */
  static Question of(String name) throws IOException {
    try (InputStream stream = Questions.class.getResourceAsStream(FOLDER + name + SUFFIX)) {
      return Question.of(new String(stream.readAllBytes(), UTF_8));
    }
  }
}
