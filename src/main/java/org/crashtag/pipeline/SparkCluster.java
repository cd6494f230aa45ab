package org.crashtag.pipeline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Apache Spark. */
final class SparkCluster extends ClusterRunner {
  static final String NAME = "SparkRunner";

  private static final String STANDALONE = "spark://";
  private static final Pattern ADDRESS = Pattern.compile("(.+):([0-9]{1,5})");
  private static final int CONNECT_MILLIS = 10_000;

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
    if (System.getProperty("spark.default.parallelism") == null) {
      System.setProperty("spark.default.parallelism", Integer.toString(buckets));
    }
    String jars = System.getProperty("spark.jars", "");
    if (jars.isEmpty()) {
      return given;
    }
    // spark-submit names the jars of the job, which Beam's option would replace.
    return given.with("filesToStage", jars);
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
          || message.contains("stopped SparkContext")) {
        return new IOException(
            "Spark ended the job: it was cancelled, or the master is gone", fault);
      }
    }
    return new IOException("Spark: " + Faults.innermost(fault), fault);
  }
}
