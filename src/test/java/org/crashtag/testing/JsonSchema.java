package org.crashtag.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The part of JSON Schema (draft 7) that this project's schemas use. Any other keyword is an error,
 * so that none is silently ignored. Each JSON text is also a YAML text.
 */
public final class JsonSchema {
  private final Map<?, ?> root;

  private JsonSchema(Map<?, ?> root) {
    this.root = root;
  }

  /** Reads a schema. */
  public static JsonSchema read(Path file) throws IOException {
    return new JsonSchema((Map<?, ?>) load(Files.readString(file)));
  }

  private static Object load(String yaml) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
  }

  /** The faults of a document; empty if it is valid. */
  public List<String> faults(String yaml) {
    List<String> faults = new ArrayList<>();
    check(root, load(yaml), "", faults);
    return faults;
  }

  /** The part of the schema at these names; follows references. */
  public Map<?, ?> part(String... names) {
    Map<?, ?> part = root;
    for (String name : names) {
      Object next =
          part.get(name) instanceof Map<?, ?> map
              ? map
              : ((List<?>) part.get(name.substring(0, 5))).get(name.charAt(5) - '0');
      part = follow((Map<?, ?>) next);
    }
    return part;
  }

  private Map<?, ?> follow(Map<?, ?> schema) {
    if (!(schema.get("$ref") instanceof String reference)) {
      return schema;
    }
    Map<?, ?> target = root;
    for (String name : reference.substring(2).split("/", -1)) {
      target = (Map<?, ?>) target.get(name);
    }
    return target;
  }

  private boolean fits(Object schema, Object value) {
    List<String> faults = new ArrayList<>();
    check((Map<?, ?>) schema, value, "", faults);
    return faults.isEmpty();
  }

  private void check(Map<?, ?> reference, Object value, String place, List<String> faults) {
    Map<?, ?> schema = follow(reference);
    for (Map.Entry<?, ?> rule : schema.entrySet()) {
      Object wanted = rule.getValue();
      boolean fine =
          switch ((String) rule.getKey()) {
            case "$schema", "title", "description", "definitions" -> true;
            case "properties", "additionalProperties", "items" -> true; // below, for each part
            case "type" -> types(wanted).stream().anyMatch(type -> isA((String) type, value));
            case "enum" -> ((List<?>) wanted).contains(value);
            case "pattern" ->
                !(value instanceof String text)
                    || Pattern.compile((String) wanted).matcher(text).find();
            case "minimum" ->
                !(value instanceof Number number)
                    || number.longValue() >= ((Number) wanted).longValue();
            case "maximum" ->
                !(value instanceof Number number)
                    || number.longValue() <= ((Number) wanted).longValue();
            case "minItems" -> !(value instanceof List<?> list) || list.size() >= (int) wanted;
            case "uniqueItems" ->
                !(value instanceof List<?> list) || new HashSet<>(list).size() == list.size();
            case "minProperties" -> !(value instanceof Map<?, ?> map) || map.size() >= (int) wanted;
            case "maxProperties" -> !(value instanceof Map<?, ?> map) || map.size() <= (int) wanted;
            case "required" -> !(value instanceof Map<?, ?> map) || has(map, wanted);
            case "propertyNames" ->
                !(value instanceof Map<?, ?> map)
                    || map.keySet().stream().allMatch(key -> fits(wanted, String.valueOf(key)));
            case "dependencies" ->
                !(value instanceof Map<?, ?> map)
                    || ((Map<?, ?>) wanted)
                        .entrySet().stream()
                            .allMatch(
                                each ->
                                    !map.containsKey(each.getKey()) || has(map, each.getValue()));
            case "allOf" -> fitting(wanted, value) == ((List<?>) wanted).size();
            case "anyOf" -> fitting(wanted, value) > 0;
            case "oneOf" -> fitting(wanted, value) == 1;
            default -> throw new IllegalArgumentException("keyword " + rule.getKey());
          };
      if (!fine) {
        faults.add(place + ": " + rule);
      }
    }
    checkParts(schema, value, place, faults);
  }

  private static List<?> types(Object wanted) {
    return wanted instanceof List<?> list ? list : List.of(wanted);
  }

  private static boolean has(Map<?, ?> map, Object names) {
    return map.keySet().containsAll((List<?>) names);
  }

  private long fitting(Object schemas, Object value) {
    return ((List<?>) schemas).stream().filter(schema -> fits(schema, value)).count();
  }

  private static boolean isA(String type, Object value) {
    return switch (type) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  private void checkParts(Map<?, ?> schema, Object value, String place, List<String> faults) {
    if (value instanceof List<?> list && schema.get("items") instanceof Map<?, ?> items) {
      list.forEach(item -> check(items, item, place + "[]", faults));
    }
    if (value instanceof Map<?, ?> map) {
      Map<?, ?> known = schema.get("properties") instanceof Map<?, ?> some ? some : new TreeMap<>();
      map.forEach(
          (key, part) -> {
            Object rule = known.get(key);
            Object rest = schema.get("additionalProperties");
            if (rule == null && rest instanceof Map<?, ?> others) {
              check(others, part, place + "." + key, faults);
            } else if (rule != null) {
              check((Map<?, ?>) rule, part, place + "." + key, faults);
            } else if (Boolean.FALSE.equals(rest)) {
              faults.add(place + ": unknown key " + key);
            }
          });
    }
  }
}
