package org.crashtag.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Nearest;
import org.crashtag.decode.declared.Declaration;
import org.crashtag.decode.declared.Declaration.As;
import org.crashtag.decode.declared.Declaration.ColumnChoice;
import org.crashtag.decode.declared.Declaration.Index;
import org.crashtag.decode.declared.Declaration.Kind;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.decode.declared.Declaration.Shape;
import org.crashtag.decode.declared.Declaration.SourceKind;
import org.crashtag.decode.declared.Declaration.Version;
import org.crashtag.decode.declared.Declaration.Xor;
import org.crashtag.pipeline.PipelineFile.FaultException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads a pipeline file's {@code decode:} section.
 *
 * <pre>
 * decode:
 *   - tag: "{3F2504E0-4F89-41D3-9A0C-0305E82C3301}"
 *     table: acme_events
 *     header: layouts/acme_log.h     # or  pdb: symbols/acme.pdb
 *     record: ACME_EVENT
 *     shape: array                   # or single, or {ring: {after: HEADER, next: Head, ...}}
 *     version: {field: Version, layouts: {1: ACME_EVENT_V1, 2: ACME_EVENT}}
 *     xor: guid-text
 *     columns:
 *       Timestamp: {as: filetime}
 * </pre>
 */
final class DeclarationReader {
  /** What an entry can say. */
  static final List<String> KEYS =
      List.of("tag", "table", "header", "pdb", "record", "shape", "version", "xor", "columns");

  private static final List<String> SHAPES = List.of("array", "single", "ring");
  static final List<String> SINGLE_KEYS = List.of("after");
  static final List<String> ARRAY_KEYS = List.of("after", "capacity", "written", "order", "valid");
  static final List<String> RING_KEYS =
      List.of("after", "next", "index", "capacity", "written", "order", "valid");
  static final List<String> INDEXES = List.of("slot", "counter");
  static final List<String> XORS = List.of("guid-text");

  private final YamlNodes yaml;

  /**
   * @param file the file's name, for messages
   */
  DeclarationReader(String file) {
    this.yaml = new YamlNodes(file);
  }

  /**
   * Reads the section's entries, each tag and table once.
   *
   * @throws FaultException with the first fault of each entry
   */
  List<Declaration> read(List<Node> entries) throws FaultException {
    List<Declaration> declarations = new ArrayList<>();
    List<FaultException> faults = new ArrayList<>();
    Map<Object, String> places = new HashMap<>();
    for (Node entry : entries) {
      try {
        Declaration declaration = declaration(entry);
        refuseTwice(places, declaration.tag(), declaration.place(), "tag");
        refuseTwice(places, declaration.table().text(), declaration.table().place(), "table");
        declarations.add(declaration);
      } catch (FaultException e) {
        faults.add(e);
      }
    }
    if (!faults.isEmpty()) {
      throw FaultException.of(faults);
    }
    return declarations;
  }

  private static void refuseTwice(
      Map<Object, String> places, Object value, String place, String what) throws FaultException {
    String before = places.putIfAbsent(value, place);
    if (before != null) {
      throw new FaultException(
          place, "the " + what + " " + value + " is already declared at " + before);
    }
  }

  private Declaration declaration(Node node) throws FaultException {
    Map<String, Node> values = yaml.mapping(node, "an entry of decode", KEYS);
    for (String key : List.of("tag", "table", "record")) {
      if (!values.containsKey(key)) {
        throw yaml.fault(node, "an entry of decode needs " + key + ":");
      }
    }
    if (values.containsKey("header") == values.containsKey("pdb")) {
      throw yaml.fault(node, "an entry of decode needs either header: or pdb:");
    }
    boolean isHeader = values.containsKey("header");
    return new Declaration(
        yaml.place(node),
        tag(values.get("tag")),
        yaml.text(values.get("table"), "table"),
        yaml.text(values.get(isHeader ? "header" : "pdb"), isHeader ? "header" : "pdb"),
        isHeader ? SourceKind.HEADER : SourceKind.PDB,
        yaml.text(values.get("record"), "record"),
        values.containsKey("shape") ? shape(values.get("shape")) : Shape.ARRAY,
        values.containsKey("version")
            ? Optional.of(version(values.get("version")))
            : Optional.empty(),
        values.containsKey("xor") ? xor(values.get("xor")) : Xor.NONE,
        values.containsKey("columns") ? columns(values.get("columns")) : List.of());
  }

  private Guid tag(Node node) throws FaultException {
    Name text = yaml.text(node, "tag");
    return Guid.parse(text.text())
        .orElseThrow(
            () -> new FaultException(text.place(), "\"" + text.text() + "\" is not a GUID"));
  }

  /** One of a few words. */
  private String word(Node node, String what, List<String> known) throws FaultException {
    Name word = yaml.text(node, what);
    if (!known.contains(word.text())) {
      throw new FaultException(
          word.place(),
          what + " must be one of " + String.join(", ", known) + Nearest.hint(word.text(), known));
    }
    return word.text();
  }

  private Xor xor(Node node) throws FaultException {
    word(node, "xor", XORS);
    return Xor.GUID_TEXT;
  }

  private Shape shape(Node node) throws FaultException {
    if (node instanceof ScalarNode) {
      String kind = word(node, "shape", SHAPES);
      if (kind.equals("ring")) {
        throw yaml.fault(node, "a ring needs a mapping: {ring: {after: ..., next: ...}}");
      }
      return kind.equals("single") ? Shape.SINGLE : Shape.ARRAY;
    }
    Map<String, Node> kinds = yaml.mapping(node, "shape", SHAPES);
    if (kinds.size() != 1) {
      throw yaml.fault(node, "shape must be one of " + String.join(", ", SHAPES));
    }
    Map.Entry<String, Node> only = kinds.entrySet().iterator().next();
    Kind kind = Kind.valueOf(only.getKey().toUpperCase(Locale.ROOT));
    return shape(kind, only.getValue());
  }

  private Shape shape(Kind kind, Node node) throws FaultException {
    List<String> keys =
        switch (kind) {
          case SINGLE -> SINGLE_KEYS;
          case ARRAY -> ARRAY_KEYS;
          case RING -> RING_KEYS;
        };
    Map<String, Node> values = yaml.mapping(node, kind.name().toLowerCase(Locale.ROOT), keys);
    Shape shape =
        new Shape(
            kind,
            name(values, "after"),
            name(values, "next"),
            index(values),
            name(values, "capacity"),
            name(values, "written"),
            name(values, "order"),
            name(values, "valid"));
    check(shape, node);
    return shape;
  }

  private void check(Shape shape, Node node) throws FaultException {
    boolean needsHead =
        Stream.of(shape.next(), shape.capacity(), shape.written()).anyMatch(Optional::isPresent);
    if (needsHead && shape.after().isEmpty()) {
      throw yaml.fault(
          node, "next, capacity and written need after:, the structure that has these members");
    }
    if (shape.next().isPresent() != shape.index().isPresent()) {
      throw yaml.fault(node, "next: and index: must be given together");
    }
    if (shape.kind() == Kind.RING && shape.next().isEmpty() && shape.order().isEmpty()) {
      throw yaml.fault(node, "a ring needs next: and index:, or order:");
    }
  }

  private Optional<Name> name(Map<String, Node> values, String key) throws FaultException {
    Node node = values.get(key);
    return node == null ? Optional.empty() : Optional.of(yaml.text(node, key));
  }

  private Optional<Index> index(Map<String, Node> values) throws FaultException {
    Node node = values.get("index");
    if (node == null) {
      return Optional.empty();
    }
    return Optional.of(word(node, "index", INDEXES).equals("slot") ? Index.SLOT : Index.COUNTER);
  }

  private Version version(Node node) throws FaultException {
    Map<String, Node> values = yaml.mapping(node, "version", List.of("field", "layouts"));
    if (values.size() != 2) {
      throw yaml.fault(node, "version needs field: and layouts:");
    }
    TreeMap<Long, Name> layouts = new TreeMap<>();
    for (YamlNodes.Entry entry : yaml.entries(values.get("layouts"), "layouts")) {
      Name type = yaml.text(entry.value(), "a layout");
      try {
        layouts.put(Long.decode(entry.key().text()), type);
      } catch (NumberFormatException e) {
        throw new FaultException(
            entry.key().place(), "a version must be a number, not \"" + entry.key().text() + "\"");
      }
    }
    return new Version(yaml.text(values.get("field"), "field"), layouts);
  }

  private List<ColumnChoice> columns(Node node) throws FaultException {
    List<ColumnChoice> choices = new ArrayList<>();
    for (YamlNodes.Entry entry : yaml.entries(node, "columns")) {
      choices.add(choice(entry.key(), entry.value()));
    }
    return choices;
  }

  private ColumnChoice choice(Name member, Node node) throws FaultException {
    Map<String, Node> values = yaml.mapping(node, member.text(), List.of("as", "of", "frequency"));
    if (!values.containsKey("as")) {
      throw yaml.fault(node, member.text() + " needs as:");
    }
    List<String> labels = Arrays.stream(As.values()).map(As::label).toList();
    String label = word(values.get("as"), "as", labels);
    As as = Arrays.stream(As.values()).filter(each -> each.label().equals(label)).findFirst().get();
    if (values.containsKey("of") && as != As.FLAGS) {
      throw yaml.fault(values.get("of"), "of: is only for flags");
    }
    if (values.containsKey("frequency") && as != As.QPC) {
      throw yaml.fault(values.get("frequency"), "frequency: is only for qpc");
    }
    return new ColumnChoice(member, as, name(values, "of"), name(values, "frequency"));
  }
}
