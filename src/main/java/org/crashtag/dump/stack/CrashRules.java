package org.crashtag.dump.stack;

import java.util.Map;
import org.crashtag.dump.FaultyLineException;
import org.crashtag.dump.WindowsModules;

/**
 * The data that verdicts are based on; users can replace both.
 *
 * @param facts what the parameters of bug checks mean
 * @param windows which modules are parts of Windows
 */
public record CrashRules(BugCheckFacts facts, WindowsModules windows) {
  /** The setting with the text of a user's file of facts. */
  public static final String FACTS = "stack.bugcheck-facts";

  /** The setting with the text of a user's list of Windows' modules. */
  public static final String WINDOWS = "stack.windows-modules";

  /**
   * The rules in a run's settings, whose texts were read earlier.
   *
   * @throws IllegalStateException if a text is invalid
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
