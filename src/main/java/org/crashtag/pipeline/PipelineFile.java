package org.crashtag.pipeline;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.declared.Declaration.Name;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A pipeline file, which describes a nightly job. Unknown keys, duplicate keys, anchors and values
 * of the wrong type are errors.
 *
 * <pre>
 * source: crashes/**&#47;*.dmp      # a path, folder or pattern, or a list of them; or
 * source: {patterns: [...], follow: true, limits: {max-members: 1000}}
 * output: crashtag-tables
 * tables: [dumps, kmdf_drivers]    # default: all; sources and rejects are always written
 * tags: [kmdf]                     # default: all that have a decoder
 * decode: [{tag: ..., table: ...}] # your own tables
 * keep: [kmdf]                     # tags whose bytes are kept
 * rejects: {max-rejects: 5%}
 * private: hash                    # or keep or drop
 * private-key: ../keys/crash.key   # a file with the key of the hashes
 * batch: 100000                    # new sources before each commit
 * publish: iceberg                 # Iceberg metadata beside the parts
 * etw: {messages: all}             # settings of a decoder
 * messages: [symbols, falcon.tmf]  # files with the texts of drivers' messages
 * manifests: falcon.man            # files with the texts of events
 * bugcheck-facts: facts.tsv        # instead of the built-in file
 * windows-modules: windows.txt     # instead of the built-in list
 * </pre>
 *
 * @param sources paths, folders and patterns; empty if the file names none
 * @param limits limits of archives, by name ({@link #LIMITS}); without those that the file doesn't
 *     set
 * @param output the output folder; empty if the file names none
 * @param tables names of the tables to write; empty for all
 * @param tags names of the tags to decode; empty for all
 * @param decode the entries that declare tables, as YAML nodes with positions
 * @param keep tags whose bytes are kept
 * @param maxRejects a number or a percentage of dumps; empty if the file names none
 * @param privacy hash, keep or drop; empty if the file names none
 * @param batch maximum number of new sources between commits; 0 if the file names none
 * @param settings settings of decoders: {@code etw.messages} to {@code all}
 * @param messages .tmf files, PDBs and folders with such files
 * @param manifests .man files and folders with such files
 * @param bugcheckFacts path of a file of facts about bug checks, relative to the pipeline file
 * @param windowsModules path of a list of Windows' modules, relative to the pipeline file
 * @param follow whether to follow links to folders
 * @param privateKey path of the key for the hashes, relative to the pipeline file
 * @param publish the format in which tables are published; empty if the file names none
 */
public record PipelineFile(
    List<String> sources,
    Map<String, Long> limits,
    String output,
    List<Name> tables,
    List<Name> tags,
    List<Node> decode,
    List<Name> keep,
    Optional<Name> maxRejects,
    String privacy,
    int batch,
    Map<String, String> settings,
    List<Name> messages,
    List<Name> manifests,
    Optional<Name> bugcheckFacts,
    Optional<Name> windowsModules,
    boolean follow,
    Optional<Name> privateKey,
    String publish) {
  /** The names of {@link org.crashtag.source.Limits}, as on the command line. */
  public static final List<String> LIMITS =
      List.of(
          "max-member-bytes",
          "max-archive-bytes",
          "max-ratio",
          "max-members",
          "max-depth",
          "max-seconds");

  private static final int MOST_CHARACTERS = 1 << 20;
  private static final int DEEPEST_NESTING = 10;

  /** A pipeline file without any keys. */
  public static final PipelineFile EMPTY =
      new PipelineFile(
          List.of(),
          Map.of(),
          "",
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          "",
          0,
          Map.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          "");

  public PipelineFile {
    sources = List.copyOf(sources);
    limits = Map.copyOf(limits);
    tables = List.copyOf(tables);
    tags = List.copyOf(tags);
    decode = List.copyOf(decode);
    keep = List.copyOf(keep);
    settings = Map.copyOf(settings);
    messages = List.copyOf(messages);
    manifests = List.copyOf(manifests);
  }

  /** A fault in a pipeline file; the message names its position. */
  public static final class FaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> faults;

    /**
     * @param place file, line and column
     */
    public FaultException(String place, String message) {
      this(List.of(place + ": " + message));
    }

    private FaultException(List<String> faults) {
      super(faults.get(0) + (faults.size() > 1 ? " (and " + (faults.size() - 1) + " more)" : ""));
      this.faults = List.copyOf(faults);
    }

    /**
     * Combines several faults.
     *
     * @param faults at least one
     */
    public static FaultException of(List<FaultException> faults) {
      return new FaultException(faults.stream().flatMap(fault -> fault.faults.stream()).toList());
    }

    /** The message of each fault, with its position. */
    public List<String> faults() {
      return faults;
    }
  }

  /**
   * Reads a pipeline file.
   *
   * @param name name of the file, for messages
   * @throws FaultException with all faults that were found
   */
  public static PipelineFile parse(String name, String text) throws FaultException {
    if (text.length() > MOST_CHARACTERS) {
      throw new FaultException(name, "the file is too long for a pipeline file");
    }
    Node root = compose(name, text);
    if (root == null) {
      throw new FaultException(name, "the file is empty");
    }
    return new PipelineFileReader(name, Decoders.load()).read(root);
  }

  /** Parses the file into nodes with positions; null if it is empty. */
  private static Node compose(String name, String text) throws FaultException {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(DEEPEST_NESTING);
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
}
