package org.crashtag.engine;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Arguments of the command line, in a jar that has a runner of its own.
 *
 * @param arguments as the user gave them
 */
@SuppressWarnings("ArrayRecordComponent") // Arguments aren't compared.
record JobArguments(String... arguments) {
  private static final Set<String> WITH_RUNNER = Set.of("run", "rebuild");

  /** Whether the command takes options of Beam. */
  boolean haveRunner() {
    return arguments.length > 0 && WITH_RUNNER.contains(arguments[0]);
  }

  /** The value of an option of Beam; if it is given several times, the last one counts. */
  Optional<String> value(String option) {
    return Arrays.stream(arguments)
        .filter(argument -> argument.startsWith(option + "="))
        .reduce((first, second) -> second)
        .map(argument -> argument.substring(option.length() + 1));
  }

  /**
   * The same arguments and, if the command takes options of Beam, a value for one of them that
   * wasn't given.
   */
  JobArguments withDefault(String option, String value) {
    if (!haveRunner() || value(option).isPresent()) {
      return this;
    }
    return new JobArguments(
        Stream.concat(Arrays.stream(arguments), Stream.of(option + "=" + value))
            .toArray(String[]::new));
  }
}
