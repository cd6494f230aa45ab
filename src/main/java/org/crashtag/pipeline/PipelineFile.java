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
 * A pipeline file: what a nightly job is to do. Every key must be known; anchors, duplicate keys
 * and values of another shape are refused.
 *
 * <pre>
 * source: crashes/**&#47;*.dmp      # a path, folder or pattern, or a list of them; or
 * source: {patterns: [...], follow: true, limits: {max-members: 1000}}
 * output: crashtag-tables
 * tables: [dumps, kmdf_drivers]    # default: all; sources and rejects are always written
 * tags: [kmdf]                     # default: all that a decoder takes
 * decode: [{tag: ..., table: ...}] # tables of one's own
 * keep: [kmdf]                     # tags whose bytes are kept
 * rejects: {max-rejects: 5%}
 * private: hash                    # or keep or drop
 * private-key: ../keys/crash.key   # a file with the key of the hashes
 * batch: 100000                    # new sources before each commit
 * etw: {messages: all}             # settings of a decoder that has some
 * messages: [symbols, falcon.tmf]  # where drivers' messages have their text
 * manifests: falcon.man            # where providers' events have theirs
 * bugcheck-facts: facts.tsv        # instead of the built-in file
 * windows-modules: windows.txt     # instead of the built-in list
 * </pre>
 *
 * @param sources paths, folders and patterns; empty where the file names none
 * @param limits of archives, by their names ({@link #LIMITS}); absent ones aren't named
 * @param output the output folder; empty where the file names none
 * @param tables to be written; empty for all
 * @param tags to be decoded; empty for all
 * @param decode the entries that declare tables, as nodes that know their places
 * @param keep tags whose bytes are kept
 * @param maxRejects a number or a share of dumps; absent where the file names none
 * @param privacy hash, keep or drop; empty where the file names none
 * @param batch most new sources between commits; 0 where the file names none
 * @param settings of single decoders: {@code etw.messages} to {@code all}
 * @param messages .tmf files, PDBs and folders of such
 * @param manifests .man files and folders of such
 * @param bugcheckFacts path of a file of facts about bug checks, from the pipeline file's folder
 * @param windowsModules path of a list of Windows' modules, from the pipeline file's folder
 * @param follow whether links to folders are followed
 * @param privateKey path of the key of the hashes, from the pipeline file's folder
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
    Optional<Name> privateKey) {
  /** The names of {@link org.crashtag.source.Limits}, as the command line has them. */
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

  /** One that names nothing. */
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
          Optional.empty());

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

  /** A file that is no pipeline file; the message names the place. */
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
     * All of them as one.
     *
     * @param faults at least one
     */
    public static FaultException of(List<FaultException> faults) {
      return new FaultException(faults.stream().flatMap(fault -> fault.faults.stream()).toList());
    }

    /** Each fault with its place. */
    public List<String> faults() {
      return faults;
    }
  }

  /**
   * Reads a pipeline file.
   *
   * @param name of the file, for messages
   * @throws FaultException with every fault that could be found
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

  /** The file as nodes, which know where they stand; null where it is empty. */
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
