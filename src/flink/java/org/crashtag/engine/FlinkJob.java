package org.crashtag.engine;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.client.program.StreamContextEnvironment;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.DefaultExecutorServiceLoader;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.crashtag.cli.Main;

/**
 * The program of {@code crashtag-flink.jar}: {@code flink run crashtag-flink.jar run nightly.yaml},
 * or without {@code flink run} and with {@code --flinkMaster=HOST:PORT}. Either way Beam takes the
 * cluster from Flink's context, whose configuration is completed here by what Beam's options don't
 * reach.
 */
public final class FlinkJob {
  private static final String MASTER = "--flinkMaster";
  private static final String REMOTE = "remote";
  private static final int DEFAULT_PORT = 8081;
  private static final Pattern ADDRESS =
      Pattern.compile("(?:https?://)?([^:/\\s]+)(?::([0-9]{1,5}))?");

  private FlinkJob() {}

  public static void main(String[] arguments) {
    JobArguments given = new JobArguments(arguments).withDefault("--runner", "FlinkRunner");
    if (given.haveRunner()) {
      given = inContext(given);
    }
    Main.main(given.arguments());
  }

  private static JobArguments inContext(JobArguments given) {
    Configuration configuration;
    Optional<String> master = given.value(MASTER).filter(value -> !value.startsWith("["));
    StreamExecutionEnvironment current = StreamExecutionEnvironment.getExecutionEnvironment();
    if (current instanceof StreamContextEnvironment) {
      configuration = new Configuration((Configuration) current.getConfiguration());
    } else if (master.isPresent()) {
      Matcher address = ADDRESS.matcher(master.get());
      if (!address.matches()) {
        // The command complains.
        return given;
      }
      configuration = GlobalConfiguration.loadConfiguration();
      configuration.set(DeploymentOptions.TARGET, REMOTE);
      configuration.set(RestOptions.ADDRESS, address.group(1));
      configuration.set(
          RestOptions.PORT,
          address.group(2) == null ? DEFAULT_PORT : Integer.parseInt(address.group(2)));
      configuration.set(PipelineOptions.JARS, jars());
    } else {
      return given;
    }
    // By the bytes that tasks exchange, which are references here, one worker would be enough.
    configuration.set(BatchExecutionOptions.ADAPTIVE_AUTO_PARALLELISM_ENABLED, false);
    StreamContextEnvironment.setAsContext(
        new DefaultExecutorServiceLoader(),
        configuration,
        Thread.currentThread().getContextClassLoader(),
        false,
        true);
    if (REMOTE.equals(configuration.get(DeploymentOptions.TARGET))) {
      System.setProperty(
          "crashtag.flink",
          configuration.get(RestOptions.ADDRESS) + ":" + configuration.get(RestOptions.PORT));
    }
    // Flink's usual configuration says 1, which is no choice of the user's.
    int parallelism = configuration.get(CoreOptions.DEFAULT_PARALLELISM);
    return parallelism > 1
        ? given.withDefault("--parallelism", Integer.toString(parallelism))
        : given;
  }

  /** The jars that workers need: this one and those of the user's decoders. */
  private static List<String> jars() {
    List<String> jars = new ArrayList<>();
    jars.add(FlinkJob.class.getProtectionDomain().getCodeSource().getLocation().toString());
    String decoders = System.getenv().getOrDefault("CRASHTAG_CLASSPATH", "");
    for (String decoder : decoders.isEmpty() ? new String[0] : decoders.split(File.pathSeparator)) {
      jars.add(new File(decoder).toURI().toString());
    }
    return jars;
  }
}
