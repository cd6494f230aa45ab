package org.crashtag.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Nearest;
import org.crashtag.decode.declared.Declaration.Name;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Takes YAML nodes for what they are wanted to be; every fault names its place. */
final class YamlNodes {
  private final String file;

  /**
   * @param file the file's name, for messages
   */
  YamlNodes(String file) {
    this.file = file;
  }

  /** A mapping's key and value. */
  record Entry(Name key, Node value) {}

  /** File, line and column. */
  String place(Node node) {
    Mark mark = node.getStartMark();
    return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  PipelineFile.FaultException fault(Node node, String message) {
    return new PipelineFile.FaultException(place(node), message);
  }

  /** A text. */
  Name text(Node node, String what) throws PipelineFile.FaultException {
    refuseAnchor(node);
    if (!(node instanceof ScalarNode scalar)
        || scalar.getTag().equals(Tag.NULL)
        || scalar.getValue().isBlank()) {
      throw fault(node, what + " must be a text");
    }
    return new Name(scalar.getValue(), place(node));
  }

  /** A list's items. */
  List<Node> items(Node node, String what) throws PipelineFile.FaultException {
    refuseAnchor(node);
    if (!(node instanceof SequenceNode list) || list.getValue().isEmpty()) {
      throw fault(node, what + " must be a list");
    }
    return list.getValue();
  }

  /** The entries of a mapping with any keys, each once, in their order. */
  List<Entry> entries(Node node, String what) throws PipelineFile.FaultException {
    refuseAnchor(node);
    if (!(node instanceof MappingNode mapping) || mapping.getValue().isEmpty()) {
      throw fault(node, what + " must be a mapping");
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Name key = text(tuple.getKeyNode(), "a key");
      if (entries.put(key.text(), new Entry(key, tuple.getValueNode())) != null) {
        throw fault(tuple.getKeyNode(), "the key \"" + key.text() + "\" occurs twice");
      }
    }
    return new ArrayList<>(entries.values());
  }

  /** The values of a mapping whose keys must be among {@code known}. */
  Map<String, Node> mapping(Node node, String what, List<String> known)
      throws PipelineFile.FaultException {
    Map<String, Node> values = new LinkedHashMap<>();
    for (Entry entry : entries(node, what)) {
      String key = entry.key.text();
      if (!known.contains(key)) {
        throw new PipelineFile.FaultException(
            entry.key.place(), "unknown key \"" + key + "\"" + Nearest.hint(key, known));
      }
      values.put(key, entry.value);
    }
    return values;
  }

  private void refuseAnchor(Node node) throws PipelineFile.FaultException {
    if (node.getAnchor() != null) {
      throw fault(node, "YAML anchors are not supported");
    }
  }
}
