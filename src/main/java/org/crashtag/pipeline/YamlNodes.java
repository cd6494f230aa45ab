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

/** Reads YAML nodes as the types that are expected; every fault names its position. */
final class YamlNodes {
  private final String file;

  /**
   * @param file name of the file, for messages
   */
  YamlNodes(String file) {
    this.file = file;
  }

  /** The key and value of an entry of a mapping. */
  record Entry(Name key, Node value) {}

  /** The file, line and column of a node. */
  String place(Node node) {
    Mark mark = node.getStartMark();
    return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  PipelineFile.FaultException fault(Node node, String message) {
    return new PipelineFile.FaultException(place(node), message);
  }

  /** Reads a text that isn't blank. */
  Name text(Node node, String what) throws PipelineFile.FaultException {
    refuseAnchor(node);
    if (!(node instanceof ScalarNode scalar)
        || scalar.getTag().equals(Tag.NULL)
        || scalar.getValue().isBlank()) {
      throw fault(node, what + " must be a text");
    }
    return new Name(scalar.getValue(), place(node));
  }

  /** Reads the items of a list that isn't empty. */
  List<Node> items(Node node, String what) throws PipelineFile.FaultException {
    refuseAnchor(node);
    if (!(node instanceof SequenceNode list) || list.getValue().isEmpty()) {
      throw fault(node, what + " must be a list");
    }
    return list.getValue();
  }

  /** Reads the entries of a mapping with any keys, without duplicates, in order. */
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

  /** Reads the values of a mapping whose keys must be among {@code known}. */
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
