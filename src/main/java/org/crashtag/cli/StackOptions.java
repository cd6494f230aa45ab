package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.dump.FaultyLineException;
import org.crashtag.dump.WindowsModules;
import org.crashtag.dump.stack.BugCheckFacts;
import org.crashtag.dump.stack.CrashRules;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.pipeline.PipelineFile.FaultException;
import org.crashtag.storage.Location;
import picocli.CommandLine.Option;

/** The data files of the crash analysis. */
final class StackOptions {
  @Option(
      names = "--bugcheck-facts",
      paramLabel = "FILE",
      description =
          "File with the meaning of bug check parameters, in place of the built-in one: lines of"
              + " code, fact, parameter and kinds, separated by tabs.")
  private Location facts;

  @Option(
      names = "--windows-modules",
      paramLabel = "FILE",
      description =
          "File with the names of Windows' own modules, in place of the built-in list: one per"
              + " line.")
  private Location windows;

  /** Parses a text and finds its faults. */
  private interface Check {
    Object read(String text) throws FaultyLineException;
  }

  /** The settings of these files, or else of those that a pipeline file names. */
  Map<String, String> settings(PipelineInput input) throws IOException {
    return settings(input.crashRules());
  }

  private Map<String, String> settings(Map<String, String> others) throws IOException {
    Map<String, String> settings = new TreeMap<>(others);
    if (facts != null) {
      settings.put(CrashRules.FACTS, given(facts, BugCheckFacts::of));
    }
    if (windows != null) {
      settings.put(CrashRules.WINDOWS, given(windows, WindowsModules::of));
    }
    return settings;
  }

  /** The settings of these files only. */
  Map<String, String> settings() throws IOException {
    return settings(Map.of());
  }

  private static String given(Location file, Check check) throws IOException {
    try {
      return text(file, check);
    } catch (FaultyLineException e) {
      throw new UsageException(file + ": " + e.getMessage());
    }
  }

  private static String text(Location file, Check check) throws IOException, FaultyLineException {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(file.read())).toString();
      check.read(text);
      return text;
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": expected UTF-8 text", e);
    }
  }

  /**
   * The settings of the files that a pipeline file names.
   *
   * @param path of the pipeline file; names are relative to its folder
   */
  static Map<String, String> read(Location path, PipelineFile file, List<FaultException> faults) {
    Map<String, String> settings = new TreeMap<>();
    put(settings, CrashRules.FACTS, path, file.bugcheckFacts(), BugCheckFacts::of, faults);
    put(settings, CrashRules.WINDOWS, path, file.windowsModules(), WindowsModules::of, faults);
    return settings;
  }

  private static void put(
      Map<String, String> settings,
      String setting,
      Location path,
      Optional<Name> file,
      Check check,
      List<FaultException> faults) {
    if (file.isPresent()) {
      Name name = file.get();
      try {
        settings.put(setting, text(path.sibling(name.text()), check));
      } catch (FaultyLineException e) {
        faults.add(new FaultException(name.place(), name.text() + ": " + e.getMessage()));
      } catch (IOException | InvalidPathException e) {
        faults.add(new FaultException(name.place(), "cannot read " + name.text() + reason(e)));
      }
    }
  }

  private static String reason(Exception fault) {
    return fault instanceof IOException io ? ": " + DumpFiles.words(io) : "";
  }
}
