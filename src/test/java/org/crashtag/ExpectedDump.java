package org.crashtag;

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

/**
 * What an independent reader found in a real dump: a line of {@code EXPECTED.jsonl}, as maps,
 * lists, texts and numbers.
 */
public record ExpectedDump(Map<String, Object> fields) {
  /** Real dumps, which are no part of the project. */
  public static final Path FOLDER = Path.of("..", "shared", "dumps");

  /** Whether the real dumps are there. */
  public static boolean available() {
    return Files.isReadable(FOLDER.resolve("EXPECTED.jsonl"));
  }

  /** All lines. */
  public static List<ExpectedDump> all() throws IOException {
    List<ExpectedDump> dumps = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve("EXPECTED.jsonl"))) {
      try (JsonParser parser = new JsonFactory().createParser(line)) {
        parser.nextToken();
        dumps.add(new ExpectedDump(object(value(parser))));
      }
    }
    return dumps;
  }

  /** Lines of dumps that lie there as they are, not in an archive. */
  public static List<ExpectedDump> raw() throws IOException {
    return all().stream().filter(dump -> !dump.file().contains("!")).toList();
  }

  /** Its name, behind {@code !} inside an archive. */
  public String file() {
    return (String) fields.get("file");
  }

  /** A number; null where there is none. */
  public Long number(String name) {
    return (Long) fields.get(name);
  }

  /** A list of objects; empty where there is none. */
  public List<Map<String, Object>> objects(String name) {
    List<Map<String, Object>> objects = new ArrayList<>();
    if (fields.get(name) != null) {
      ((List<?>) fields.get(name)).forEach(item -> objects.add(object(item)));
    }
    return objects;
  }

  /** The four bug check parameters. */
  public List<Long> parameters() {
    return ((List<?>) fields.get("params")).stream().map(value -> (Long) value).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  private static Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        object.put(name, value(parser));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser));
      }
      return array;
    }
    if (token == JsonToken.VALUE_NUMBER_INT) {
      // Parameters and addresses are unsigned: their 64 bits.
      return parser.getBigIntegerValue().longValue();
    }
    return token == JsonToken.VALUE_NULL ? null : parser.getText();
  }
}
