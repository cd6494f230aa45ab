package org.crashtag.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Nearest;
import org.crashtag.decode.declared.Condition;
import org.crashtag.decode.declared.Declaration;
import org.crashtag.decode.declared.Declaration.As;
import org.crashtag.decode.declared.Declaration.ColumnChoice;
import org.crashtag.decode.declared.Declaration.Include;
import org.crashtag.decode.declared.Declaration.Index;
import org.crashtag.decode.declared.Declaration.Kind;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.decode.declared.Declaration.Shape;
import org.crashtag.decode.declared.Declaration.SourceKind;
import org.crashtag.decode.declared.Declaration.Version;
import org.crashtag.decode.declared.Declaration.Xor;
import org.crashtag.decode.declared.TableDeclaration;
import org.crashtag.decode.declared.TextDeclaration;
import org.crashtag.decode.declared.TextDeclaration.Encoding;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.HeaderSource;
import org.crashtag.pipeline.PipelineFile.FaultException;
import org.yaml.snakeyaml.nodes.MappingNode;
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
 *     xor: guid-text                 # or a byte: 0xCC
 *     columns:
 *       Timestamp: {as: filetime}
 *       Tx: {when: "Kind == EventSend"}
 *     include: {Build: log_build}    # of the structure that after: names
 *   - tag: "{3F2504E0-4F89-41D3-9A0C-0305E82C3302}"
 *     table: acme_trace
 *     shape: text                    # or {text: {encoding: utf-16, skip: 16}}
 * </pre>
 */
final class DeclarationReader {
  /** The keys of an entry that declares records. */
  static final List<String> KEYS =
      List.of(
          "tag",
          "table",
          "header",
          "pdb",
          "define",
          "include_path",
          "record",
          "shape",
          "version",
          "xor",
          "rot13",
          "columns",
          "include");

  /** The keys of an entry that declares text. */
  static final List<String> TEXT_KEYS = List.of("tag", "table", "shape", "xor", "rot13");

  private static final String TEXT = "text";
  private static final List<String> SHAPES = List.of("array", "single", "ring", TEXT);
  static final List<String> TEXT_SHAPE_KEYS = List.of("encoding", "skip");
  static final List<String> COLUMN_KEYS = List.of("as", "of", "frequency", "when");
  static final List<String> TRUTHS = List.of("true", "false");
  static final List<String> SINGLE_KEYS = List.of("after");
  static final List<String> ARRAY_KEYS = List.of("after", "capacity", "written", "order", "valid");
  static final List<String> RING_KEYS =
      List.of("after", "next", "index", "capacity", "written", "order", "valid");
  static final List<String> INDEXES = List.of("slot", "counter");
  static final List<String> XORS = List.of("guid-text");

  /** The maximum size of a decoded blob in bytes. */
  static final int MOST_SKIPPED = 1 << 24;

  private final YamlNodes yaml;

  /**
   * @param file name of the file, for messages
   */
  DeclarationReader(String file) {
    this.yaml = new YamlNodes(file);
  }

  /**
   * Reads the entries of the section. Each table can be declared once; a tag can have several.
   *
   * @throws FaultException with the first fault in each entry
   */
  List<TableDeclaration> read(List<Node> entries) throws FaultException {
    List<TableDeclaration> declarations = new ArrayList<>();
    List<FaultException> faults = new ArrayList<>();
    Map<String, String> places = new HashMap<>();
    for (Node entry : entries) {
      try {
        TableDeclaration declaration = declaration(entry);
        refuseTwice(places, declaration.table());
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

  private static void refuseTwice(Map<String, String> places, Name table) throws FaultException {
    String before = places.putIfAbsent(table.text(), table.place());
    if (before != null) {
      throw new FaultException(
          table.place(), "the table " + table.text() + " is already declared at " + before);
    }
  }

  private TableDeclaration declaration(Node node) throws FaultException {
    Map<String, Node> values = yaml.mapping(node, "an entry of decode", KEYS);
    return isText(values.get("shape")) ? text(node) : records(node, values);
  }

  /** Whether a shape is {@code text} or {@code {text: ...}}. */
  private static boolean isText(Node shape) {
    if (shape instanceof ScalarNode scalar) {
      return scalar.getValue().equals(TEXT);
    }
    return shape instanceof MappingNode mapping
        && mapping.getValue().size() == 1
        && mapping.getValue().get(0).getKeyNode() instanceof ScalarNode key
        && key.getValue().equals(TEXT);
  }

  private TextDeclaration text(Node node) throws FaultException {
    Map<String, Node> values = yaml.mapping(node, "an entry of decode with text", TEXT_KEYS);
    require(node, values, List.of("tag", "table"));
    Map<String, Node> shape = textShape(values.get("shape"));
    Xor xor = values.containsKey("xor") ? xor(values.get("xor")) : Xor.NONE;
    if (xor.isGuidText()) {
      throw yaml.fault(values.get("xor"), "text has no records; xor: expects a byte such as 0xCC");
    }
    return new TextDeclaration(
        yaml.place(node),
        tag(values.get("tag")),
        yaml.text(values.get("table"), "table"),
        shape.containsKey("skip") ? number(shape.get("skip"), "skip", 0, MOST_SKIPPED) : 0,
        shape.containsKey("encoding") ? encoding(shape.get("encoding")) : Encoding.UTF_8,
        xor,
        isTrue(values, "rot13"));
  }

  private Map<String, Node> textShape(Node node) throws FaultException {
    if (node instanceof ScalarNode) {
      return Map.of();
    }
    Node details = yaml.mapping(node, "shape", SHAPES).get(TEXT);
    return yaml.mapping(details, TEXT, TEXT_SHAPE_KEYS);
  }

  private Encoding encoding(Node node) throws FaultException {
    List<String> labels = Arrays.stream(Encoding.values()).map(Encoding::label).toList();
    String label = word(node, "encoding", labels);
    return Arrays.stream(Encoding.values())
        .filter(each -> each.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private boolean isTrue(Map<String, Node> values, String key) throws FaultException {
    return values.containsKey(key) && word(values.get(key), key, TRUTHS).equals("true");
  }

  private int number(Node node, String key, int least, int most) throws FaultException {
    Name text = yaml.text(node, key);
    try {
      int value = Integer.decode(text.text());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The number is too large, which is reported below.
    }
    throw new FaultException(
        text.place(),
        key + " expects a number from " + least + " to " + most + ", not " + text.text());
  }

  private void require(Node node, Map<String, Node> values, List<String> keys)
      throws FaultException {
    for (String key : keys) {
      if (!values.containsKey(key)) {
        throw yaml.fault(node, "an entry of decode needs " + key + ":");
      }
    }
  }

  private Declaration records(Node node, Map<String, Node> values) throws FaultException {
    require(node, values, List.of("tag", "table", "record"));
    if (values.containsKey("header") == values.containsKey("pdb")) {
      throw yaml.fault(node, "an entry of decode needs either header: or pdb:");
    }
    boolean isHeader = values.containsKey("header");
    for (String key : List.of("define", "include_path")) {
      if (!isHeader && values.containsKey(key)) {
        throw yaml.fault(values.get(key), key + ": is only for header:");
      }
    }
    Shape shape = values.containsKey("shape") ? shape(values.get("shape")) : Shape.ARRAY;
    if (values.containsKey("include") && shape.after().isEmpty()) {
      throw yaml.fault(
          values.get("include"), "include: needs after:, the structure that has these members");
    }
    return new Declaration(
        yaml.place(node),
        tag(values.get("tag")),
        yaml.text(values.get("table"), "table"),
        yaml.text(values.get(isHeader ? "header" : "pdb"), isHeader ? "header" : "pdb"),
        isHeader ? SourceKind.HEADER : SourceKind.PDB,
        values.containsKey("define") ? define(values.get("define")) : Map.of(),
        values.containsKey("include_path") ? names(values.get("include_path")) : List.of(),
        yaml.text(values.get("record"), "record"),
        shape,
        values.containsKey("version")
            ? Optional.of(version(values.get("version")))
            : Optional.empty(),
        values.containsKey("xor") ? xor(values.get("xor")) : Xor.NONE,
        isTrue(values, "rot13"),
        values.containsKey("columns") ? columns(values.get("columns")) : List.of(),
        values.containsKey("include") ? include(values.get("include")) : List.of());
  }

  private Map<String, String> define(Node node) throws FaultException {
    Map<String, String> defines = new LinkedHashMap<>();
    for (YamlNodes.Entry entry : yaml.entries(node, "define")) {
      String value = yaml.text(entry.value(), entry.key().text()).text();
      try {
        HeaderSource.checkDefine(entry.key().text(), value);
      } catch (UnknownTypeException e) {
        throw new FaultException(entry.key().place(), e.getMessage());
      }
      defines.put(entry.key().text(), value);
    }
    return defines;
  }

  /** Reads a text or a list of texts. */
  private List<Name> names(Node node) throws FaultException {
    List<Node> nodes =
        node instanceof ScalarNode ? List.of(node) : yaml.items(node, "include_path");
    List<Name> names = new ArrayList<>();
    for (Node each : nodes) {
      names.add(yaml.text(each, "include_path"));
    }
    return names;
  }

  private List<Include> include(Node node) throws FaultException {
    List<Include> included = new ArrayList<>();
    for (YamlNodes.Entry entry : yaml.entries(node, "include")) {
      included.add(new Include(entry.key(), yaml.text(entry.value(), entry.key().text())));
    }
    return included;
  }

  private Guid tag(Node node) throws FaultException {
    Name text = yaml.text(node, "tag");
    return Guid.parse(text.text())
        .orElseThrow(
            () -> new FaultException(text.place(), "\"" + text.text() + "\" is not a GUID"));
  }

  /** Reads one of a few words. */
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
    if (yaml.text(node, "xor").text().matches("[0-9].*")) {
      return new Xor(false, number(node, "xor", 1, 0xFF));
    }
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
    if (kinds.size() != 1 || kinds.containsKey(TEXT)) {
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
    Map<String, Node> values = yaml.mapping(node, member.text(), COLUMN_KEYS);
    if (!values.containsKey("as") && !values.containsKey("when")) {
      throw yaml.fault(node, member.text() + " needs as: or when:");
    }
    Optional<As> as = values.containsKey("as") ? Optional.of(as(values)) : Optional.empty();
    if (values.containsKey("of") && !as.equals(Optional.of(As.FLAGS))) {
      throw yaml.fault(values.get("of"), "of: is only for flags");
    }
    if (values.containsKey("frequency") && !as.equals(Optional.of(As.QPC))) {
      throw yaml.fault(values.get("frequency"), "frequency: is only for qpc");
    }
    Optional<Condition> when =
        values.containsKey("when") ? Optional.of(condition(values.get("when"))) : Optional.empty();
    return new ColumnChoice(member, as, name(values, "of"), name(values, "frequency"), when);
  }

  private As as(Map<String, Node> values) throws FaultException {
    List<String> labels = Arrays.stream(As.values()).map(As::label).toList();
    String label = word(values.get("as"), "as", labels);
    return Arrays.stream(As.values())
        .filter(each -> each.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private Condition condition(Node node) throws FaultException {
    Name text = yaml.text(node, "when");
    return Condition.parse(text)
        .orElseThrow(
            () ->
                new FaultException(
                    text.place(),
                    "when expects \"MEMBER == VALUE\", \"MEMBER != VALUE\" or \"MEMBER in"
                        + " (VALUE, ...)\", not \""
                        + text.text()
                        + "\""));
  }
}
