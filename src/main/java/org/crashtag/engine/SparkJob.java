package org.crashtag.engine;

import org.crashtag.cli.Main;

/**
 * The program of {@code crashtag-spark.jar}: {@code spark-submit crashtag-spark.jar run
 * nightly.yaml}.
 */
public final class SparkJob {
  private SparkJob() {}

  public static void main(String[] arguments) {
    Main.main(new JobArguments(arguments).withDefault("--runner", "SparkRunner").arguments());
  }
}
