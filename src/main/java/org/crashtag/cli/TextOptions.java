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
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import picocli.CommandLine.Option;

/** Where drivers' messages and providers' events have their texts. */
final class TextOptions {
  @Option(
      names = "--messages",
      paramLabel = "PATH",
      description =
          "Text of drivers' messages: a .tmf file, a PDB, or a folder of such, which can be a symbol"
              + " store. Can be given more than once; the first that fits a record is used.")
  private List<Path> messages = new ArrayList<>();

  @Option(
      names = "--manifests",
      paramLabel = "PATH",
      description =
          "Fields and text of providers' events: a .man file or a folder of such. Can be given more"
              + " than once.")
  private List<Path> manifests = new ArrayList<>();

  /** Whether any source was given on the command line. */
  boolean areGiven() {
    return !messages.isEmpty() || !manifests.isEmpty();
  }

  /**
   * Reads what the command line names, or else a pipeline file.
   *
   * @param pipeline the file's path, to whose folder its paths are relative; null for none
   * @param folder where the texts are kept for the next run
   */
  TextCatalog catalog(Terminal terminal, PipelineFile file, Path pipeline, String folder)
      throws IOException {
    try {
      return builder(terminal, folder)
          .build(
              paths(messages, file.messages(), pipeline),
              paths(manifests, file.manifests(), pipeline));
    } catch (NoSourceException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** Checks that what is named is there, and reads nothing. */
  void check(Terminal terminal, PipelineFile file, Path pipeline) throws IOException {
    try {
      builder(terminal, "")
          .check(
              paths(messages, file.messages(), pipeline),
              paths(manifests, file.manifests(), pipeline));
    } catch (NoSourceException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** The sources by option, for a run's manifest. */
  Map<String, String> describe(PipelineFile file, Path pipeline) {
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
    return new CatalogBuilder(new LocalStorage(), folder, terminal::complain);
  }

  private static List<String> paths(List<Path> given, List<Name> ofFile, Path pipeline) {
    Path parent = pipeline == null ? null : pipeline.getParent();
    List<Path> paths =
        given.isEmpty()
            ? ofFile.stream()
                .map(name -> parent == null ? Path.of(name.text()) : parent.resolve(name.text()))
                .toList()
            : given;
    return slashed(paths);
  }

  /** Paths as the storage has them: with slashes on every system. */
  static List<String> slashed(List<Path> paths) {
    return paths.stream().map(path -> path.toString().replace(File.separatorChar, '/')).toList();
  }

  /** Texts in a folder that is gone when they are closed. */
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
        new LocalStorage().delete(folder);
      }
    }
  }

  /** Reads what the command line names, or else a pipeline file, for this command alone. */
  Scratch scratch(Terminal terminal, PipelineFile file, Path pipeline) throws IOException {
    if (!areGiven() && file.messages().isEmpty() && file.manifests().isEmpty()) {
      return new Scratch("", DriverTexts.NONE);
    }
    Storage storage = new LocalStorage();
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
