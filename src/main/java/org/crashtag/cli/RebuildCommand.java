package org.crashtag.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.messages.CatalogBuilder;
import org.crashtag.pipeline.BeamOptions;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.pipeline.Redecoding;
import org.crashtag.pipeline.RunOptions;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.Location;
import org.crashtag.storage.Storages;
import org.crashtag.store.Count;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Decodes dumps again with today's decoders. */
@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
      "Decodes dumps again if today's decoders would write different rows: from the archive, or,"
          + " if a dump is no longer there, from kept blobs (tags.data). Rows that can't be decoded"
          + " again are kept. Options of Apache Beam can follow."
    },
    footer = {"", "Example: crashtag rebuild --output tables"})
final class RebuildCommand implements Callable<Integer> {
  /** For authors of decoders. */
  private static final String UNCHANGED_VERSION =
      "A decoder of your own counts as changed only if its version was raised. --all decodes every"
          + " dump again.";

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PIPELINE.yaml",
      arity = "0..1",
      description = "A pipeline file with tags, declared records and settings.")
  private Location pipeline;

  @Mixin private UpkeepOptions upkeep;

  @Option(
      names = "--all",
      description = "Decode every dump that can be reached, not only outdated ones.")
  private boolean all;

  @Option(
      names = "--tag",
      paramLabel = "GUID|NAME",
      description = "Decode only this tag again. Can be repeated.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "" + RunOptions.DEFAULT_BATCH,
      description = "Commit after about every N dumps. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Mixin private PrivacyOptions privacy;

  @Mixin private TagOptions tagOptions;

  @Mixin private ProviderOptions providers;

  @Mixin private TextOptions texts;

  @Mixin private StackOptions stack;

  @Mixin private ArchiveOptions archives;

  @Mixin private RunnerOptions runner;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  RebuildCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logging.configure(upkeep.verbose());
    BeamOptions beam = RunnerOptions.beam(beamOptions, spec);
    RunCommand.atLeastOne(batch);
    PipelineInput input = RunCommand.pipelineInput(pipeline, tagOptions);
    String folder = runner.shared(beam, upkeep.folder(input.file().output()));
    if (OutputOptions.isEmpty(terminal, folder)) {
      return ExitCode.FAILED;
    }
    RunCommand.checkHeld(input.declared(), folder);
    RunOptions options = options(input, folder);
    Upkeep work =
        new Upkeep(Storages.all(), folder, Version.text(), Tables.all(input.decoders().tables()))
            .telling(Publication.tables(upkeep.grace(), false));
    Redecoding redecoding =
        new Redecoding(
            Storages::all, Version.text(), options, source -> runner.isShared(beam, source));
    try (Interruption interruption = UpkeepOptions.interruption(terminal)) {
      Objects.requireNonNull(interruption);
      return print(folder, input.decoders(), work.rebuild(redecoding, all, batch, upkeep.grace()));
    } catch (SqlFault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private RunOptions options(PipelineInput input, String folder) throws IOException {
    PipelineFile file = input.file();
    List<String> wanted = tags.isEmpty() ? RunCommand.texts(file.tags()) : tags;
    TagOptions.select(tagOptions.known(), input.decoders(), wanted);
    OutputFolder output = new OutputFolder(Storages.all(), folder);
    String before = output.latest().map(Manifest::privacy).orElseThrow();
    String treatment = privacy.mode(file.privacy().isEmpty() ? before : file.privacy());
    output.refuseOtherPrivacy(treatment);
    RunOptions options =
        new RunOptions(
            folder,
            new RunOptions.Reading(
                List.of(), RunOptions.Links.SKIP, archives.limits(file.limits()), batch),
            new RunOptions.Decoding(
                wanted,
                tagOptions.moreTags(),
                settings(input),
                input.declared().decoders(),
                texts.catalog(terminal, file, pipeline, CatalogBuilder.folder(folder))),
            RunOptions.Writing.ofAllTables(RunOptions.Hashing.READ),
            new RunOptions.PrivateValues(
                Privacy.Mode.of(treatment), privacy.keyBeside(folder, file, pipeline)),
            new RunOptions.Description(Map.of(), input.sha256()),
            beamOptions);
    output.refuseOtherKey(options.privacy().keyFingerprint());
    return options;
  }

  private Map<String, String> settings(PipelineInput input) throws IOException {
    Map<String, String> settings = new TreeMap<>(providers.settings(input.file()));
    settings.putAll(stack.settings(input));
    return settings;
  }

  /** Whether a decoder is not part of the program. */
  static boolean hasPlugIn(Decoders decoders) {
    return decoders.all().stream()
        .anyMatch(decoder -> !decoder.getClass().getName().startsWith("org.crashtag.decode."));
  }

  private int print(String folder, Decoders decoders, Upkeep.Rebuilt rebuilt) {
    for (Manifest manifest : rebuilt.manifests()) {
      UpkeepOptions.print(terminal.out(), folder, manifest);
    }
    UpkeepOptions.printRemoved(terminal.out(), rebuilt.removed());
    Map<String, Long> counts = rebuilt.counts();
    if (counts.isEmpty()) {
      terminal.out().println("nothing to decode again: all rows are up to date");
      if (hasPlugIn(decoders)) {
        terminal.out().println(UNCHANGED_VERSION);
      }
      return ExitCode.DONE;
    }
    terminal
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "decoded again: %,d dumps from the archive, %,d from kept blobs",
                Count.DUMPS_FROM_ARCHIVE.in(counts),
                Count.DUMPS_FROM_BLOBS.in(counts)));
    long left = Count.DUMPS_OUT_OF_REACH.in(counts);
    if (left > 0) {
      terminal
          .out()
          .println(
              String.format(
                  Locale.ROOT,
                  "%,d dumps keep their rows: neither they nor kept blobs of them can be read",
                  left));
    }
    long unreadable = Count.SOURCES_UNREADABLE.in(counts);
    if (unreadable > 0) {
      terminal.err().println("crashtag: " + unreadable + " files could not be read");
      return ExitCode.FAILED;
    }
    return ExitCode.DONE;
  }
}
