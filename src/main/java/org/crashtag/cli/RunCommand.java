package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.crashtag.bytes.Nearest;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TagSelector;
import org.crashtag.pipeline.CrashRun;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.pipeline.RunOptions;
import org.crashtag.storage.LocalStorage;
import org.crashtag.table.Tables;
import org.crashtag.tag.KnownTags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs the pipeline. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Reads an archive of dumps and adds what they hold to the tables of an output folder. Options"
          + " of Apache Beam can follow."
    },
    footer = {"", "Example: crashtag run --input \"D:/crashes/**/*.dmp\" --output tables"})
final class RunCommand implements Callable<Integer> {
  /** What of blobs' bytes is hashed. */
  enum Hash {
    read,
    all
  }

  /** What becomes of private columns. */
  enum Privacy {
    hash,
    keep,
    drop
  }

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PIPELINE.yaml",
      arity = "0..1",
      description = "A pipeline file; options override it. pipelines/all.yaml shows its keys.")
  private Path pipeline;

  @Option(
      names = "--input",
      paramLabel = "PATTERN",
      description = "A dump, a folder or a pattern; can be given more than once.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "The output folder. Default: " + DEFAULT_OUTPUT + ".")
  private String output;

  @Option(
      names = "--tag",
      paramLabel = "GUID|NAME",
      description = "Decode only this tag; can be given more than once.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--keep",
      paramLabel = "GUID|all",
      description = "Keep this tag's bytes in tags.data; can be given more than once.")
  private List<String> keep = new ArrayList<>();

  @Option(
      names = "--hash",
      defaultValue = "read",
      description = "SHA-256 of the blobs that are read anyway (read) or of all. Default: read.")
  private Hash hash;

  @Option(
      names = "--private",
      defaultValue = "hash",
      description = "What becomes of private columns: hash, keep or drop. Default: hash.")
  private Privacy privacy;

  @Option(
      names = "--max-rejects",
      paramLabel = "N|P%%",
      defaultValue = "5%",
      description = "End with 3 where more dumps than this were rejected. Default: 5%%.")
  private String maxRejects;

  @Option(names = "--verbose", description = "Stack traces, and what the libraries log.")
  private boolean verbose;

  @Mixin private TagOptions tagOptions;

  @Mixin private ArchiveOptions archives;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  static final String DEFAULT_OUTPUT = "crashtag-tables";

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    RejectLimit limit = RejectLimit.parse(maxRejects);
    Logging.configure(verbose);
    checkBeamOptions();
    return run(terminal, options(), limit);
  }

  /** Runs, telling the progress and, at the end, the result; the exit code. */
  static int run(Terminal terminal, RunOptions options, RejectLimit limit) throws IOException {
    long start = System.nanoTime();
    CrashRun.Result result;
    try (ProgressLine progress = new ProgressLine(terminal)) {
      result = new CrashRun(LocalStorage::new, Main.VERSION).run(options, progress::watch);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    RunReport.print(terminal.out(), result, options.output(), (System.nanoTime() - start) / 1e9);
    return exitCode(terminal, result, limit);
  }

  private static int exitCode(Terminal terminal, CrashRun.Result result, RejectLimit limit) {
    result.problems().forEach(problem -> terminal.complain(problem.path(), problem.message()));
    Map<String, Long> counts =
        result.manifest().map(manifest -> manifest.counts()).orElse(Map.of());
    long unreadable = counts.getOrDefault("sources_unreadable", 0L);
    if (unreadable > 0) {
      terminal.err().println("crashtag: " + unreadable + " files could not be read; see rejects");
    }
    long others = counts.getOrDefault("sources_not_a_dump", 0L);
    boolean noDump = result.sources() == others;
    if (noDump) {
      terminal.err().println("crashtag: no dump found among " + result.sources() + " files");
    }
    if (!result.problems().isEmpty() || unreadable > 0 || noDump) {
      return ExitCode.FAILED;
    }
    if (limit.isExceeded(counts)) {
      terminal.err().println("crashtag: more rejects than --max-rejects allows; see rejects");
      return ExitCode.TOO_MANY_REJECTS;
    }
    return ExitCode.DONE;
  }

  /** What picocli doesn't know is Beam's, if Beam knows it. */
  private void checkBeamOptions() {
    for (String option : beamOptions) {
      if (!option.matches("--[a-zA-Z][a-zA-Z0-9]*(=.*)?")) {
        throw unknown(option);
      }
      try {
        CrashRun.checkBeamOptions(List.of(option));
      } catch (IllegalArgumentException e) {
        if (String.valueOf(e.getMessage()).contains("missing a property named")) {
          throw unknown(option.replaceFirst("=.*", ""));
        }
        throw new UsageException(
            option + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
    }
  }

  private UsageException unknown(String option) {
    return new UsageException(
        "unknown: " + option + Nearest.hint(option, spec.optionsMap().keySet()));
  }

  private RunOptions options() throws IOException {
    PipelineFile file = new PipelineFile(List.of(), "", List.of(), List.of());
    String sha256 = "";
    if (pipeline != null) {
      byte[] bytes = Files.readAllBytes(pipeline);
      sha256 = sha256(bytes);
      try {
        file = PipelineFile.parse(pipeline.toString(), new String(bytes, UTF_8));
        check(file);
      } catch (PipelineFile.FaultException e) {
        throw new UsageException(e.getMessage());
      }
    }
    List<String> sources = inputs.isEmpty() ? file.sources() : inputs;
    if (sources.isEmpty()) {
      throw new UsageException("what is to be read? Name it with --input");
    }
    List<String> wanted = tags.isEmpty() ? texts(file.tags()) : tags;
    TagOptions.select(tagOptions.known(), Decoders.load(), wanted);
    TagOptions.select(tagOptions.known(), Decoders.load(), keep);
    String folder = output != null ? output : file.output();
    return new RunOptions(
        sources,
        folder.isEmpty() ? DEFAULT_OUTPUT : SqlCommand.withoutSlash(folder),
        wanted,
        keep,
        hash == Hash.all,
        texts(file.tables()),
        tagOptions.moreTags(),
        privacy.name(),
        described(sources, wanted),
        sha256,
        beamOptions,
        archives.limits(),
        0);
  }

  private void check(PipelineFile file) throws IOException, PipelineFile.FaultException {
    Decoders decoders = Decoders.load();
    List<String> names = Tables.all(decoders.tables()).stream().map(TableSchema::name).toList();
    for (PipelineFile.Named table : file.tables()) {
      if (!names.contains(table.text())) {
        throw new PipelineFile.FaultException(
            table.place(), "no table \"" + table.text() + "\"" + Nearest.hint(table.text(), names));
      }
    }
    KnownTags known = tagOptions.known();
    for (PipelineFile.Named tag : file.tags()) {
      try {
        new TagSelector(known, decoders).select(List.of(tag.text()));
      } catch (TagSelector.UnknownTagException e) {
        throw new PipelineFile.FaultException(tag.place(), e.getMessage());
      }
    }
  }

  private static List<String> texts(List<PipelineFile.Named> named) {
    return named.stream().map(PipelineFile.Named::text).toList();
  }

  private Map<String, String> described(List<String> sources, List<String> wanted) {
    Map<String, String> options = new TreeMap<>();
    options.put("source", String.join(" ", sources));
    options.put("tags", String.join(" ", wanted));
    options.put("keep", String.join(" ", keep));
    options.put("hash", hash.name());
    options.put("max-rejects", maxRejects);
    return options;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
