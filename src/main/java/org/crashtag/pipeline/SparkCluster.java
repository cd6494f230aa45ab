package org.crashtag.pipeline;

import java.io.IOException;
import java.lang.reflect.Array;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Apache Spark. */
final class SparkCluster extends ClusterRunner {
  static final String NAME = "SparkRunner";

  private static final String STANDALONE = "spark://";
  private static final Pattern ADDRESS = Pattern.compile("(.+):([0-9]{1,5})");
  private static final int CONNECT_MILLIS = 10_000;

  /** System property: how many seconds a job waits for new workers; for tests. */
  private static final String PATIENCE_PROPERTY = "crashtag.spark.patience";

  private static final int PATIENCE_SECONDS = 300;

  /**
   * As in the launcher of {@code run}: each executor is a new process, which would otherwise spend
   * much of its time in the second compiler.
   */
  private static final String EXECUTOR_OPTIONS =
      "-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000"
          + " -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
          + " -XX:MaxInlineLevel=9 -XX:InlineSmallCode=1200 -XX:FreqInlineSize=150";

  private final Duration patience =
      Duration.ofSeconds(Integer.getInteger(PATIENCE_PROPERTY, PATIENCE_SECONDS));
  private boolean hadExecutors;
  private long lostSince;

  SparkCluster(BeamOptions options) {
    super(options);
  }

  @Override
  BeamOptions tuned(BeamOptions given, int buckets) throws IOException {
    String master = options().sparkMaster();
    if (master.startsWith(STANDALONE)) {
      checkReachable(master);
    }
    // Left to Spark, there are as many tasks as cores of the workers that came first.
    setUnlessGiven("spark.default.parallelism", Integer.toString(buckets));
    setUnlessGiven("spark.executor.extraJavaOptions", EXECUTOR_OPTIONS);
    String jars = System.getProperty("spark.jars", "");
    if (jars.isEmpty()) {
      return given;
    }
    // spark-submit names the jars of the job, which Beam's option would replace.
    return given.with("filesToStage", jars);
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Spark waits for new workers without an end if it has lost all. Before it has had any, it may
   * wait for its turn on a busy cluster.
   */
  @Override
  Optional<String> stuck() {
    OptionalInt executors = executors();
    if (executors.isEmpty() || executors.getAsInt() > 0) {
      hadExecutors |= executors.isPresent();
      lostSince = 0;
      return Optional.empty();
    }
    if (!hadExecutors) {
      return Optional.empty();
    }
    long now = System.nanoTime();
    lostSince = lostSince == 0 ? now : lostSince;
    return now - lostSince < patience.toNanos()
        ? Optional.empty()
        : Optional.of(
            "Spark has lost all workers of the job, and none has come for "
                + patience.toSeconds()
                + " seconds");
  }

  /**
   * How many executors the running job has; empty if there is none. Spark's classes are in the jar
   * for Spark only.
   */
  private static OptionalInt executors() {
    try {
      Class<?> contexts = Class.forName("org.apache.spark.SparkContext$");
      Object active =
          contexts.getMethod("getActive").invoke(contexts.getField("MODULE$").get(null));
      if ((boolean) active.getClass().getMethod("isEmpty").invoke(active)) {
        return OptionalInt.empty();
      }
      Object context = active.getClass().getMethod("get").invoke(active);
      Object tracker = context.getClass().getMethod("statusTracker").invoke(context);
      Object all = tracker.getClass().getMethod("getExecutorInfos").invoke(tracker);
      // The driver is one of them.
      return OptionalInt.of(Array.getLength(all) - 1);
    } catch (ReflectiveOperationException e) {
      // The job is ending just now, which Beam reports, or this is another version of Spark that
      // lacks these methods: then the job waits as Spark does.
      return OptionalInt.empty();
    }
  }

  /** Spark itself tries for a minute, and then fails by something else. */
  private static void checkReachable(String master) throws IOException {
    List<String> faults = new ArrayList<>();
    for (String address : master.substring(STANDALONE.length()).split(",", -1)) {
      Matcher matcher = ADDRESS.matcher(address);
      int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
      if (port < 1 || port > 65_535) {
        throw new IOException(master + ": expected spark://HOST:PORT");
      }
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(matcher.group(1), port), CONNECT_MILLIS);
        return;
      } catch (IOException e) {
        faults.add(e instanceof java.net.UnknownHostException ? "unknown host" : e.getMessage());
      }
    }
    throw new IOException(
        "Spark's master at " + master + " can't be reached: " + String.join(", ", faults));
  }

  @Override
  IOException explained(RuntimeException fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains("SparkContext was shut down")
          || message.contains("Master removed our application")
          || message.contains("stopped SparkContext")) {
        return new IOException(
            "Spark ended the job: it was cancelled, or the master is gone", fault);
      }
    }
    return new IOException("Spark: " + Faults.innermost(fault), fault);
  }
}
