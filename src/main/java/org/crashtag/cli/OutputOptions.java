package org.crashtag.cli;

import java.io.IOException;
import java.util.List;
import org.crashtag.bytes.Escape;
import org.crashtag.storage.Storages;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import picocli.CommandLine.Option;

/** An output folder with committed runs. */
final class OutputOptions {
  private static final int MOST_TOLD = 10;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "The output folder of the runs. Default: " + RunCommand.DEFAULT_OUTPUT + ".")
  private String output;

  /** Its path. */
  String folder() {
    return folder("");
  }

  /**
   * Its path.
   *
   * @param ofPipelineFile the folder in a pipeline file; empty if there is none
   */
  String folder(String ofPipelineFile) {
    if (output != null) {
      return SqlCommand.withoutSlash(output);
    }
    return ofPipelineFile.isEmpty() ? RunCommand.DEFAULT_OUTPUT : ofPipelineFile;
  }

  /** The manifests of a folder's committed runs. Prints a message if there are none. */
  static List<Manifest> manifests(Terminal terminal, String folder) throws IOException {
    List<Manifest> manifests = new OutputFolder(Storages.all(), folder).manifests();
    if (manifests.isEmpty()) {
      sayEmpty(terminal, folder);
    }
    return manifests;
  }

  /** Whether parts of the committed runs are damaged; prints a message for each then. */
  static boolean isDamaged(Terminal terminal, String folder, List<Manifest> manifests)
      throws IOException {
    List<String> damage = new OutputFolder(Storages.all(), folder).damagedParts(manifests);
    damage.stream()
        .limit(MOST_TOLD)
        .forEach(part -> terminal.err().println("crashtag: " + Escape.text(part)));
    if (damage.size() > MOST_TOLD) {
      terminal.err().println("crashtag: and " + (damage.size() - MOST_TOLD) + " more parts");
    }
    return !damage.isEmpty();
  }

  /** Whether no run was committed in a folder; prints a message then. */
  static boolean isEmpty(Terminal terminal, String folder) throws IOException {
    boolean empty = new OutputFolder(Storages.all(), folder).runs().isEmpty();
    if (empty) {
      sayEmpty(terminal, folder);
    }
    return empty;
  }

  private static void sayEmpty(Terminal terminal, String folder) {
    terminal.complain(folder, "no committed run here; \"crashtag run\" creates one");
  }
}
