package org.crashtag.layout.pdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.testing.Programs;

/**
 * What {@code llvm-pdbutil dump -types} lists of a PDB, each type in one line of text and each of
 * its members in another: a second reader, independent of the first.
 */
final class PdbutilTypes {
  private static final Pattern RECORD =
      Pattern.compile(
          "^ *0x([0-9A-F]+) \\| (LF_\\w+|UNKNOWN RECORD \\(0x160[89]\\)) \\[size = \\d+](?:"
              + " `(.*)`)?$");

  private static final Pattern FIELD =
      Pattern.compile(
          "- LF_MEMBER \\[name = `(.*)`, Type = 0x([0-9A-F]+)(?: \\((.*)\\))?, offset = (\\d+),"
              + " attrs = .*]");
  private static final Pattern CONSTANT = Pattern.compile("- LF_ENUMERATE \\[(.*) = (-?\\d+)]");
  private static final Pattern BYTES = Pattern.compile("[0-9A-F]{4}: ([0-9A-F ]+)\\|.*");
  private static final Pattern INDEX = Pattern.compile("0x([0-9A-F]+)(?: \\(([^)]*)\\))?");

  private static final Map<String, Integer> NUMBER_BYTES =
      Map.ofEntries(
          Map.entry("void", 0),
          Map.entry("bool", 1),
          Map.entry("char", 1),
          Map.entry("signed char", 1),
          Map.entry("unsigned char", 1),
          Map.entry("wchar_t", 2),
          Map.entry("char16_t", 2),
          Map.entry("char32_t", 4),
          Map.entry("short", 2),
          Map.entry("unsigned short", 2),
          Map.entry("int", 4),
          Map.entry("unsigned", 4),
          Map.entry("long", 4),
          Map.entry("unsigned long", 4),
          Map.entry("__int64", 8),
          Map.entry("unsigned __int64", 8),
          Map.entry("float", 4),
          Map.entry("double", 8));

  private record Entry(String leaf, String name, List<String> lines) {}

  private final Map<Integer, Entry> entries = new TreeMap<>();

  /** Compilers' own types have no entry: their names are given at each use. */
  private final Map<Integer, String> ownNames = new LinkedHashMap<>();

  private final Map<String, Entry> definitions = new HashMap<>();

  private PdbutilTypes() {}

  static PdbutilTypes of(Path pdb) throws IOException {
    PdbutilTypes types = new PdbutilTypes();
    Entry current = null;
    for (String line : dump(pdb)) {
      Matcher record = RECORD.matcher(line);
      if (record.matches()) {
        String name = record.group(3) == null ? "" : record.group(3);
        current = new Entry(record.group(2), name, new ArrayList<>());
        types.entries.put(Integer.parseInt(record.group(1), 16), current);
      } else if (current != null && (isLarge(current) || !BYTES.matcher(line.strip()).matches())) {
        current.lines().add(line.strip());
        types.learnNames(line);
      }
    }
    types.entries.replaceAll((index, entry) -> isLarge(entry) ? ofBytes(entry) : entry);
    for (Entry entry : types.entries.values()) {
      if (isDefinition(entry)) {
        types.definitions.putIfAbsent(identity(entry), entry);
      }
    }
    return types;
  }

  private static String[] dump(Path pdb) throws IOException {
    return Programs.output("llvm-pdbutil", "dump", "-types", "-type-data", pdb.toString())
        .split("\n", -1);
  }

  private static boolean isLarge(Entry entry) {
    return entry.leaf().startsWith("UNKNOWN");
  }

  /** A structure of the form that LLVM 14 shows as bytes only, in the form of the others. */
  private static Entry ofBytes(Entry entry) {
    StringBuilder digits = new StringBuilder();
    for (String line : entry.lines()) {
      Matcher bytes = BYTES.matcher(line);
      if (bytes.matches()) {
        digits.append(bytes.group(1).replace(" ", ""));
      }
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(HexFormat.of().parseHex(digits)).order(ByteOrder.LITTLE_ENDIAN);
    String[] names = new String(bytes.array(), ISO_8859_1).substring(24).split("\0", -1);
    boolean isForward = (bytes.get(4) & 0x80) != 0;
    return new Entry(
        "LF_STRUCTURE",
        names[0],
        List.of(
            "unique name: `" + names[1] + "`",
            isForward ? "field list: <no type>" : "field list: 0x%X".formatted(bytes.getInt(8)),
            (isForward ? "forward ref, " : "") + "sizeof " + bytes.getShort(22)));
  }

  private void learnNames(String line) {
    Matcher index = INDEX.matcher(line);
    while (index.find()) {
      int number = Integer.parseInt(index.group(1), 16);
      if (number < 0x1000 && index.group(2) != null) {
        ownNames.put(number, index.group(2));
      }
    }
  }

  /** Index and layout of each structure and union that is not a forward reference. */
  Map<Integer, List<String>> layouts() {
    Map<Integer, List<String>> layouts = new TreeMap<>();
    entries.forEach(
        (index, entry) -> {
          if (isStructure(entry) && isDefinition(entry)) {
            layouts.put(index, layout(entry));
          }
        });
    return layouts;
  }

  private static boolean isStructure(Entry entry) {
    return entry.leaf().matches("LF_(STRUCTURE|CLASS|INTERFACE|UNION)");
  }

  private List<String> layout(Entry entry) {
    List<String> lines = new ArrayList<>();
    lines.add(structure(entry));
    addMembers(find(entry, "field list: 0x([0-9A-F]+)"), lines);
    return lines;
  }

  private static String structure(Entry entry) {
    return (entry.leaf().equals("LF_UNION") ? "union " : "struct ")
        + entry.name()
        + " "
        + find(entry, "sizeof (\\d+)");
  }

  /** The match of the only group of {@code pattern} in the entry's lines; null if there is none. */
  private static String find(Entry entry, String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    for (String line : entry.lines()) {
      Matcher matcher = compiled.matcher(line);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    return null;
  }

  private void addMembers(String list, List<String> into) {
    if (list == null) {
      return;
    }
    List<String> lines = entries.get(Integer.parseInt(list, 16)).lines();
    for (int i = 0; i < lines.size(); i++) {
      Matcher field = FIELD.matcher(lines.get(i));
      if (field.matches()) {
        into.add(field.group(1) + " +" + field.group(4) + " " + type(field.group(2)));
      } else if (lines.get(i).startsWith("- LF_BCLASS")) {
        Matcher base =
            Pattern.compile("type = 0x([0-9A-F]+).*, offset = (\\d+),.*").matcher(lines.get(i + 1));
        base.matches();
        into.add(" +" + base.group(2) + " " + type(base.group(1)));
      } else if (lines.get(i).startsWith("- LF_VFUNCTAB")) {
        into.add("__VFN_table +0 " + type(lines.get(i).replaceAll(".*0x([0-9A-F]+).*", "$1")));
      } else if (lines.get(i).startsWith("- LF_INDEX")) {
        addMembers((lines.get(i) + lines.get(i + 1)).replaceAll(".*0x([0-9A-F]+).*", "$1"), into);
      }
    }
  }

  private String type(String hex) {
    return type(Integer.parseInt(hex, 16));
  }

  private String type(int index) {
    if (index < 0x1000) {
      return own(ownNames.get(index), index);
    }
    Entry entry = entries.get(index);
    return switch (entry.leaf()) {
      case "LF_MODIFIER" -> type(find(entry, "referent = 0x([0-9A-F]+)"));
      case "LF_POINTER" -> "pointer " + (find(entry, "kind = ptr(\\d+)").equals("64") ? 8 : 4);
      case "LF_ARRAY" -> array(entry);
      case "LF_BITFIELD" ->
          type(find(entry, "type = 0x([0-9A-F]+)"))
              + " bits "
              + find(entry, "bit offset = (\\d+)")
              + " "
              + find(entry, "# bits = (\\d+)");
      case "LF_ENUM" -> enumeration(definition(entry));
      default -> structure(definition(entry));
    };
  }

  private static String own(String name, int index) {
    if (name.endsWith("*")) {
      return "pointer " + (index >> 8 == 6 ? 8 : 4);
    }
    return "number " + name + " " + NUMBER_BYTES.get(name);
  }

  private Entry definition(Entry entry) {
    return isDefinition(entry) ? entry : definitions.getOrDefault(identity(entry), entry);
  }

  /** By which declarations find their definition. */
  private static String identity(Entry entry) {
    String uniqueName = find(entry, "unique name: `(.*)`");
    return uniqueName == null ? entry.name() : uniqueName;
  }

  private static boolean isDefinition(Entry entry) {
    return (isStructure(entry) || entry.leaf().equals("LF_ENUM"))
        && find(entry, "(forward ref)") == null;
  }

  private String array(Entry entry) {
    String element = type(find(entry, "element type: 0x([0-9A-F]+)"));
    long bytes = Long.parseLong(find(entry, "size: (\\d+)"));
    return "[" + (bytes == 0 ? 0 : bytes / bytes(element)) + "] " + element;
  }

  /** The number at the end is the size, except for arrays. */
  private static long bytes(String type) {
    long count = 1;
    String rest = type;
    while (rest.startsWith("[")) {
      count *= Long.parseLong(rest.substring(1, rest.indexOf(']')));
      rest = rest.substring(rest.indexOf(']') + 2);
    }
    return count * Long.parseLong(rest.substring(rest.lastIndexOf(' ') + 1));
  }

  private String enumeration(Entry entry) {
    String storedAs = type(find(entry, "underlying type: 0x([0-9A-F]+)"));
    Map<Long, String> constants = new TreeMap<>();
    addConstants(find(entry, "field list: 0x([0-9A-F]+)"), constants);
    return "enum " + entry.name() + " " + constants + " " + storedAs;
  }

  private void addConstants(String list, Map<Long, String> into) {
    if (list == null) {
      return;
    }
    for (String line : entries.get(Integer.parseInt(list, 16)).lines()) {
      Matcher constant = CONSTANT.matcher(line);
      if (constant.matches()) {
        // Stored in 32 bits; compilers don't agree on how -1 is written.
        into.putIfAbsent((long) (int) Long.parseLong(constant.group(2)), constant.group(1));
      }
    }
  }
}
