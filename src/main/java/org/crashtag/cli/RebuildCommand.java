package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.pipeline.Redecoding;
import org.crashtag.pipeline.RunOptions;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.LocalStorage;
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
      "Decodes dumps again whose blobs today's decoders would decode otherwise: from the archive,"
          + " or, where a dump is gone from there, from kept blobs (tags.data). Rows are replaced;"
          + " what can't be decoded again stays. Options of Apache Beam can follow."
    },
    footer = {"", "Example: crashtag rebuild --output tables"})
final class RebuildCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PIPELINE.yaml",
      arity = "0..1",
      description = "A pipeline file: its tags, declared records and settings.")
  private Path pipeline;

  @Mixin private UpkeepOptions upkeep;

  @Option(
      names = "--all",
      description = "Decode every dump in reach again, whatever decoded it before.")
  private boolean all;

  @Option(
      names = "--tag",
      paramLabel = "GUID|NAME",
      description = "Decode only this tag again; can be given more than once.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "" + RunOptions.DEFAULT_BATCH,
      description = "Commit after about N dumps, then go on. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Mixin private PrivacyOptions privacy;

  @Mixin private TagOptions tagOptions;

  @Mixin private ProviderOptions providers;

  @Mixin private ArchiveOptions archives;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  RebuildCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logging.configure(upkeep.verbose());
    RunCommand.checkBeamOptions(beamOptions, spec);
    RunCommand.atLeastOne(batch);
    PipelineInput input = RunCommand.pipelineInput(pipeline, tagOptions);
    String folder = upkeep.folder(input.file().output());
    if (OutputOptions.isEmpty(terminal, folder)) {
      return ExitCode.FAILED;
    }
    RunCommand.checkHeld(input.declared(), folder);
    RunOptions options = options(input, folder);
    Upkeep work =
        new Upkeep(new LocalStorage(), folder, Main.VERSION, Tables.all(input.decoders().tables()));
    Redecoding redecoding = new Redecoding(LocalStorage::new, Main.VERSION, options);
    try (Interruption interruption = UpkeepOptions.interruption(terminal)) {
      Objects.requireNonNull(interruption);
      return print(folder, work.rebuild(redecoding, all, batch, upkeep.grace()));
    } catch (SqlFault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private RunOptions options(PipelineInput input, String folder) throws IOException {
    PipelineFile file = input.file();
    List<String> wanted = tags.isEmpty() ? RunCommand.texts(file.tags()) : tags;
    TagOptions.select(tagOptions.known(), input.decoders(), wanted);
    OutputFolder output = new OutputFolder(new LocalStorage(), folder);
    List<String> runs = output.runs();
    String before = output.manifest(runs.get(runs.size() - 1)).privacy();
    String treatment = privacy.mode(file.privacy().isEmpty() ? before : file.privacy());
    output.refuseOtherPrivacy(treatment);
    RunOptions options = new RunOptions(
        List.of(),
        folder,
        wanted,
        List.of(),
        false,
        List.of(),
        tagOptions.moreTags(),
        treatment,
        Map.of(),
        input.sha256(),
        beamOptions,
        archives.limits(file.limits()),
        providers.settings(file),
        batch,
        0,
        privacy.keyBeside(folder),
        input.declared().decoders());
    output.refuseOtherKey(options.keyFingerprint());
    return options;
  }

  private int print(String folder, Upkeep.Rebuilt rebuilt) {
    for (Manifest manifest : rebuilt.manifests()) {
      UpkeepOptions.print(terminal.out(), folder, manifest);
    }
    UpkeepOptions.printRemoved(terminal.out(), rebuilt.removed());
    Map<String, Long> counts = rebuilt.counts();
    if (counts.isEmpty()) {
      terminal.out().println("nothing to decode again: all is as today's decoders have it");
      return ExitCode.DONE;
    }
    terminal
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "decoded again: %,d dumps from the archive, %,d from kept blobs",
                counts.get("dumps_from_archive"),
                counts.get("dumps_from_blobs")));
    long left = counts.get("dumps_out_of_reach");
    if (left > 0) {
      terminal
          .out()
          .println(
              String.format(
                  Locale.ROOT,
                  "%,d dumps stay as they were: neither they nor their blobs are in reach",
                  left));
    }
    long unreadable = counts.get("sources_unreadable");
    if (unreadable > 0) {
      terminal.err().println("crashtag: " + unreadable + " files could not be read");
      return ExitCode.FAILED;
    }
    return ExitCode.DONE;
  }
}
