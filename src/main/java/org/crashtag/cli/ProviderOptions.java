package org.crashtag.cli;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.crashtag.decode.etw.ProviderNames;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.storage.Location;
import picocli.CommandLine.Option;

/** The names of event providers. */
final class ProviderOptions {
  @Option(
      names = "--providers",
      paramLabel = "FILE",
      defaultValue = "${env:CRASHTAG_PROVIDERS}",
      description =
          "File with more names of ETW providers: lines of GUID and name, separated by a tab."
              + " Default: the variable CRASHTAG_PROVIDERS.")
  private Location file;

  /** The decoders' settings of a pipeline file, and the user's list. */
  Map<String, String> settings(PipelineFile file) throws IOException {
    Map<String, String> settings = new TreeMap<>(file.settings());
    settings.put(ProviderNames.SETTING, list());
    return settings;
  }

  /** The text of the user's list, after a check; empty without one. */
  String list() throws IOException {
    if (file == null || file.text().isEmpty()) {
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
