package org.crashtag.store;

import java.time.Duration;
import java.util.Map;

/**
 * How long a stage took with one bucket.
 *
 * @param stage the count that the time is added to, one of those in milliseconds
 */
public record StageTime(Count stage, Duration time) implements BucketReport {
  /** The time in whole milliseconds, under the stage's name. */
  public Map<String, Long> counts() {
    return Map.of(stage.label(), time.toMillis());
  }
}
