package org.crashtag.report;

import java.io.File;
import java.util.Optional;
import java.util.regex.Pattern;
import org.crashtag.bytes.Escape;

/** Commands that a reader pastes into a shell of the system on which the page was made. */
final class ShellCommand {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_/.:=@+,][A-Za-z0-9_/.:=@+,-]*");

  private ShellCommand() {}

  /**
   * The command that shows a dump.
   *
   * @param member in an archive, or null
   * @return empty if a name can't be typed or would mean something else to the shell
   */
  static Optional<String> show(String source, String member) {
    String path = member == null ? source : source + "!" + member;
    if (!Escape.text(path).equals(path)) {
      return Optional.empty();
    }
    return quoted(path, File.separatorChar == '\\')
        .map(word -> "crashtag show " + (path.startsWith("-") ? "-- " : "") + word);
  }

  /** A word for a POSIX shell or for Windows' shells. */
  static Optional<String> quoted(String word, boolean windows) {
    if (BARE.matcher(word).matches()) {
      return Optional.of(word);
    }
    if (!windows) {
      return Optional.of("'" + word.replace("'", "'\\''") + "'");
    }
    // Both shells expand variables between double quotes.
    return word.matches("[^\"%$`!]*") ? Optional.of('"' + word + '"') : Optional.empty();
  }
}
