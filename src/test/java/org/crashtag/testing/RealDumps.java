package org.crashtag.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.decode.WalkOptions;
import org.crashtag.source.Limits;
import org.crashtag.source.Member;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceVisitor;
import org.crashtag.source.SourceWalker;
import org.crashtag.storage.LocalStorage;
import org.junit.jupiter.api.Assumptions;

/** Dumps of real machines, in a folder next to the project, if present. */
public final class RealDumps {
  public static final Path FOLDER = Path.of("../shared/dumps");

  private RealDumps() {}

  /** The findings of an independent reader in a dump: a line of {@code EXPECTED.jsonl}. */
  public record Expected(String file, Map<?, ?> facts) {
    public long number(String name) {
      return (long) facts.get(name);
    }

    public String text(String name) {
      return (String) facts.get(name);
    }

    /** Numbers of a list, empty if there is none. */
    public List<Long> numbers(String name) {
      return ((List<?>) facts.get(name)).stream().map(Long.class::cast).toList();
    }

    /** Objects of a list, empty if there is none. */
    public List<Map<?, ?>> objects(String name) {
      List<Map<?, ?>> objects = new ArrayList<>();
      if (facts.get(name) instanceof List<?> list) {
        list.forEach(element -> objects.add((Map<?, ?>) element));
      }
      return objects;
    }

    @Override
    public String toString() {
      return file;
    }
  }

  /** Skips the test, visibly, if the dumps aren't there. */
  public static void assumePresent() {
    Assumptions.assumeTrue(Files.isDirectory(FOLDER), "the real dumps aren't here");
  }

  /** The expectations of each dump that is a separate file, not in an archive. */
  public static List<Expected> expected() throws IOException {
    return everywhere().stream().filter(dump -> !dump.file().contains("!")).toList();
  }

  /** The expectations of each dump; the name of a dump in an archive is {@code archive!member}. */
  public static List<Expected> everywhere() throws IOException {
    return expected("EXPECTED.jsonl");
  }

  /** The contents of a file of expectations, one line per dump. */
  public static List<Expected> expected(String list) throws IOException {
    List<Expected> all = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(FOLDER.resolve(list).toFile())) {
      while (parser.nextToken() != null) {
        Map<?, ?> facts = (Map<?, ?>) value(parser);
        String file = (String) facts.get("file");
        all.add(new Expected(file, facts));
      }
    }
    return all;
  }

  public static byte[] read(String file) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(file));
  }

  /** Walks a dump, which may be a member of an archive, hashing every blob. */
  public static Walked walk(String file) throws IOException {
    return walk(file, Walked.hashingAll());
  }

  /** Walks a dump, which may be a member of an archive. */
  public static Walked walk(String file, WalkOptions options) throws IOException {
    String[] parts = file.split("!", 2);
    Path path = FOLDER.resolve(parts[0]);
    MemberWalk member = new MemberWalk(parts.length == 1 ? null : parts[1], options);
    new SourceWalker(new LocalStorage(), Limits.DEFAULT)
        .walk(new SourceFile(path.toString(), Files.size(path), 0), member);
    return Objects.requireNonNull(member.walked, file);
  }

  /** Walks the dump that is this member, or the source itself. */
  private static final class MemberWalk implements SourceVisitor {
    private final String wanted;
    private final WalkOptions options;
    private Walked walked;

    MemberWalk(String wanted, WalkOptions options) {
      this.wanted = wanted;
      this.options = options;
    }

    @Override
    public boolean accepts(String path) {
      return path.equals(wanted);
    }

    @Override
    public void archive(Member archive) {
      // The dump is a member of it.
    }

    @Override
    public void content(Member member, Content content) throws IOException {
      if (Objects.equals(member.path(), wanted)) {
        walked = Walked.through(content, options);
      }
    }

    @Override
    public void fault(Member member, MalformedException fault) {
      throw fault;
    }

    @Override
    public boolean isDone() {
      return walked != null;
    }
  }

  /** The value at the parser's token; a number is a Long, however large, with the same bits. */
  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getBigIntegerValue().longValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException(parser.currentToken().name());
    };
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }
}
