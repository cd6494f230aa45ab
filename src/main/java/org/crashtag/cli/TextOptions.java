package org.crashtag.cli;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.decode.messages.CatalogBuilder;
import org.crashtag.decode.messages.DriverTexts;
import org.crashtag.decode.messages.NoSourceException;
import org.crashtag.decode.messages.TextCatalog;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.source.CompressedPdb;
import org.crashtag.storage.Location;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storages;
import picocli.CommandLine.Option;

/** The sources of the texts of messages and events. */
final class TextOptions {
  @Option(
      names = "--messages",
      paramLabel = "PATH",
      description =
          "Source of the text of drivers' messages: a .tmf file, a PDB, or a folder of these, for"
              + " example a symbol store. Can be repeated; the first match is used.")
  private List<String> messages = new ArrayList<>();

  @Option(
      names = "--manifests",
      paramLabel = "PATH",
      description =
          "Source of the fields and text of providers' events: a .man file, or a folder of these."
              + " Can be repeated.")
  private List<String> manifests = new ArrayList<>();

  /** Whether any source was given on the command line. */
  boolean areGiven() {
    return !messages.isEmpty() || !manifests.isEmpty();
  }

  /**
   * Reads the sources on the command line, or else those of a pipeline file.
   *
   * @param pipeline the file's path, to whose folder its paths are relative; null for none
   * @param folder in which the texts are kept for the next run
   */
  TextCatalog catalog(Terminal terminal, PipelineFile file, Location pipeline, String folder)
      throws IOException {
    check(terminal, file, pipeline);
    try {
      return builder(terminal, folder)
          .build(
              paths(messages, file.messages(), pipeline),
              paths(manifests, file.manifests(), pipeline));
    } catch (NoSourceException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /**
   * Checks that the named sources exist, without reading them. The message about a source of the
   * pipeline file begins with its place there.
   */
  void check(Terminal terminal, PipelineFile file, Location pipeline) throws IOException {
    CatalogBuilder builder = builder(terminal, "");
    for (Name name : messages.isEmpty() ? file.messages() : List.<Name>of()) {
      check(builder, name.place() + ": ", paths(List.of(), List.of(name), pipeline), List.of());
    }
    for (Name name : manifests.isEmpty() ? file.manifests() : List.<Name>of()) {
      check(builder, name.place() + ": ", List.of(), paths(List.of(), List.of(name), pipeline));
    }
    check(builder, "", slashed(messages), slashed(manifests));
  }

  private static void check(
      CatalogBuilder builder, String place, List<String> ofMessages, List<String> ofManifests)
      throws IOException {
    try {
      builder.check(ofMessages, ofManifests);
    } catch (NoSourceException e) {
      throw new UsageException(place + e.getMessage());
    }
  }

  /** The sources by option, for a run's manifest. */
  Map<String, String> describe(PipelineFile file, Location pipeline) {
    Map<String, String> described = new TreeMap<>();
    List<String> ofMessages = paths(messages, file.messages(), pipeline);
    List<String> ofManifests = paths(manifests, file.manifests(), pipeline);
    if (!ofMessages.isEmpty()) {
      described.put("messages", String.join(" ", ofMessages));
    }
    if (!ofManifests.isEmpty()) {
      described.put("manifests", String.join(" ", ofManifests));
    }
    return described;
  }

  private static CatalogBuilder builder(Terminal terminal, String folder) {
    Storage storage = Storages.all();
    return new CatalogBuilder(
        storage, path -> CompressedPdb.open(storage, path), folder, terminal::complain);
  }

  private static List<String> paths(List<String> given, List<Name> ofFile, Location pipeline) {
    List<String> paths =
        given.isEmpty()
            ? ofFile.stream()
                .map(Name::text)
                .map(name -> pipeline == null ? name : pipeline.sibling(name).text())
                .toList()
            : given;
    return slashed(paths);
  }

  /** Paths in the form that the storage uses: with slashes on every system. */
  static List<String> slashed(List<String> paths) {
    return paths.stream()
        .map(
            path ->
                Storages.isUri(path)
                    ? path
                    : Path.of(path).toString().replace(File.separatorChar, '/'))
        .toList();
  }

  /** Texts in a folder that is deleted on close. */
  static final class Scratch implements Closeable {
    private final String folder;
    private final DriverTexts texts;

    private Scratch(String folder, DriverTexts texts) {
      this.folder = folder;
      this.texts = texts;
    }

    DriverTexts texts() {
      return texts;
    }

    @Override
    public void close() throws IOException {
      if (!folder.isEmpty()) {
        Storages.all().delete(folder);
      }
    }
  }

  /**
   * Reads the sources on the command line, or else those of a pipeline file, for this command only.
   */
  Scratch scratch(Terminal terminal, PipelineFile file, Location pipeline) throws IOException {
    if (!areGiven() && file.messages().isEmpty() && file.manifests().isEmpty()) {
      return new Scratch("", DriverTexts.NONE);
    }
    Storage storage = Storages.all();
    String folder = Files.createTempDirectory("crashtag").toString();
    try {
      TextCatalog catalog = catalog(terminal, file, pipeline, folder);
      return new Scratch(folder, DriverTexts.open(storage, catalog));
    } catch (IOException | RuntimeException e) {
      storage.delete(folder);
      throw e;
    }
  }
}
