package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.declared.Declaration;
import org.crashtag.decode.messages.CatalogBuilder;
import org.crashtag.decode.messages.TextCatalog;
import org.crashtag.pipeline.AnySource;
import org.crashtag.pipeline.BeamOptions;
import org.crashtag.pipeline.CrashRun;
import org.crashtag.pipeline.DeclaredDecoders;
import org.crashtag.pipeline.Patience;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.pipeline.Progress;
import org.crashtag.pipeline.RunOptions;
import org.crashtag.pipeline.RunSession;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.Location;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storages;
import org.crashtag.store.CommitListener;
import org.crashtag.store.OutputFolder;
import org.crashtag.table.Tables;
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
      "Reads an archive of dumps and adds their contents to the tables of an output folder. Options"
          + " of Apache Beam can follow."
    },
    footer = {"", "Example: crashtag run --input \"D:/crashes/**/*.dmp\" --output tables"})
final class RunCommand implements Callable<Integer> {
  /** Which blobs are hashed. */
  enum Hash {
    read(RunOptions.Hashing.READ),
    all(RunOptions.Hashing.ALL);

    private final RunOptions.Hashing hashing;

    Hash(RunOptions.Hashing hashing) {
      this.hashing = hashing;
    }
  }

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PIPELINE.yaml",
      arity = "0..1",
      description =
          "A pipeline file. Options override its keys; pipelines/nightly.yaml is an example.")
  private Location pipeline;

  @Option(
      names = "--input",
      paramLabel = "PATTERN",
      description = "A dump, a folder or a pattern. Can be repeated.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--follow",
      description = "Follow symbolic links to folders; each folder is read once.")
  private boolean follow;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "The output folder. Default: " + DEFAULT_OUTPUT + ".")
  private String output;

  @Option(
      names = "--tag",
      paramLabel = "GUID|NAME",
      description = "Decode only this tag. Can be repeated.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--keep",
      paramLabel = "GUID|all",
      description = "Store the bytes of this tag in tags.data. Can be repeated.")
  private List<String> keep = new ArrayList<>();

  @Option(
      names = "--hash",
      paramLabel = "BLOBS",
      defaultValue = "read",
      description =
          "Blobs to hash with SHA-256: read (those that are read anyway) or all. Default: read.")
  private Hash hash;

  @Option(
      names = "--max-rejects",
      paramLabel = "N|P%",
      description = "Exit with code 3 if more dumps than this are rejected. Default: 5%%.")
  private String maxRejects;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Commit after every N new files. Default: " + RunOptions.DEFAULT_BATCH + ".")
  private Integer batch;

  @Option(
      names = "--compact",
      description = "Merge the files of many runs afterwards, as \"crashtag compact\" does.")
  private boolean compact;

  @Option(
      names = "--publish",
      paramLabel = "FORMAT",
      description =
          "Make the tables Iceberg tables (iceberg), as \"crashtag publish\" does; later runs go on"
              + " with it.")
  private Publication.Format publish;

  @Option(names = "--dry-run", description = "Print the plan without running it.")
  private boolean dryRun;

  @Option(
      names = "--report-json",
      paramLabel = "FILE",
      description = "Write all counts, durations and the exit code to this file as JSON.")
  private String reportJson;

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      description =
          "Write the counts, the durations and the exit code of each run to this file, in the text"
              + " format of Prometheus.")
  private String metricsFile;

  @Mixin private WatchOptions watch;

  @Option(
      names = "--report-html",
      paramLabel = "FILE",
      description = "Write the page of \"crashtag report\" to this file.")
  private Location reportHtml;

  @Option(names = "--verbose", description = "Print stack traces, and what the libraries log.")
  private boolean verbose;

  @Mixin private PrivacyOptions privacy;

  @Mixin private TagOptions tagOptions;

  @Mixin private ProviderOptions providers;

  @Mixin private TextOptions texts;

  @Mixin private StackOptions stack;

  @Mixin private ArchiveOptions archives;

  @Mixin private RunnerOptions runner;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  static final String DEFAULT_OUTPUT = "crashtag-tables";

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logging.configure(verbose);
    BeamOptions beam = RunnerOptions.beam(beamOptions, spec);
    PipelineInput input = pipelineInput(pipeline, tagOptions);
    String limit =
        choose(maxRejects, input.file().maxRejects().map(Declaration.Name::text).orElse(""), "5%");
    RejectLimit parsed = RejectLimit.parse(limit);
    RunOptions options = options(input, limit, beam);
    if (dryRun) {
      texts.check(terminal, input.file(), pipeline);
      return printPlan(options);
    }
    Optional<Duration> pause = watch.pause();
    Publication publication = new Publication(isPublishing(input.file()));
    RunEnd end =
        new RunEnd(
            terminal,
            options.output(),
            parsed,
            reportJson,
            metricsFile,
            pause.isPresent(),
            publication);
    if (pause.isPresent()) {
      return watch(options, pause.get(), publication, end);
    }
    int exitCode = run(terminal, options, watch.patience(), publication, end);
    if (compact) {
      UpkeepOptions.run(
          terminal,
          options.output(),
          CompactCommand.NOTHING,
          UpkeepOptions.GRACE,
          (upkeep, grace) -> upkeep.compact(false, grace));
    }
    if (reportHtml != null) {
      return page(options.output()).write(terminal) || exitCode != ExitCode.DONE
          ? exitCode
          : ExitCode.FAILED;
    }
    return exitCode;
  }

  private ReportFile page(String folder) {
    return new ReportFile(folder, reportHtml, Optional.empty(), Optional.empty());
  }

  private boolean isPublishing(PipelineFile file) {
    return publish != null || !file.publish().isEmpty();
  }

  private int printPlan(RunOptions options) throws IOException {
    CrashRun.Result result = look(options, watch.patience());
    RunReport.printPlan(terminal.out(), result, options);
    result.problems().forEach(problem -> terminal.complain(problem.path(), problem.message()));
    return result.hasFailedNames() ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static CrashRun crashRun(CommitListener listener) {
    return new CrashRun(Storages::all, Version.text(), listener);
  }

  /** Runs once, without files about it. */
  static int run(Terminal terminal, RunOptions options, RejectLimit limit) throws IOException {
    Publication publication = new Publication(false);
    RunEnd end = new RunEnd(terminal, options.output(), limit, null, null, false, publication);
    return run(terminal, options, Patience.NONE, publication, end);
  }

  /** Runs once, with progress and a summary, and returns the exit code. */
  private static int run(
      Terminal terminal, RunOptions options, Patience patience, Publication publication, RunEnd end)
      throws IOException {
    long start = System.nanoTime();
    CrashRun.Result result;
    try (ProgressLine progress = new ProgressLine(terminal);
        Interruption interruption =
            new Interruption(terminal, () -> committed(progress, options.output()))) {
      Objects.requireNonNull(interruption);
      result =
          isPointless(options)
              ? look(options, patience)
              : crashRun(publication).run(options, patience, progress::watch);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    } catch (IOException e) {
      try {
        end.failed(e, (System.nanoTime() - start) / 1e9);
      } catch (IOException unwritten) {
        e.addSuppressed(unwritten);
      }
      throw e;
    }
    return end.done(result, (System.nanoTime() - start) / 1e9);
  }

  private int watch(RunOptions options, Duration pause, Publication publication, RunEnd end)
      throws IOException {
    Watch.Sequel sequel =
        session -> {
          if (compact) {
            compact(session);
          }
          if (reportHtml != null) {
            page(options.output()).write(terminal);
          }
        };
    new Watch(terminal, crashRun(publication), options, watch.patience(), pause, end, sequel)
        .run(progress -> committed(progress, options.output()));
    return ExitCode.DONE;
  }

  private static void compact(RunSession session) throws IOException, SqlFault {
    Upkeep.withLockHeld(
            Storages.all(), session.output(), Version.text(), Tables.all(Decoders.load().tables()))
        .telling(Publication.tables(UpkeepOptions.GRACE, false))
        .compact(false, UpkeepOptions.GRACE);
  }

  /** Whether there is nothing to read and no output folder yet. */
  private static boolean isPointless(RunOptions options) throws IOException {
    Storage storage = Storages.all();
    return storage.find(options.output()).isEmpty() && !AnySource.exists(storage, options);
  }

  /** What a run would do. */
  private static CrashRun.Result look(RunOptions options, Patience patience) throws IOException {
    Path scratch = Files.createTempDirectory("crashtag");
    try {
      return crashRun((storage, output) -> {}).look(options, patience, scratch.toString());
    } finally {
      Storages.all().delete(scratch.toString());
    }
  }

  /** What is committed if the run is interrupted. */
  private static String committed(ProgressLine line, String output) {
    int batches = line.watched().map(Progress::batches).orElse(0);
    if (batches == 0) {
      return "nothing was committed; the next run starts over";
    }
    try {
      List<String> runs = new OutputFolder(Storages.all(), output).runs();
      Progress progress = line.watched().orElseThrow();
      long left = progress.left(runs);
      return String.format(
          Locale.ROOT,
          "%,d of %,d batches committed; the next run reads the remaining %,d new %s",
          progress.committed(runs),
          batches,
          left,
          left == 1 ? "file" : "files");
    } catch (IOException e) {
      return "the runs that were committed can't be listed: " + DumpFiles.words(e);
    }
  }

  /**
   * The contents of a pipeline file.
   *
   * @param pipeline null for none
   */
  static PipelineInput pipelineInput(Location pipeline, TagOptions tagOptions) throws IOException {
    if (pipeline == null) {
      return PipelineInput.none();
    }
    try {
      return PipelineInput.read(pipeline, tagOptions.known());
    } catch (PipelineFile.FaultException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** The options of the command line, or else those of the pipeline file. */
  private RunOptions options(PipelineInput input, String limit, BeamOptions beam)
      throws IOException {
    PipelineFile file = input.file();
    List<String> named = inputs.isEmpty() ? file.sources() : inputs;
    if (named.isEmpty()) {
      throw new UsageException(
          "no input; use --input PATTERN, as in --input \"crashes/**/*.dmp\", or give a pipeline"
              + " file");
    }
    if (named.contains("")) {
      throw new UsageException("the input is empty; name a dump, a folder or a pattern");
    }
    List<String> sources = named.stream().map(source -> runner.shared(beam, source)).toList();
    List<String> wanted = tags.isEmpty() ? texts(file.tags()) : tags;
    List<String> kept = keep.isEmpty() ? texts(file.keep()) : keep;
    TagOptions.select(tagOptions.known(), input.decoders(), wanted);
    TagOptions.select(tagOptions.known(), input.decoders(), kept);
    String folder =
        runner.shared(beam, SqlCommand.withoutSlash(choose(output, file.output(), DEFAULT_OUTPUT)));
    checkHeld(input.declared(), folder);
    String treatment = privacy.mode(file.privacy());
    KeptBytes.check(terminal, tagOptions.known(), input.decoders(), kept, treatment);
    Map<String, String> described = new TreeMap<>();
    described.put("source", String.join(" ", sources));
    described.put("tags", String.join(" ", wanted));
    described.put("keep", String.join(" ", kept));
    described.put("hash", hash.name());
    described.put("max-rejects", limit);
    boolean following = follow || file.follow();
    if (following) {
      described.put("follow", "true");
    }
    file.settings().forEach(described::put);
    texts.describe(file, pipeline).forEach(described::put);
    return new RunOptions(
        folder,
        new RunOptions.Reading(
            sources,
            following ? RunOptions.Links.FOLLOW : RunOptions.Links.SKIP,
            archives.limits(file.limits()),
            batch(file)),
        new RunOptions.Decoding(
            wanted,
            tagOptions.moreTags(),
            settings(input),
            input.declared().decoders(),
            dryRun
                ? TextCatalog.NONE
                : texts.catalog(terminal, file, pipeline, CatalogBuilder.folder(folder))),
        new RunOptions.Writing(texts(file.tables()), kept, hash.hashing, 0, measures(file, folder)),
        new RunOptions.PrivateValues(
            Privacy.Mode.of(treatment), privacy.keyBeside(folder, file, pipeline)),
        new RunOptions.Description(described, input.sha256()),
        beamOptions);
  }

  private boolean measures(PipelineFile file, String folder) throws IOException {
    return isPublishing(file) || new OutputFolder(Storages.all(), folder).isPublished();
  }

  private Map<String, String> settings(PipelineInput input) throws IOException {
    Map<String, String> settings = new TreeMap<>(providers.settings(input.file()));
    settings.putAll(stack.settings(input));
    return settings;
  }

  /** A table's columns must keep their types in the output folder. */
  static void checkHeld(DeclaredDecoders declared, String folder) throws IOException {
    if (declared.decoders().isEmpty()) {
      return;
    }
    try {
      declared.check(folder, new OutputFolder(Storages.all(), folder).manifests());
    } catch (PipelineFile.FaultException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private int batch(PipelineFile file) {
    if (batch == null) {
      return file.batch() == 0 ? RunOptions.DEFAULT_BATCH : file.batch();
    }
    return atLeastOne(batch);
  }

  /** The value of --batch. */
  static int atLeastOne(int batch) {
    if (batch < 1) {
      throw new UsageException("--batch expects a number of at least 1, not " + batch);
    }
    return batch;
  }

  /** The first one that is set. */
  private static String choose(String option, String file, String normal) {
    if (option != null && !option.isEmpty()) {
      return option;
    }
    return file.isEmpty() ? normal : file;
  }

  static List<String> texts(List<Declaration.Name> names) {
    return names.stream().map(Declaration.Name::text).toList();
  }
}
