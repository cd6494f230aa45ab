package org.crashtag.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Nearest;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.pipeline.PipelineFile.FaultException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a pipeline file from YAML nodes and collects all faults. */
final class PipelineFileReader {
  /** The keys of a file. The names of decoders with settings are keys, too. */
  static final List<String> KEYS =
      List.of(
          "source",
          "output",
          "tables",
          "tags",
          "decode",
          "keep",
          "rejects",
          "private",
          "private-key",
          "batch",
          "publish",
          "messages",
          "manifests",
          "bugcheck-facts",
          "windows-modules");

  static final List<String> SOURCE_KEYS = List.of("patterns", "follow", "limits");
  static final List<String> FOLLOW = List.of("true", "false");
  static final List<String> PUBLISH = List.of("iceberg");
  static final List<String> PRIVACY =
      List.of(Privacy.Mode.HASH.label(), Privacy.Mode.KEEP.label(), Privacy.Mode.DROP.label());

  private final YamlNodes yaml;
  private final Map<String, Decoder> withSettings = new TreeMap<>();
  private final List<FaultException> faults = new ArrayList<>();
  private List<String> sources = List.of();
  private final Map<String, Long> limits = new HashMap<>();
  private String output = "";
  private List<Name> tables = List.of();
  private List<Name> tags = List.of();
  private List<Node> decode = List.of();
  private List<Name> keep = List.of();
  private Optional<Name> maxRejects = Optional.empty();
  private String privacy = "";
  private Optional<Name> privateKey = Optional.empty();
  private int batch;
  private String publish = "";
  private boolean follow;
  private final Map<String, String> settings = new HashMap<>();
  private List<Name> messages = List.of();
  private List<Name> manifests = List.of();
  private Optional<Name> bugcheckFacts = Optional.empty();
  private Optional<Name> windowsModules = Optional.empty();

  /**
   * @param file name of the file, for messages
   * @param decoders decoders whose settings the file can contain
   */
  PipelineFileReader(String file, Decoders decoders) {
    this.yaml = new YamlNodes(file);
    for (Decoder decoder : decoders.all()) {
      if (!decoder.settings().isEmpty()) {
        withSettings.put(decoder.name(), decoder);
      }
    }
  }

  PipelineFile read(Node root) throws FaultException {
    if (!(root instanceof MappingNode mapping)) {
      throw yaml.fault(root, "expected a mapping, such as \"source: crashes\"");
    }
    if (root.getAnchor() != null) {
      throw yaml.fault(root, "YAML anchors are not supported");
    }
    Set<String> seen = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      attempt(() -> readEntry(entry, seen));
    }
    if (!faults.isEmpty()) {
      throw FaultException.of(faults);
    }
    return new PipelineFile(
        sources,
        limits,
        output,
        tables,
        tags,
        decode,
        keep,
        maxRejects,
        privacy,
        batch,
        settings,
        messages,
        manifests,
        bugcheckFacts,
        windowsModules,
        follow,
        privateKey,
        publish);
  }

  /** Reads one part of the file. */
  private interface PartReader {
    void read() throws FaultException;
  }

  /** Collects the fault of a part, so that the other parts are checked as well. */
  private void attempt(PartReader reader) {
    try {
      reader.read();
    } catch (FaultException e) {
      faults.add(e);
    }
  }

  private void readEntry(NodeTuple entry, Set<String> seen) throws FaultException {
    Name key = yaml.text(entry.getKeyNode(), "a key");
    List<String> known = new ArrayList<>(KEYS);
    known.addAll(withSettings.keySet());
    refuseUnknown(key, known);
    if (!seen.add(key.text())) {
      throw new FaultException(key.place(), "the key \"" + key.text() + "\" occurs twice");
    }
    readValue(key.text(), entry.getValueNode());
  }

  private static void refuseUnknown(Name key, List<String> known) throws FaultException {
    if (!known.contains(key.text())) {
      throw new FaultException(
          key.place(), "unknown key \"" + key.text() + "\"" + Nearest.hint(key.text(), known));
    }
  }

  private void readValue(String key, Node value) throws FaultException {
    switch (key) {
      case "source" -> readSource(value);
      case "output" -> output = yaml.text(value, key).text();
      case "tables" -> tables = list(value, key);
      case "tags" -> tags = list(value, key);
      case "decode" -> decode = entries(value);
      case "keep" -> keep = list(value, key);
      case "rejects" ->
          maxRejects =
              Optional.of(
                  yaml.text(
                      yaml.mapping(value, key, List.of("max-rejects")).get("max-rejects"),
                      "max-rejects"));
      case "private" -> privacy = word(value, key, PRIVACY);
      case "private-key" -> privateKey = Optional.of(yaml.text(value, key));
      case "batch" -> batch = (int) number(value, key, Integer.MAX_VALUE);
      case "publish" -> publish = word(value, key, PUBLISH);
      case "messages" -> messages = list(value, key);
      case "manifests" -> manifests = list(value, key);
      case "bugcheck-facts" -> bugcheckFacts = Optional.of(yaml.text(value, key));
      case "windows-modules" -> windowsModules = Optional.of(yaml.text(value, key));
      default -> readSettings(withSettings.get(key), value);
    }
  }

  private void readSource(Node value) throws FaultException {
    if (!(value instanceof MappingNode)) {
      sources = texts(list(value, "source"));
      return;
    }
    Map<String, Node> parts = yaml.mapping(value, "source", SOURCE_KEYS);
    if (!parts.containsKey("patterns")) {
      throw yaml.fault(value, "source needs patterns:");
    }
    attempt(() -> sources = texts(list(parts.get("patterns"), "patterns")));
    if (parts.containsKey("follow")) {
      attempt(() -> follow = word(parts.get("follow"), "follow", FOLLOW).equals("true"));
    }
    if (parts.containsKey("limits")) {
      for (Map.Entry<String, Node> limit :
          yaml.mapping(parts.get("limits"), "limits", PipelineFile.LIMITS).entrySet()) {
        String name = limit.getKey();
        long most = name.equals("max-depth") ? Integer.MAX_VALUE : Long.MAX_VALUE;
        attempt(() -> limits.put(name, number(limit.getValue(), name, most)));
      }
    }
  }

  private static List<String> texts(List<Name> names) {
    return names.stream().map(Name::text).toList();
  }

  private void readSettings(Decoder decoder, Node value) throws FaultException {
    Map<String, List<String>> known = decoder.settings();
    for (Map.Entry<String, Node> setting :
        yaml.mapping(value, decoder.name(), known.keySet().stream().sorted().toList()).entrySet()) {
      String name = setting.getKey();
      attempt(
          () ->
              settings.put(
                  decoder.name() + "." + name, word(setting.getValue(), name, known.get(name))));
    }
  }

  /** Reads a text or a list of different texts. Two spellings of a GUID are the same text. */
  private List<Name> list(Node node, String key) throws FaultException {
    List<Node> nodes = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    if (node.getAnchor() != null) {
      throw yaml.fault(node, "YAML anchors are not supported");
    }
    if (nodes.isEmpty()) {
      throw yaml.fault(node, key + " is an empty list");
    }
    List<Name> texts = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Node item : nodes) {
      attempt(
          () -> {
            Name text = yaml.text(item, key);
            if (!seen.add(Guid.parse(text.text()).map(Guid::toString).orElse(text.text()))) {
              throw yaml.fault(item, "\"" + text.text() + "\" occurs twice");
            }
            texts.add(text);
          });
    }
    return texts;
  }

  private List<Node> entries(Node node) throws FaultException {
    List<Node> entries = yaml.items(node, "decode");
    for (Node entry : entries) {
      yaml.entries(entry, "an entry of decode");
    }
    return entries;
  }

  private String word(Node node, String key, List<String> known) throws FaultException {
    Name word = yaml.text(node, key);
    if (!known.contains(word.text())) {
      throw new FaultException(
          word.place(),
          key + " must be one of " + String.join(", ", known) + Nearest.hint(word.text(), known));
    }
    return word.text();
  }

  private long number(Node node, String key, long most) throws FaultException {
    Name text = yaml.text(node, key);
    long value = -1;
    if (text.text().matches("[0-9]{1,18}")) {
      value = Long.parseLong(text.text());
    }
    if (value < 1 || value > most) {
      throw new FaultException(
          text.place(), key + " expects a number from 1 to " + most + ", not " + text.text());
    }
    return value;
  }
}
