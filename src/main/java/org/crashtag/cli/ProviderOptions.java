package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.crashtag.decode.etw.ProviderNames;
import org.crashtag.pipeline.PipelineFile;
import picocli.CommandLine.Option;

/** Which event providers have which names. */
final class ProviderOptions {
  @Option(
      names = "--providers",
      paramLabel = "FILE",
      defaultValue = "${env:CRASHTAG_PROVIDERS}",
      description =
          "File with more names of ETW providers: lines of GUID and name, separated by a tab."
              + " Default: the variable CRASHTAG_PROVIDERS.")
  private Path file;

  /** The settings of decoders that a pipeline file has, and the user's list. */
  Map<String, String> settings(PipelineFile file) throws IOException {
    Map<String, String> settings = new TreeMap<>(file.settings());
    settings.put(ProviderNames.SETTING, list());
    return settings;
  }

  /** The user's list as it stands, known to be one; empty without one. */
  String list() throws IOException {
    if (file == null || file.toString().isEmpty()) {
      return "";
    }
    String list = UserText.read(file);
    try {
      ProviderNames.with(list);
    } catch (ProviderNames.FaultyLineException e) {
      throw new UsageException(file + ": " + e.getMessage());
    }
    return list;
  }
}
