package org.crashtag.decode.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads and writes texts and collections of texts in a catalog; a text can be longer than 64 KB.
 */
final class Texts {
  private Texts() {}

  static void write(DataOutput out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String read(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, UTF_8);
  }

  static void writeAll(DataOutput out, Set<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      write(out, text);
    }
  }

  static Set<String> readAll(DataInput in) throws IOException {
    int count = in.readInt();
    Set<String> texts = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      texts.add(read(in));
    }
    return texts;
  }

  /** Enumerations by name, in the order of their names and values, whatever the maps' is. */
  static void writeEnumerations(DataOutput out, Map<String, Map<Integer, String>> enumerations)
      throws IOException {
    out.writeInt(enumerations.size());
    for (Map.Entry<String, Map<Integer, String>> named : new TreeMap<>(enumerations).entrySet()) {
      write(out, named.getKey());
      out.writeInt(named.getValue().size());
      for (Map.Entry<Integer, String> constant : new TreeMap<>(named.getValue()).entrySet()) {
        out.writeInt(constant.getKey());
        write(out, constant.getValue());
      }
    }
  }

  static Map<String, Map<Integer, String>> readEnumerations(DataInput in) throws IOException {
    int count = in.readInt();
    Map<String, Map<Integer, String>> enumerations = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = read(in);
      int size = in.readInt();
      Map<Integer, String> constants = new HashMap<>();
      for (int constant = 0; constant < size; constant++) {
        constants.put(in.readInt(), read(in));
      }
      enumerations.put(name, constants);
    }
    return enumerations;
  }
}
