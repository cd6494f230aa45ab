package org.crashtag.dump.stack;

import java.util.Map;
import org.crashtag.dump.FaultyLineException;
import org.crashtag.dump.WindowsModules;

/**
 * The data that verdicts rest on; users can replace both.
 *
 * @param facts what the parameters of bug checks mean
 * @param windows which modules are parts of Windows
 */
public record CrashRules(BugCheckFacts facts, WindowsModules windows) {
  /** The setting that holds the text of a user's file of facts. */
  public static final String FACTS = "stack.bugcheck-facts";

  /** The setting that holds the text of a user's list of Windows' modules. */
  public static final String WINDOWS = "stack.windows-modules";

  /**
   * The rules of a run's settings, whose texts were read before.
   *
   * @throws IllegalStateException for a text that is no such file
   */
  public static CrashRules of(Map<String, String> settings) {
    try {
      return new CrashRules(
          BugCheckFacts.of(settings.getOrDefault(FACTS, "")),
          WindowsModules.of(settings.getOrDefault(WINDOWS, "")));
    } catch (FaultyLineException e) {
      throw new IllegalStateException("the files were checked before the run began", e);
    }
  }
}
