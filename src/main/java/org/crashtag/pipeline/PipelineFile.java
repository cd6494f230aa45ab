package org.crashtag.pipeline;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.crashtag.bytes.Nearest;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A pipeline file: what a nightly job is to do. Every key must be known; anchors, duplicate keys
 * and anything that isn't text or a list of texts are refused.
 *
 * <pre>
 * source: crashes/**&#47;*.dmp     # a path, folder or pattern, or a list of them
 * output: crashtag-tables
 * tables: [dumps, kmdf_drivers]   # default: all; sources and rejects are always written
 * tags: [kmdf]                    # default: all that a decoder takes
 * </pre>
 *
 * @param sources paths, folders and patterns; empty where the file names none
 * @param output the output folder; empty where the file names none
 * @param tables to be written; empty for all
 * @param tags to be decoded; empty for all
 */
public record PipelineFile(
    List<String> sources, String output, List<Named> tables, List<Named> tags) {
  private static final int MOST_CHARACTERS = 1 << 20;
  private static final List<String> KEYS = List.of("source", "output", "tables", "tags");

  /**
   * A text and where it stands.
   *
   * @param place file, line and column, for messages
   */
  public record Named(String text, String place) {}

  /** A file that is no pipeline file; the message names the place. */
  public static final class FaultException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param place file, line and column
     */
    public FaultException(String place, String message) {
      super(place + ": " + message);
    }
  }

  /**
   * Reads a pipeline file.
   *
   * @param name of the file, for messages
   */
  public static PipelineFile parse(String name, String text) throws FaultException {
    if (text.length() > MOST_CHARACTERS) {
      throw new FaultException(name, "longer than a pipeline file can be");
    }
    return new Reader(name).read(compose(name, text));
  }

  /** The file as nodes, which know where they stand; null where it is empty. */
  private static Node compose(String name, String text) throws FaultException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(10);
    try {
      return new Yaml(options).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      throw new FaultException(place(name, e.getProblemMark()), e.getProblem());
    } catch (YAMLException e) {
      throw new FaultException(name, e.getMessage());
    }
  }

  private static String place(String name, Mark mark) {
    return mark == null ? name : name + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  /** Turns nodes into a pipeline file's parts. */
  private static final class Reader {
    private final String name;
    private final List<String> sources = new ArrayList<>();
    private final List<Named> tables = new ArrayList<>();
    private final List<Named> tags = new ArrayList<>();
    private String output = "";

    Reader(String name) {
      this.name = name;
    }

    private FaultException fault(Node node, String message) {
      return new FaultException(place(name, node.getStartMark()), message);
    }

    PipelineFile read(Node root) throws FaultException {
      if (root == null) {
        throw new FaultException(name, "the file is empty");
      }
      if (!(root instanceof MappingNode mapping)) {
        throw fault(root, "keys and values are wanted, such as \"source: crashes\"");
      }
      Set<String> seen = new HashSet<>();
      for (NodeTuple entry : mapping.getValue()) {
        String key = text(entry.getKeyNode(), "a key");
        if (!KEYS.contains(key)) {
          throw fault(entry.getKeyNode(), "unknown key \"" + key + "\"" + Nearest.hint(key, KEYS));
        }
        if (!seen.add(key)) {
          throw fault(entry.getKeyNode(), "the key \"" + key + "\" comes twice");
        }
        readValue(key, entry.getValueNode());
      }
      return new PipelineFile(List.copyOf(sources), output, tables, tags);
    }

    private void readValue(String key, Node value) throws FaultException {
      switch (key) {
        case "source" -> list(value, key).forEach(source -> sources.add(source.text));
        case "output" -> output = text(value, key);
        case "tables" -> tables.addAll(list(value, key));
        case "tags" -> tags.addAll(list(value, key));
        default -> throw new IllegalStateException(key);
      }
    }

    private List<Named> list(Node node, String key) throws FaultException {
      refuseAnchor(node);
      List<Node> nodes = node instanceof SequenceNode list ? list.getValue() : List.of(node);
      List<Named> texts = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      for (Node item : nodes) {
        String text = text(item, key);
        if (!seen.add(text)) {
          throw fault(item, "\"" + text + "\" comes twice");
        }
        texts.add(new Named(text, place(name, item.getStartMark())));
      }
      if (texts.isEmpty()) {
        throw fault(node, key + " is an empty list");
      }
      return texts;
    }

    private void refuseAnchor(Node node) throws FaultException {
      if (node.getAnchor() != null) {
        throw fault(node, "anchors aren't taken here");
      }
    }

    private String text(Node node, String what) throws FaultException {
      refuseAnchor(node);
      if (!(node instanceof ScalarNode scalar)
          || scalar.getTag().equals(Tag.NULL)
          || scalar.getValue().isBlank()) {
        throw fault(node, what + " wants a text");
      }
      return scalar.getValue();
    }
  }
}
